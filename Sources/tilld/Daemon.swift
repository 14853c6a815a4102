// The life of the daemon: open, recover, listen, sell, end.

internal import Devices
internal import Domains
internal import ESCPOS
internal import Glibc
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import ServiceLifecycle
internal import Store
internal import TillLoop
internal import Wire

/// One running till.
struct Daemon: Service {
  let configuration: DaemonConfiguration
  let rebuild: Bool
  let log: Logger

  func run() async throws {
    allowManyConnections()
    var options = StoreOptions(
      allowsVolatileMedium: configuration.allowsVolatileMedium, projection: { Books() })
    let sabotage = Sabotage.ordered(&options)
    let store = try Store(directory: configuration.state, options: options)
    for notice in store.notices { log.error("\(notice)") }
    if rebuild {
      try store.rebuild()
      log.notice("all views were redrawn from the events")
    }
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 4)
    let loop = try makeLoop(store, group, sabotage)
    store.start(
      onCommitted: { batch in
        KillPoint.pass()
        loop.post(.committed(upTo: batch))
      },
      onFailed: { fault in
        if case .full = fault { _ = store.releaseReserve() }
        Self.end(fault.description, fault.exitCode)
      })
    loop.thread.execute { loop.assumeIsolated { $0.begin() } }
    let server = try await SocketServer.bind(
      path: configuration.socket, group: loop.thread, loop: loop)
    loop.startDevices()
    Supervisor.ready()
    Console.print("ready socket=\(configuration.socket)")
    loop.openDevices()
    log.info(
      "selling",
      metadata: ["state": "\(configuration.state)", "head": "\(store.recovery.position)"])
    let heart = Heart(store: store, loop: loop)
    heart.beat()

    try? await gracefulShutdown()

    Supervisor.stopping()
    await server.close()
    await loop.finish()
    store.stop()
    log.info("ended in good order")
  }

  private func makeLoop(
    _ store: Store, _ group: MultiThreadedEventLoopGroup, _ sabotage: Set<Sabotage>
  ) throws -> Loop {
    let threads = Array(group.makeIterator()).compactMap { $0 as? any EventLoop & SerialExecutor }
    guard threads.count == 4 else {
      preconditionFailure("an event loop of NIO is a serial executor")
    }
    let state = configuration.state
    let backups = "\(state)/backups"
    _ = mkdir(backups, 0o700)
    var random = SystemRandomNumberGenerator()
    let till = try Till(
      store.recovery, now: Clocks.now(), seed: random.next(), version: Release.version,
      catalogue: .ofThisMachine, sabotage: sabotage)
    let shapes = Shapes.ofThisMachine
    return try Loop(
      thread: threads[0], till: till, store: store, configuration: configuration, log: log,
      librarian: Librarian(
        thread: threads[1], store: store, backupFolder: backups, shapes: shapes),
      scholar: Librarian(
        thread: threads[2], store: store, backupFolder: backups, shapes: shapes),
      importer: Importer(thread: threads[3], store: store, folder: state),
      room: DeviceRoom(profile: configuration.printer, shapes: shapes),
      halt: { Self.end("the till had to stop: \($0); start it again", 70) })
  }

  /// Ends at once, without another word to anybody: nothing undurable was said, and the next
  /// start decides from the disk alone.
  static func end(_ reason: String, _ code: Int32) -> Never {
    Console.error("tilld: \(reason)")
    _exit(code)
  }

  /// A descriptor a connection, and some: the usual soft limit of 1,024 is for other programs.
  private func allowManyConnections() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = min(limit.rlim_max, rlim_t(Limits.connections + 256))
    _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}

/// Feeds the watchdog from the loop, after the writer proved that the store can be written.
struct Heart: Sendable {
  let store: Store
  let loop: Loop

  private static let beatMilliseconds: Int64 = 2000

  /// Probes the store now and from then on.
  ///
  /// A probe that never comes back ends the beating, and
  /// the watchdog does the rest.
  func beat() {
    let wait = min(Supervisor.patience() ?? Self.beatMilliseconds, Self.beatMilliseconds)
    store.probe { freeBytes in
      loop.post(.storage(freeBytes: freeBytes))
      loop.thread.execute {
        Supervisor.alive()
        loop.thread.scheduleTask(in: .milliseconds(wait)) { beat() }
      }
    }
  }
}

extension Sabotage {
  /// The promises to break, from TILLD_SABOTAGE: in debug builds, for the tests that must fail.
  static func ordered(_ options: inout StoreOptions) -> Set<Sabotage> {
    #if DEBUG
      guard let names = getenv("TILLD_SABOTAGE") else { return [] }
      let words = String(cString: names).split(separator: ",").map(String.init)
      if words.contains("synchronous-normal") { options.sabotage = [.synchronousNormal] }
      return Set(words.compactMap(Sabotage.init))
    #else
      return []
    #endif
  }
}
