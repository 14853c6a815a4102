// The table with the devices on it: what is plugged in where, and the passing of their time. What
// can be ordered is in Workbench+Commands.swift.

internal import Glibc

/// All simulated devices, and the loop that keeps them going.
///
/// One thread: commands, transfers and time come one after the other, so that what happens depends
/// on their order alone.
final class Workbench {
  /// A device and its place.
  final class Seat {
    let name: String
    let device: any SimulatedDevice
    var port: String
    var cable: Cable?
    /// Whether somebody pulled the cable, and it stays out until it is put in.
    var isPulled = false
    /// Since when the host has not taken the plug.
    var waitsSince: Int64?

    init(name: String, device: any SimulatedDevice, port: String) {
      self.name = name
      self.device = device
      self.port = port
    }
  }

  let attachment: Attachment
  let log = RigLog()
  var seats: [Seat] = []
  var bridge: BridgeLine?
  var commands = 0
  var isOver = false
  private var input: [UInt8] = []
  private var last = MonotonicTime.milliseconds()

  /// Devices at most: a controller has eight ports, and the bridge as many buses as are asked for.
  static let seatLimit = 32
  private static let plugPatience: Int64 = 5_000
  private static let lineLimit = 1 << 20

  init(_ attachment: Attachment) throws(Attachment.Fault) {
    self.attachment = attachment
    bridge = try attachment.control().map(BridgeLine.init)
  }

  /// Serves until `quit` or the end of the commands, then unplugs everything.
  ///
  /// A kernel that loses a device together with the program that made it may wait for it for ever.
  func run() {
    while !isOver { turn() }
    for seat in seats { seat.cable?.cut() }
  }

  private func turn() {
    var entries = [pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)]
    entries.append(pollfd(fd: bridge?.descriptor ?? -1, events: Int16(POLLIN), revents: 0))
    let wired = seats.filter { $0.cable != nil }
    for seat in wired {
      let isFull = seat.cable?.hasOutput == true
      let events = Int16(POLLIN) | (isFull ? Int16(POLLOUT) : 0)
      entries.append(pollfd(fd: seat.cable?.descriptor ?? -1, events: events, revents: 0))
    }
    let isBusy = seats.contains {
      $0.device.isBusy || $0.waitsSince != nil || $0.cable?.isRefusing == true
    }
    poll(&entries, nfds_t(entries.count), isBusy ? 1 : 20)

    if entries[0].revents != 0 { receiveCommands() }
    if entries[1].revents != 0, bridge?.receive() == false { isOver = true }
    for (seat, entry) in zip(wired, entries[2...]) where entry.revents != 0 {
      seat.cable?.receive()
    }
    passTime()
    for seat in seats { settle(seat) }
    tellBridgeNews()
  }

  /// Lets the devices' time pass as the host's did, a millisecond at a time while they are used.
  private func passTime() {
    let now = MonotonicTime.milliseconds()
    // What was missed in a long pause of this process is not made up for.
    let elapsed = Int(min(now - last, 1_000))
    last = now
    guard elapsed > 0 else { return }
    for seat in seats {
      for _ in 0..<elapsed {
        seat.device.pass(milliseconds: 1)
        seat.cable?.serve()
      }
    }
  }

  /// Tells what became of a device and puts its cable where it belongs.
  func settle(_ seat: Seat) {
    seat.cable?.serve()
    for words in seat.device.news() { log.event("deed", seat.name, ["what": .text(words)]) }
    for deed in seat.cable?.takeDeeds() ?? [] {
      switch deed {
      case .control(let setup):
        log.event("control", seat.name, ["setup": .text(Hexadecimal.text(setup.bytes))])
      case .cleared(let endpoint):
        log.event("cleared", seat.name, ["endpoint": .number(Int(endpoint))])
      }
    }
    if let cable = seat.cable {
      let isWanted = seat.device.isAttached && !seat.isPulled
      if cable.isCut {
        seat.isPulled = true
        log.event("unplugged", seat.name, ["why": .text("the host let go")])
      } else if !isWanted {
        cable.cut()
        let why = seat.isPulled ? "pulled" : "the device went away"
        log.event("unplugged", seat.name, ["why": .text(why)])
      }
      if cable.isCut { seat.cable = nil }
    }
    if seat.cable == nil, seat.device.isAttached, !seat.isPulled { plug(seat) }
  }

  private func plug(_ seat: Seat) {
    do throws(Attachment.Fault) {
      seat.cable = Cable(try attachment.plug(at: seat.port), device: seat.device)
      seat.waitsSince = nil
      log.event("plugged", seat.name, ["port": .text(seat.port)])
    } catch {
      let now = MonotonicTime.milliseconds()
      let since = seat.waitsSince ?? now
      seat.waitsSince = since
      if case .failed(let why) = error { return fail(seat, why) }
      if now - since > Self.plugPatience { fail(seat, "the host's port stays taken") }
    }
  }

  private func fail(_ seat: Seat, _ why: String) {
    seat.waitsSince = nil
    seat.isPulled = true
    log.event("unplugged", seat.name, ["why": .text(why)])
  }

  private func tellBridgeNews() {
    for (port, what) in bridge?.news() ?? [] {
      guard let seat = seats.first(where: { $0.port == port }) else { continue }
      log.event("host", seat.name, ["what": .text(what)])
    }
  }

  // MARK: - Commands

  private func receiveCommands() {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(STDIN_FILENO, &buffer, buffer.count)
    if count < 0 && errno == EINTR { return }
    guard count > 0, input.count + count <= Self.lineLimit else {
      isOver = true
      return
    }
    input += buffer[..<count]
    while let end = input.firstIndex(of: UInt8(ascii: "\n")), !isOver {
      let line = String(decoding: input[..<end], as: UTF8.self)
      input.removeFirst(end + 1)
      obey(line)
    }
  }
}
