// The course of `till pair`: what is asked in which order, and how what was begun is taken back.

internal import Domains
internal import Wire

/// One dialogue with a technician.
///
/// A device is kept when its last question is answered. Until then everything about it can be taken
/// back, so that a Ctrl-C leaves the till as it was.
final class PairDialogue {
  /// What was changed and is not yet kept.
  enum Begun {
    case new(id: String)
    /// A device that was in use before, and how.
    case changed(DeviceView)
  }

  /// What the test page shows in each language, to be compared by eye.
  static let accents = "€ £ Ä Ö Ü ä ö ü ß é è ê ç à ñ"
  /// How long a printer may take from being paired to its first state.
  private static let openingMilliseconds: Int64 = 8_000
  private static let pauseMilliseconds: Int64 = 100

  let client: Client
  let person: Technician
  /// The devices that were kept, as they are.
  private(set) var paired: [DeviceView] = []
  var begun: Begun?

  init(client: Client, person: Technician) {
    self.client = client
    self.person = person
  }

  /// Asks everything.
  ///
  /// - Returns: false if somebody stopped it.
  func run() throws -> Bool {
    do {
      try ask()
      return true
    } catch is Stop {
      try takeBack()
      return false
    } catch {
      // The daemon refused or went away; what it can still hear is taken back all the same.
      try? takeBack()
      throw error
    }
  }

  private func ask() throws {
    let status = try client.call(TillStatus.self, NoParams())
    person.say(
      "The devices of till \(Terminal.harmless(status.till)). Enter takes the answer in brackets;"
        + " Ctrl-C stops.", "")
    while try pairPrinter() {
      guard try person.agrees("Another printer?", default: false) else { break }
    }
    while try pairScanner() {
      guard try person.agrees("Another scanner?", default: false) else { break }
    }
    let rest = try unpaired().filter { $0.kind == "display" || $0.kind == "scale" }
    for device in rest {
      person.say(
        "There is also a \(device.kind): till devices pair \(DeviceText.place(device))")
    }
  }

  /// Everything that is plugged in or paired.
  func devices() throws -> [DeviceView] {
    try client.call(DeviceList.self, NoParams()).devices
  }

  private func unpaired() throws -> [DeviceView] { try devices().filter { !$0.paired } }

  /// Takes a device into use for the time being: `keep` makes it last.
  ///
  /// - Parameters:
  ///   - view: as the list has it; nil for one that only has an address.
  func pair(_ view: DeviceView?, _ params: DevicePair.Params) throws -> DeviceView {
    let device = try client.call(DevicePair.self, params).device
    if begun == nil {
      begun = view.flatMap { $0.paired ? .changed($0) : nil } ?? .new(id: device.id)
    }
    return device
  }

  /// Changes a device that was just paired.
  func change(
    _ id: String, profile: String? = nil, drawer: DrawerWiring? = nil
  ) throws {
    _ = try client.call(
      DevicePair.self,
      .init(cmd: Client.command(), device: id, profile: profile, drawer: drawer))
  }

  /// The device stays, whatever is stopped later.
  func keep(_ id: String) throws {
    begun = nil
    if let device = try devices().first(where: { $0.id == id }) { paired.append(device) }
  }

  /// Leaves the till as it was before the device at hand.
  func takeBack() throws {
    guard let begun else { return }
    self.begun = nil
    person.settle()
    switch begun {
    case .new(let id):
      _ = try client.call(DeviceForget.self, .init(cmd: Client.command(), device: id))
      person.say("\(id) is forgotten again.")
    case .changed(let was):
      // Pin 0 takes a drawer away that was not there before.
      _ = try client.call(
        DevicePair.self,
        .init(
          cmd: Client.command(), device: was.id, name: was.name, profile: was.profile,
          drawer: was.drawer ?? DrawerWiring(pin: 0)))
      person.say("\(was.id) is as it was.")
    }
  }

  /// The device once it has a state of its own: not just being opened.
  func settled(_ id: String) throws -> DeviceView? {
    let deadline = Clock.monotonicMilliseconds() + Self.openingMilliseconds
    while true {
      try person.check()
      let device = try devices().first { $0.id == id }
      let isOver = device.map { $0.state != "opening" && $0.state != "absent" } ?? true
      if isOver || Clock.monotonicMilliseconds() >= deadline { return device }
      Clock.sleep(milliseconds: Self.pauseMilliseconds)
    }
  }
}
