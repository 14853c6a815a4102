// A scanner with a serial line over USB (CDC-ACM, USB CDC PSTN 1.2, 3.2.2).

final class SerialScanner: SimulatedDevice {
  let descriptors: Descriptors
  private let suffix: String
  private var queue = ReportQueue()

  private static let inEndpoint: UInt8 = 0x82

  init(_ options: inout Options) throws(Refusal) {
    suffix = try Escapes.text(options.text("suffix") ?? "\\r")
    queue.gap = try options.number("gap") ?? 0
    let plate = try options.nameplate(
      vendor: 0x05F9, product: 0x4204, maker: "Datalogic", model: "QuickScan COM",
      serial: "ACM00001")
    descriptors = Descriptors(
      device: plate.device(class: 2),
      configuration: Part.configuration(
        [
          Part.interface(0, endpoints: 1, class: 2, 2, 1),
          // Header, call management, abstract control management, union.
          [5, 0x24, 0x00, 0x10, 0x01], [5, 0x24, 0x01, 0x00, 0x01], [4, 0x24, 0x02, 0x02],
          [5, 0x24, 0x06, 0x00, 0x01],
          Part.interrupt(0x83, size: 8, every: 16),
          Part.interface(1, endpoints: 2, class: 10, 0, 0),
          Part.bulk(0x01), Part.bulk(Self.inEndpoint),
        ], interfaces: 2),
      strings: plate.strings)
  }

  /// SET_LINE_CODING and SET_CONTROL_LINE_STATE are agreed to; GET_LINE_CODING says 9600 8N1.
  func control(_ setup: Setup, _ data: [UInt8]) -> [UInt8]? {
    switch (setup.type, setup.request) {
    case (0x21, _): []
    case (0xA1, 0x21): [0x80, 0x25, 0, 0, 0, 0, 8]
    default: nil
    }
  }

  func take(_ packet: [UInt8], at endpoint: UInt8) -> PacketAnswer { .taken }

  func give(at endpoint: UInt8) -> [UInt8]? { endpoint == Self.inEndpoint ? queue.next() : nil }

  func pass(milliseconds: Int) { queue.pass(milliseconds: milliseconds) }
  var isBusy: Bool { !queue.isEmpty }

  func scan(_ text: String) throws(Refusal) { try queue(Array((text + suffix).utf8)) }

  /// Bytes as they are, in packets that leave the last one short.
  func queue(_ bytes: [UInt8]) throws(Refusal) {
    let packets = stride(from: 0, to: bytes.count, by: 63).map {
      Array(bytes[$0..<min($0 + 63, bytes.count)])
    }
    try queue.add(packets)
  }
}
