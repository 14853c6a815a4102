// Devices whose descriptors lie: broken firmware, bad cables, and what somebody plugs in on purpose.

/// A device that calls itself a receipt printer and is none that could be spoken to.
///
/// Its endpoints refuse every packet and never send one, or send empty ones for ever.
final class HostileDevice: SimulatedDevice {
  let descriptors: Descriptors

  static let lies = [
    "short-config", "long-config", "zero-endpoints", "zero-length", "no-config", "interface-255",
    "max-packet-0", "no-bulk", "huge-config", "short-device", "endpoint-flood",
  ]

  init(_ options: inout Options) throws(Refusal) {
    guard let lie = try options.choice("lie", of: Self.lies) else {
      throw Refusal("lie= is one of \(Self.lies.joined(separator: ", "))")
    }
    let plate = try options.nameplate(
      vendor: 0x0416, product: 0x5011, maker: "Nobody", model: "Printer", serial: "666")
    descriptors = Self.descriptors(plate, lie)
  }

  func control(_ setup: Setup, _ data: [UInt8]) -> [UInt8]? { nil }
  func take(_ packet: [UInt8], at endpoint: UInt8) -> PacketAnswer { .refused }
  func give(at endpoint: UInt8) -> [UInt8]? { nil }

  private static func descriptors(_ plate: Nameplate, _ lie: String) -> Descriptors {
    let endpoints = [Part.bulk(0x01), Part.bulk(0x82)]
    func printer(_ number: UInt8 = 0, endpoints count: UInt8 = 2) -> [UInt8] {
      Part.interface(number, endpoints: count, class: 7, 1, 2)
    }
    var device = plate.device()
    var configuration = Part.configuration([printer()] + endpoints, interfaces: 1)
    switch lie {
    case "short-config": configuration.removeLast(10)
    case "long-config":
      // It says that ten times as much follows as does.
      configuration[2] = 0x40
      configuration[3] = 0x01
    case "zero-endpoints":
      configuration = Part.configuration([printer(endpoints: 0)], interfaces: 1)
    case "zero-length":
      // A descriptor of no bytes: whoever steps by its length stands still.
      configuration = Part.configuration([printer(), [0, 5, 1, 2, 64, 0, 0]], interfaces: 1)
    case "no-config":
      device = plate.device(configurations: 0)
      configuration = []
    case "interface-255":
      configuration = Part.configuration([printer(255)] + endpoints, interfaces: 1)
    case "max-packet-0":
      let none = [Part.bulk(0x01, size: 0), Part.bulk(0x82, size: 0)]
      configuration = Part.configuration([printer()] + none, interfaces: 1)
    case "no-bulk":
      let polled = [
        Part.interrupt(0x01, size: 8, every: 1), Part.interrupt(0x82, size: 8, every: 1),
      ]
      configuration = Part.configuration([printer()] + polled, interfaces: 1)
    case "huge-config":
      let filler = [[UInt8]](repeating: [8, 0x24, 0, 0, 0, 0, 0, 0], count: 490)
      configuration = Part.configuration([printer()] + filler + endpoints, interfaces: 1)
    case "short-device": device = Array(device.prefix(10))
    default:
      let many = [[UInt8]](repeating: Part.bulk(0x01), count: 200)
      configuration = Part.configuration([printer(endpoints: 200)] + many, interfaces: 1)
    }
    return Descriptors(device: device, configuration: configuration, strings: plate.strings)
  }
}
