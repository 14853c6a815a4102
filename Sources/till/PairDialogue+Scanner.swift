// The questions about a scanner: which one it is shows when it reads a code that nobody else has.

internal import Domains
internal import Glibc
internal import Scanner
internal import Wire

extension PairDialogue {
  /// How long a scanner is waited for.
  private static let listenSeconds: Int64 = 60

  /// `device.heard`: the scanner that read the code.
  private struct Heard: Decodable {
    let address: String
    let name: String?
    let settings: AnyJSON?
  }

  /// `scan.claimed`: a scan that was lent to this dialogue.
  private struct Claimed: Decodable {
    let code: String
    let symbology: String?
  }

  /// Pairs one scanner, or returns false if there is none to pair.
  func pairScanner() throws -> Bool {
    guard try person.agrees("Is there a barcode scanner?") else { return false }
    while true {
      if let heard = try search() {
        try take(heard)
        return true
      }
      person.say(
        "No scanner read it. Is its cable in, and does it beep? A laser cannot read a screen:",
        "then print the code from another machine, or name the scanner: till devices")
      guard try person.choose("What now?", among: ["go on without", "try again"]) == 1 else {
        return true
      }
    }
  }

  /// Shows a code and waits for the scanner that reads it.
  private func search() throws -> Heard? {
    let subscription = try client.call(EventsSubscribe.self, .init(topics: [Topic.device.rawValue]))
    defer { _ = try? client.call(EventsUnsubscribe.self, .init(sub: subscription.sub)) }
    let printer = try printer()
    let listening = try client.call(
      DeviceListen.self,
      .init(kind: .scanner, seconds: Self.listenSeconds, printer: printer))
    let place = printer.map { " here or on the paper of \($0)" } ?? ""
    person.say("Scan this code with it\(place), within \(listening.seconds) s:", "")
    let bars = TerminalBarcode.lines(
      listening.code, columns: Technician.columns,
      isColoured: isatty(STDERR_FILENO) == 1 && Terminal.variable("TERM") != "dumb")
    for line in bars { person.say("  \(line)") }
    person.say(
      bars.isEmpty ? "  (make this window wider to see it)" : "", "  \(listening.code)", "")
    return try event("device.heard", as: Heard.self, seconds: listening.seconds)
  }

  /// A printer that can print the code now: paper is read by every scanner, a screen by some.
  private func printer() throws -> String? {
    try devices().first { $0.paired && $0.kind == "printer" && $0.state == "ready" }?.id
  }

  private func take(_ heard: Heard) throws {
    let view = try devices().first { $0.address == heard.address }
    let device = try pair(
      view,
      .init(
        cmd: Client.command(), device: view?.id, address: view == nil ? heard.address : nil,
        kind: view == nil ? .scanner : nil, settings: heard.settings))
    person.say("It is \(device.id)\(heard.name.map { ", \(Terminal.harmless($0))" } ?? "").")
    if let settings = heard.settings.flatMap(Self.settings) {
      person.say("It types as on a keyboard of layout \(Terminal.harmless(settings.layout)).")
    }
    try tryScan(device.id)
    try keep(device.id)
  }

  private static func settings(_ value: AnyJSON) -> ScannerSettings? {
    try? JSON.decode(ScannerSettings.self, from: JSON.bytes(value))
  }

  /// Has a product scanned and shows what arrived; nothing is sold.
  private func tryScan(_ id: String) throws {
    _ = try settled(id)
    while true {
      let claim = try client.call(
        ScanClaim.self, .init(device: id, patience: Self.listenSeconds * 1000)
      ).claim
      person.say("Now scan any product; it is not sold.")
      if let scan = try event("scan.claimed", as: Claimed.self, seconds: Self.listenSeconds) {
        _ = try? client.call(ScanAck.self, .init(claim: claim))
        person.say(
          "The till read \(Terminal.harmless(scan.code))"
            + (scan.symbology.map { " (\(Terminal.harmless($0)))" } ?? "") + ".")
        if try person.agrees("Is that what stands below the bars?") { return }
        person.say("Then it types otherwise than it should: till scan calibrate --help")
      } else {
        _ = try? client.call(ScanRelease.self, .init(claim: claim))
        person.say("Nothing was read.")
      }
      guard try person.choose("What now?", among: ["go on all the same", "scan again"]) == 1 else {
        return
      }
    }
  }

  /// The next event of a type, or nil when none comes in time.
  private func event<Data: Decodable>(
    _ type: String, as _: Data.Type, seconds: Int64
  ) throws -> Data? {
    let deadline = Clock.monotonicMilliseconds() + seconds * 1000
    while true {
      try person.check()
      let rest = deadline - Clock.monotonicMilliseconds()
      guard rest > 0 else { return nil }
      let glance = min(rest, Int64(Technician.glanceMilliseconds))
      guard let line = try client.notification(withinMilliseconds: glance),
        case .object(let notification) = line, case .object(let event)? = notification["params"],
        event["type"] == .string(type), let data = event["data"]
      else { continue }
      return try? JSON.decode(Data.self, from: JSON.bytes(data))
    }
  }
}
