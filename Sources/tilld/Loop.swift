// The loop: one thread that owns the till's state, calls its one function, and does what that
// function wants done.

internal import Domains
internal import Glibc
internal import Logging
internal import NIOCore
internal import Store
internal import TillLoop
internal import Values
internal import Wire

/// The sale loop. Isolated to one event loop, so the compiler proves that nobody else touches it.
actor Loop {
  nonisolated let thread: any EventLoop & SerialExecutor
  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  private var till: Till
  private let facts: StoreReader
  private let store: Store
  private let configuration: DaemonConfiguration
  private let log: Logger
  private let librarian: Librarian
  private let scholar: Librarian
  private let importer: Importer
  private let room: DeviceRoom
  private let halt: @Sendable (String) -> Void

  private var lobby = Lobby()
  private var isDraining = false
  private var isScheduled = false
  /// Whether nothing is taken any more, because the store is about to close.
  private var hasEnded = false
  /// Channels that something was written to since they were last flushed.
  private var unflushed: [any Channel] = []
  private var lines: [Connection: Line] = [:]
  private var lastConnection: Int64 = 0
  private var alarm: (boot: Int64, scheduled: Scheduled<Void>)?

  /// A client's channel, and how much of what was written to it is still here.
  private struct Line {
    let channel: any Channel
    var unsentBytes = 0
    var isPaused = false
  }

  /// How many lines are taken before the thread looks at its sockets again.
  private static let linesPerTurn = 32

  init(
    thread: any EventLoop & SerialExecutor, till: Till, store: Store,
    configuration: DaemonConfiguration, log: Logger, librarian: Librarian, scholar: Librarian,
    importer: Importer, room: DeviceRoom, halt: @escaping @Sendable (String) -> Void
  ) throws(StoreFault) {
    self.thread = thread
    self.till = till
    self.store = store
    self.configuration = configuration
    self.log = log
    self.librarian = librarian
    self.scholar = scholar
    self.importer = importer
    self.room = room
    self.halt = halt
    facts = try store.makeReader()
  }

  /// Hands an input to the loop, from any thread; in order for each thread.
  nonisolated func post(_ input: Input) {
    thread.execute { self.assumeIsolated { $0.take(input) } }
  }

  func begin() {
    room.report(to: { self.post($0) })
    let now = Clocks.now()
    perform(till.start(now: now, facts: facts))
    flush()
  }

  nonisolated func startDevices() {
    thread.execute { self.assumeIsolated { $0.addDevices() } }
  }

  private func addDevices() {
    if configuration.hasVirtualDevices { room.startVirtualDevices(in: configuration.state) }
  }

  /// Begins to use real devices.
  nonisolated func openDevices() { room.open() }

  /// Ends in good order: no new scans, what was decided becomes durable, clients are let go.
  nonisolated func finish() async {
    room.stopScanners()
    let end = Clocks.milliseconds(CLOCK_BOOTTIME) + Self.finishMilliseconds
    while await !isSettled, Clocks.milliseconds(CLOCK_BOOTTIME) < end {
      try? await Task.sleep(for: .milliseconds(10))
    }
    room.stopPrinting()
    await letGo()
  }

  /// How long the end waits for everything to be settled.
  ///
  /// A printer that is then stopped gives its job in hand half a second more.
  private static let finishMilliseconds: Int64 = 1_500

  /// Whether everything that was decided is durable and every running job is reported.
  private var isSettled: Bool { till.isSettled }

  private func letGo() async {
    let channels = lines.values.map(\.channel)
    for channel in channels { try? await channel.close().get() }
    // Whoever was still at work here gets no answer, and asks the next till with the same command.
    hasEnded = true
  }

  func take(_ input: Input) {
    guard !hasEnded else { return }
    perform(till.step(input, now: Clocks.now(), facts: facts))
    if !isDraining { flush() }
  }

  // MARK: - Clients

  /// - Returns: nil if there are too many; the client is told and has to go.
  func connect(_ channel: any Channel, uid: UInt32) -> Connection? {
    guard lines.count < Limits.connections else {
      let fault = Fault(
        .throttled, kind: "too_many_connections",
        "There are \(Limits.connections) connections already; close some.",
        retry: .after(milliseconds: 1000))
      channel.writeAndFlush(ByteBuffer(bytes: Answer.fault(nil, fault)), promise: nil)
      return nil
    }
    lastConnection += 1
    let connection = Connection(lastConnection)
    lines[connection] = Line(channel: channel)
    take(.connected(connection, Peer(uid: uid, role: configuration.role(of: uid))))
    return connection
  }

  func disconnect(_ connection: Connection) {
    guard lines.removeValue(forKey: connection) != nil else { return }
    lobby.forget(connection)
    take(.disconnected(connection))
  }

  func receive(_ pieces: [LineFramer.Piece], from connection: Connection) {
    for piece in pieces {
      switch piece {
      case .line(let line): lobby.add(line, of: connection)
      case .tooLong: take(.tooLong(connection))
      }
    }
    throttle(connection)
    scheduleDrain()
  }

  /// Takes some lines, each client in turn, then lets the thread look at its sockets.
  private func drain() {
    isDraining = true
    for _ in 0..<Self.linesPerTurn {
      guard let (connection, line) = lobby.next() else { break }
      take(.line(connection, line))
      throttle(connection)
    }
    isDraining = false
    flush()
    if lobby.isEmpty {
      isScheduled = false
    } else {
      thread.execute { self.assumeIsolated { $0.drain() } }
    }
  }

  private func scheduleDrain() {
    guard !isScheduled, !lobby.isEmpty else { return }
    isScheduled = true
    thread.execute { self.assumeIsolated { $0.drain() } }
  }

  /// Reads a client no further while it has too much waiting, or leaves its answers unread.
  private func throttle(_ connection: Connection) {
    guard let line = lines[connection] else { return }
    let shouldPause = lobby.isFull(connection) || line.unsentBytes > Limits.unreadAnswerBytes
    guard shouldPause != line.isPaused else { return }
    lines[connection]?.isPaused = shouldPause
    line.channel.setOption(.autoRead, value: !shouldPause).whenFailure { _ in }
    if !shouldPause { line.channel.read() }
  }

  // MARK: - Effects

  private func perform(_ effects: [Effect]) {
    for effect in effects { perform(effect) }
  }

  private func perform(_ effect: Effect) {
    KillPoint.pass()
    switch effect {
    case .append(let batch):
      if !store.submit(batch) { halt("the store takes no more batches") }
    case .send(let connection, let bytes, let isEvent): send(bytes, to: connection, isEvent)
    case .close(let connection):
      guard let channel = lines[connection]?.channel else { return }
      channel.flush()
      // Closing only after what was written is out: an empty write comes back behind it.
      channel.writeAndFlush(ByteBuffer()).whenComplete { _ in channel.close(promise: nil) }
    case .inquire(let ticket, let inquiry): inquire(ticket, inquiry)
    case .importNext(let ticket, let cursor): importer.next(ticket, after: cursor, for: self)
    case .importDone(let ticket): importer.done(ticket)
    case .print(let job, let intent, let asCopy, let printer):
      librarian.draw(job: job, intent, asCopy: asCopy, on: printer, room: room, for: self)
    case .kick(let job): room.kick(job)
    case .tryDrawer(let job, let drawer): room.kick(job, drawer: drawer)
    case .recall(let job, let printer):
      post(.recalled(job: job, printed: room.knows(job, printer)))
    case .useDevices(let devices, let scanners): room.use(devices, scanners: scanners)
    case .listen(let code, let milliseconds): room.listen(for: code, milliseconds: milliseconds)
    case .show(let lines): room.show(lines)
    case .weigh(let ticket, let scale): room.weigh(ticket, on: scale)
    case .wake(let boot): setAlarm(boot)
    case .log(let line): write(line)
    case .halt(let reason): halt(reason)
    }
  }

  private func inquire(_ ticket: Ticket, _ inquiry: Inquiry) {
    switch inquiry {
    case .importCheck(let order): importer.check(ticket, order, for: self)
    // Minutes of reading must not keep a search or a receipt waiting.
    case .verify, .audit, .backup, .verifyBackup: scholar.answer(ticket, inquiry, for: self)
    default: librarian.answer(ticket, inquiry, for: self)
    }
  }

  private func send(_ bytes: [UInt8], to connection: Connection, _ isEvent: Bool) {
    guard let channel = lines[connection]?.channel else { return }
    lines[connection]?.unsentBytes += bytes.count
    unflushed.append(channel)
    let count = bytes.count
    channel.write(ByteBuffer(bytes: bytes)).assumeIsolated().whenComplete { _ in
      self.assumeIsolated { $0.sent(count, to: connection, isEvent) }
    }
  }

  private func flush() {
    let channels = unflushed
    unflushed.removeAll(keepingCapacity: true)
    for channel in channels { channel.flush() }
  }

  private func sent(_ count: Int, to connection: Connection, _ isEvent: Bool) {
    guard lines[connection] != nil else { return }
    lines[connection]?.unsentBytes -= count
    if isEvent { take(.sent(connection, events: 1, bytes: count)) }
    throttle(connection)
  }

  private func setAlarm(_ boot: Int64) {
    if let alarm, alarm.boot <= boot { return }
    alarm?.scheduled.cancel()
    let wait = max(0, boot - Clocks.milliseconds(CLOCK_BOOTTIME))
    let scheduled = thread.scheduleTask(in: .milliseconds(wait)) {
      self.assumeIsolated { loop in
        loop.alarm = nil
        loop.take(.tick)
      }
    }
    alarm = (boot, scheduled)
  }

  private func write(_ line: LogLine) {
    switch line.level {
    case .info: log.info("\(line.text)")
    case .notice: log.notice("\(line.text)")
    case .warning: log.warning("\(line.text)")
    case .error: log.error("\(line.text)")
    }
  }
}
