// Which device on the bus is the paired one: a table of rules, and why each is there.

import Testing

@testable import Devices

@Suite struct LinkSearchTests {
  private static func printer(_ serial: String?, _ port: String, product: UInt16 = 0x202)
    -> UsbIdentity
  {
    UsbIdentity(vendor: 0x4B8, product: product, serial: serial, port: port)
  }

  private enum Answer: Equatable { case home(String), moved(String), absent, absentWithWords }

  private static func answer(_ place: UsbPlace) -> Answer {
    switch place {
    case .home(let identity): .home(identity.port)
    case .moved(let identity): .moved(identity.port)
    case .absent(nil): .absent
    case .absent: .absentWithWords
    }
  }

  @Test func `a printer with a serial number of its own is found at any port`() {
    let wanted = Self.printer("A1", "1-1")
    let home = Self.printer("A1", "1-1")
    #expect(Self.answer(wanted.find(among: [home])) == .home("1-1"))
    #expect(Self.answer(wanted.find(among: [Self.printer("A1", "1-2.3")])) == .moved("1-2.3"))
    #expect(
      Self.answer(wanted.find(among: [Self.printer("B2", "1-1"), Self.printer("A1", "2-1")]))
        == .moved("2-1"))
  }

  @Test func `another printer at its port is another printer`() {
    let wanted = Self.printer("A1", "1-1")
    #expect(Self.answer(wanted.find(among: [Self.printer("B2", "1-1")])) == .absentWithWords)
    #expect(Self.answer(wanted.find(among: [Self.printer(nil, "1-1")])) == .absentWithWords)
    #expect(
      Self.answer(wanted.find(among: [Self.printer("A1", "1-1", product: 0xE15)])) == .absent)
    #expect(Self.answer(wanted.find(among: [])) == .absent)
  }

  @Test func `a printer without a serial number is known by its port alone`() {
    let wanted = Self.printer(nil, "1-1")
    #expect(Self.answer(wanted.find(among: [Self.printer(nil, "1-1")])) == .home("1-1"))
    #expect(Self.answer(wanted.find(among: [Self.printer(nil, "1-2")])) == .absentWithWords)
    #expect(
      Self.answer(wanted.find(among: [Self.printer(nil, "1-2"), Self.printer(nil, "1-1")]))
        == .home("1-1"))
  }

  @Test func `two printers with one serial number are told apart by port`() {
    let left = Self.printer("0001", "1-1")
    let right = Self.printer("0001", "1-2")
    #expect(Self.answer(left.find(among: [left, right])) == .home("1-1"))
    #expect(Self.answer(right.find(among: [left, right])) == .home("1-2"))
    let strangers = [Self.printer("0001", "1-3"), Self.printer("0001", "1-4")]
    #expect(Self.answer(left.find(among: strangers)) == .absentWithWords)
  }

  @Test func `the twin of an unplugged printer does not get its receipts`() {
    let left = Self.printer("0001", "1-1")
    let right = Self.printer("0001", "1-2")
    #expect(Self.answer(left.find(among: [right], besides: [left, right])) == .absent)
    // Without knowing of the twin it would: that is why it is told.
    #expect(Self.answer(left.find(among: [right])) == .moved("1-2"))
    let bare = Self.printer(nil, "1-2")
    #expect(
      Self.answer(Self.printer(nil, "1-1").find(among: [bare], besides: [bare])) == .absent)
  }

  @Test func `a serial number of one character is none`() {
    let wanted = Self.printer("00000000", "1-1")
    #expect(!wanted.hasTellingSerial)
    #expect(
      Self.answer(wanted.find(among: [Self.printer("00000000", "1-2")])) == .absentWithWords)
    #expect(
      Self.answer(wanted.find(among: [Self.printer("00000000", "1-1")])) == .home("1-1"))
  }

  @Test func `what is found is always of its kind and never another paired one`() {
    // All small worlds: up to three devices at three ports, with three serial numbers or none.
    let serials: [String?] = [nil, "A1", "B2", "77"]
    let ports = ["1-1", "1-2", "1-3"]
    var worlds: [[UsbIdentity]] = [[]]
    for port in ports {
      worlds += worlds.flatMap { world in serials.map { world + [Self.printer($0, port)] } }
    }
    for wanted in serials.flatMap({ serial in ports.map { Self.printer(serial, $0) } }) {
      for world in worlds {
        for other in world where other != wanted {
          let place = wanted.find(among: world, besides: [other, wanted])
          #expect(place.identity != other)
          guard let found = place.identity else { continue }
          #expect(world.contains(found))
          #expect(wanted.serial == nil || found.serial == wanted.serial)
          #expect(world.contains(wanted) == (found == wanted) || wanted.serial == nil)
        }
      }
    }
  }
}
