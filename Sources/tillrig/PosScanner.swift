// A scanner of the HID POS kind: reports of usage page 8C, 64 bytes each, no keys.

/// Sends a scan as one report, or as several where it is longer than 56 bytes.
///
/// The report is that of the Access-IS LSR118 manual, appendix B, and of Honeywell's scanners.
final class PosScanner: SimulatedDevice {
  let descriptors: Descriptors
  private var queue = ReportQueue()

  private static let inEndpoint: UInt8 = 0x81
  private static let dataBytes = 56

  init(_ options: inout Options) throws(Refusal) {
    queue.gap = try options.number("gap") ?? 0
    let plate = try options.nameplate(
      vendor: 0x05E0, product: 0x1300, maker: "Zebra", model: "DS2208 HID POS", serial: "POS00001")
    descriptors = Descriptors(
      device: plate.device(),
      configuration: Part.configuration(
        [
          Part.interface(0, endpoints: 1, class: 3, 0, 0),
          Part.hid(reportBytes: Self.report.count),
          Part.interrupt(Self.inEndpoint, size: 64, every: 4),
        ], interfaces: 1),
      strings: plate.strings, reports: [0: Self.report])
  }

  func control(_ setup: Setup, _ data: [UInt8]) -> [UInt8]? {
    setup.type == 0x21 ? [] : setup.type == 0xA1 ? [0] : nil
  }

  func take(_ packet: [UInt8], at endpoint: UInt8) -> PacketAnswer { .taken }

  func give(at endpoint: UInt8) -> [UInt8]? { endpoint == Self.inEndpoint ? queue.next() : nil }

  func pass(milliseconds: Int) { queue.pass(milliseconds: milliseconds) }
  var isBusy: Bool { !queue.isEmpty }

  /// A scan; where the text begins with an AIM identifier (`]Q1`), that goes into its own bytes.
  func scan(_ text: String) throws(Refusal) {
    var data = Array(text.utf8)
    var aim = Array("]X0".utf8)
    if data.first == UInt8(ascii: "]"), data.count > 3 {
      aim = Array(data[..<3])
      data.removeFirst(3)
    }
    var reports: [[UInt8]] = []
    repeat {
      let piece = data.prefix(Self.dataBytes)
      data.removeFirst(piece.count)
      let padding = [UInt8](repeating: 0, count: Self.dataBytes - piece.count)
      let isContinued: UInt8 = data.isEmpty ? 0 : 1
      reports.append([2, UInt8(piece.count)] + aim + piece + padding + [0, 0, isContinued])
    } while !data.isEmpty
    try queue.add(reports)
  }

  func queue(_ report: [UInt8]) throws(Refusal) { try queue.add([report]) }

  /// Report 2: byte count, three AIM bytes, 56 of data, two reserved, and whether more follows.
  private static let report: [UInt8] = [
    0x05, 0x8C, 0x09, 0x02, 0xA1, 0x01, 0x85, 0x02, 0x09, 0x12, 0xA1, 0x02, 0x15, 0x00, 0x26, 0xFF,
    0x00, 0x75, 0x08, 0x95, 0x01, 0x05, 0x01, 0x09, 0x3B, 0x81, 0x02, 0x95, 0x03, 0x05, 0x8C, 0x09,
    0xFB, 0x09, 0xFC, 0x09, 0xFD, 0x81, 0x02, 0x95, 0x38, 0x09, 0xFE, 0x82, 0x02, 0x01, 0x95, 0x02,
    0x81, 0x03, 0x25, 0x01, 0x75, 0x01, 0x95, 0x01, 0x09, 0xFF, 0x81, 0x02, 0x75, 0x07, 0x95, 0x01,
    0x81, 0x03, 0xC0, 0xC0,
  ]
}
