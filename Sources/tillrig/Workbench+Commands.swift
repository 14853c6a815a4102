// The rig's commands, one a line; Tests/Rig/README.md lists them.

internal import ESCPOS
internal import Glibc

extension Workbench {
  /// Does what a line says and answers it; an empty line or a comment is neither.
  func obey(_ line: String) {
    let line = line.prefix { $0 != "#" }
    let words = line.split(separator: " ")
    guard let verb = words.first else { return }
    commands += 1
    do throws(Refusal) {
      log.answer(commands, try obey(verb, words.dropFirst(), rest(of: line, after: 2)))
    } catch {
      log.refuse(commands, error.why)
    }
    for seat in seats { settle(seat) }
  }

  /// What follows the first so many words, as it was written.
  private func rest(of line: Substring, after count: Int) -> String {
    let words = line.split(separator: " ", maxSplits: count, omittingEmptySubsequences: true)
    return words.count > count ? String(words[count]) : ""
  }

  private func obey(
    _ verb: Substring, _ words: ArraySlice<Substring>, _ text: String
  ) throws(Refusal) -> [String: Field] {
    switch verb {
    case "quit":
      isOver = true
      return [:]
    case "plug": return ["name": .text(try place(words))]
    default: break
    }
    guard let name = words.first, let seat = seats.first(where: { $0.name == name }) else {
      throw Refusal("there is no device \(words.first ?? "")")
    }
    switch verb {
    case "unplug": pull(seat)
    case "replug": try putIn(seat, words.dropFirst())
    case "remove":
      pull(seat)
      settle(seat)
      seats.removeAll { $0 === seat }
    case "scan": try seat.device.scan(Escapes.text(text))
    case "key": try seat.device.press(Self.keys(words.dropFirst()))
    case "report":
      guard let bytes = Hexadecimal.bytes(text), !bytes.isEmpty else {
        throw Refusal("a report is hexadecimal digits")
      }
      try seat.device.queue(bytes)
    case "stall": try stall(seat, words.dropFirst())
    case "busy", "drop":
      guard let bridge else { throw Refusal("only the bridge can do that") }
      let state = verb == "busy" ? " \(text)" : ""
      try bridge.tell("\(verb) \(seat.port)\(state)")
    case "status": return status(seat)
    default: return try order(verb, to: seat, text)
    }
    return [:]
  }

  // MARK: - Cables

  private func place(_ words: ArraySlice<Substring>) throws(Refusal) -> String {
    guard seats.count < Self.seatLimit else { throw Refusal("the table is full") }
    let kind = words.first.map(String.init) ?? ""
    var options = try Options(words.dropFirst())
    let name = options.text("name") ?? freeName(kind)
    guard !seats.contains(where: { $0.name == name }) else { throw Refusal("\(name) is taken") }
    let port = options.text("port") ?? freePort()
    try check(port)
    let device: any SimulatedDevice
    switch kind {
    case "printer": device = try PrinterDevice(&options)
    case "keyboard": device = try KeyboardScanner(&options)
    case "pos": device = try PosScanner(&options)
    case "acm": device = try SerialScanner(&options)
    case "hostile": device = try HostileDevice(&options)
    default: throw Refusal("a device is a printer, keyboard, pos, acm or hostile")
    }
    try options.finish()
    seats.append(Seat(name: name, device: device, port: port))
    return name
  }

  private func check(_ port: String) throws(Refusal) {
    let isWritten = port.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }
    guard isWritten, port.contains("-"), port.utf8.count <= 16 else {
      throw Refusal("a port is written 1-2 or 1-2.3")
    }
    guard !seats.contains(where: { $0.port == port && !$0.isPulled }) else {
      throw Refusal("port \(port) is taken")
    }
  }

  private func freeName(_ kind: String) -> String {
    let taken = Set(seats.map(\.name))
    return (0...Self.seatLimit).lazy.map { "\(kind)\($0)" }.first { !taken.contains($0) } ?? kind
  }

  private func freePort() -> String {
    let taken = Set(seats.map(\.port))
    return (1...(Self.seatLimit + 1)).lazy.map { "1-\($0)" }.first { !taken.contains($0) } ?? "1-1"
  }

  private func pull(_ seat: Seat) {
    seat.isPulled = true
    (seat.device as? PrinterDevice)?.apply(.unplugged)
  }

  private func putIn(_ seat: Seat, _ words: ArraySlice<Substring>) throws(Refusal) {
    var options = try Options(words)
    if let port = options.text("port"), port != seat.port {
      try check(port)
      seat.port = port
    }
    try options.finish()
    seat.isPulled = false
    (seat.device as? PrinterDevice)?.apply(.plugged)
  }

  private func stall(_ seat: Seat, _ words: ArraySlice<Substring>) throws(Refusal) {
    guard let cable = seat.cable else { throw Refusal("it is not plugged in") }
    switch words.first {
    case "out":
      cable.halt(0x01)
      log.event("halted", seat.name, ["endpoint": .number(0x01)])
    case "in":
      cable.halt(0x82)
      log.event("halted", seat.name, ["endpoint": .number(0x82)])
    case "control": cable.refusedControls = words.dropFirst().first.flatMap { Int($0) } ?? 1
    default: throw Refusal("it is out, in or control that stalls")
    }
  }

  // MARK: - Printers

  private func order(
    _ verb: Substring, to seat: Seat, _ text: String
  ) throws(Refusal) -> [String: Field] {
    guard let printer = seat.device as? PrinterDevice else {
      throw Refusal("there is no command \(verb) for it")
    }
    switch verb {
    case "faults": printer.follow(try Self.script(text.replacing(";", with: "\n")))
    case "fault":
      // One step that is due at once, so that a fault is written one way only.
      guard let step = try Self.script("at byte 0 \(text)").steps.first else { break }
      printer.apply(step.fault)
    case "events": return ["events": .list(printer.emulator.events.map(\.deed.words))]
    case "paper": return try keepPaper(of: printer, text.split(separator: " "))
    default: throw Refusal("there is no command \(verb)")
    }
    return [:]
  }

  private static func script(_ text: String) throws(Refusal) -> FaultScript {
    do throws(FaultScriptFault) {
      return try FaultScript(text)
    } catch {
      throw Refusal(error.description)
    }
  }

  private func keepPaper(
    of printer: PrinterDevice, _ words: [Substring]
  ) throws(Refusal) -> [String: Field] {
    guard let path = words.first else { throw Refusal("the paper goes into a file") }
    let bytes = printer.emulator.paper
    let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC
    let file = open(String(path), flags, 0o644)
    guard file >= 0 else { throw Refusal("\(path): \(String(cString: strerror(errno)))") }
    defer { close(file) }
    var done = 0
    while done < bytes.count {
      let count = bytes[done...].withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      guard count > 0 else { throw Refusal("\(path): \(String(cString: strerror(errno)))") }
      done += count
    }
    if words.contains("tear") { _ = printer.tearOff() }
    return ["bytes": .number(bytes.count)]
  }

  private func status(_ seat: Seat) -> [String: Field] {
    var fields: [String: Field] = [
      "attached": .flag(seat.cable != nil), "port": .text(seat.port),
      "idle": .flag(!seat.device.isBusy), "refusing": .flag(seat.cable?.isRefusing == true),
    ]
    if let emulator = (seat.device as? PrinterDevice)?.emulator {
      fields["taken"] = .number(emulator.taken)
      fields["dots"] = .number(emulator.dots)
      fields["jobs"] = .number(emulator.jobs)
      fields["paper"] = .number(emulator.paper.count)
      fields["drawer"] = .text(emulator.isDrawerOpen ? "open" : "closed")
      fields["kicks"] = .number(
        emulator.events.count { if case .kicked = $0.deed { true } else { false } })
    }
    return fields
  }

  // MARK: - Keys

  /// `30 31:down 31:up`: codes of linux/input-event-codes.h.
  private static func keys(_ words: ArraySlice<Substring>) throws(Refusal) -> [KeyPress] {
    var keys: [KeyPress] = []
    for word in words {
      let parts = word.split(separator: ":")
      guard let code = parts.first.flatMap({ UInt16($0) }), parts.count <= 2 else {
        throw Refusal("a key is its number, with :down or :up behind it")
      }
      switch parts.count == 2 ? parts[1] : nil {
      case nil: keys.append(KeyPress(code: code, isDown: nil))
      case "down"?: keys.append(KeyPress(code: code, isDown: true))
      case "up"?: keys.append(KeyPress(code: code, isDown: false))
      default: throw Refusal("a key goes down or up")
      }
    }
    guard !keys.isEmpty else { throw Refusal("no key was named") }
    return keys
  }
}
