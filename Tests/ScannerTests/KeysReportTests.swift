// Scanners that send bytes: HID POS reports by their descriptors, and serial lines.

import Testing
import Values

@testable import Scanner

struct HIDScansTests {
  private static func bytes(_ hex: String) -> [UInt8] {
    hex.split(separator: " " as Character).compactMap { UInt8($0, radix: 16) }
  }

  /// The common report of 64 bytes: length, identifier, 56 bytes, three more, the mark.
  private static let common = bytes(
    """
    05 8C 09 02 A1 01 85 02 09 12 A1 02 15 00 26 FF 00 75 08 95 01 05 01 09 3B 81 02 95 03 05 8C \
    09 FB 09 FC 09 FD 81 02 95 38 09 FE 82 02 01 95 02 81 03 25 01 75 01 95 01 09 FF 81 02 75 07 \
    95 01 81 03 C0 C0
    """)

  /// No report number and no length; the mark stands first, then 12 bytes, then the identifier
  /// as a range of usages, each of them with its page.
  private static let small = bytes(
    """
    05 8C 09 02 A1 01 15 00 25 01 75 01 95 01 09 FF 81 02 75 07 81 01 26 FF 00 75 08 95 0C 09 FE \
    81 02 95 03 1B FB 00 8C 00 2B FD 00 8C 00 81 02 C0
    """)

  /// Two kinds of report: a battery's, which is no scan, and one of 300 bytes with a long item
  /// before it, the state pushed and popped, and a length of 16 bits behind the data.
  private static let large = bytes(
    """
    05 06 09 20 A1 02 85 01 75 08 95 01 81 02 C0 FE 02 10 AA BB 05 8C 09 02 A1 01 85 07 A4 05 01 \
    75 10 95 01 B4 75 08 96 2C 01 09 FE 81 02 A4 05 01 09 3B 75 10 95 01 81 02 B4 75 01 95 08 \
    09 FF 81 02 C0
    """)

  private func scanner(_ bytes: [UInt8], _ settings: ScannerSettings = ScannerSettings()) throws
    -> HIDScans
  {
    let scans = HIDScans(HIDDescriptor(bytes), settings: settings)
    return try #require(scans)
  }

  /// Reports of the common shape.
  private func reports(_ content: String, _ identifier: String = "]C1") -> [[UInt8]] {
    let bytes = Array(content.utf8)
    return stride(from: 0, to: bytes.count, by: 56).map { start in
      let part = bytes[start..<min(start + 56, bytes.count)]
      let more: UInt8 = start + 56 < bytes.count ? 1 : 0
      return [2, UInt8(part.count)] + Array(identifier.utf8) + part
        + [UInt8](repeating: 0, count: 56 - part.count) + [0x73, 0, more]
    }
  }

  private let long = String(repeating: "0123456789", count: 13)

  @Test func `the common report is read by its descriptor`() throws {
    var scans = try scanner(Self.common)
    #expect(scans.receive(reports("4006381333931", "]E0")[0], at: 0) == [.scan("]E04006381333931")])
    #expect(
      scans.receive(reports("10A\u{1D}17271231")[0], at: 1) == [.scan("]C110A\u{1D}17271231")])
    #expect(scans.deadline == nil)
  }

  @Test func `fields in another order, without number and length`() throws {
    var scans = try scanner(Self.small)
    let first: [UInt8] = [1] + Array("012345678901]Q1".utf8)
    let second: [UInt8] =
      [0] + Array("ABC".utf8) + [UInt8](repeating: 0, count: 9) + Array("]Q1".utf8)
    #expect(scans.receive(first, at: 0) == [])
    #expect(scans.deadline == 500_000)
    #expect(scans.receive(second, at: 8_000) == [.scan("]Q1012345678901ABC")])
  }

  @Test func `a long report among others, without identifiers`() throws {
    let descriptor = HIDDescriptor(Self.large)
    #expect(descriptor.hasReportNumbers)
    #expect(descriptor.fields.map(\.bitOffset) == [0, 2_400, 2_416])
    var scans = try scanner(Self.large)
    #expect(scans.receive([1, 99], at: 0) == [])
    let data = Array(String(repeating: "7", count: 290).utf8)
    let report = [7] + data + [UInt8](repeating: 0, count: 10) + [0x22, 0x01, 0]
    #expect(scans.receive(report, at: 0) == [.scan(String(repeating: "7", count: 290))])
  }

  @Test func `continued reports are joined, and one that does not come spoils the scan`() throws {
    var scans = try scanner(Self.common)
    let parts = reports(long)
    #expect(parts.count == 3)
    #expect(
      parts.enumerated().flatMap { scans.receive($1, at: Int64($0) * 8_000) } == [
        .scan("]C1" + long)
      ])
    for count in 1...2 {
      var scans = try scanner(Self.common)
      for part in parts.prefix(count) { #expect(scans.receive(part, at: 0) == []) }
      #expect(scans.timePassed(to: 500_000) == [])
      #expect(scans.timePassed(to: 500_001) == [.rejected(.continuationMissing)])
      #expect(scans.receive(reports("42")[0], at: 600_000) == [.scan("]C142")])
    }
  }

  @Test func `another code instead of the rest gives neither`() throws {
    var scans = try scanner(Self.common)
    _ = scans.receive(reports(long)[0], at: 0)
    #expect(
      scans.receive(reports("4006381333931", "]E0")[0], at: 9_000)
        == [.rejected(.continuationMissing)])
    #expect(scans.receive(reports("42")[0], at: 18_000) == [.scan("]C142")])
  }

  @Test func `a scan cut at any report is never a shorter one`() throws {
    let parts = reports(long)
    for cut in 0..<parts.count {
      for rejection in [ScanRejection.unplugged, .eventsLost] {
        var scans = try scanner(Self.common)
        var outcomes: [ScanOutcome] = []
        for part in parts[..<cut] { outcomes += scans.receive(part, at: 0) }
        outcomes += scans.interrupted(by: rejection)
        if rejection == .eventsLost {
          // The rest still comes.
          for part in parts[cut...] { outcomes += scans.receive(part, at: 1_000) }
        }
        #expect(outcomes.allSatisfy { $0 == .rejected(rejection) })
        #expect(scans.receive(reports("42")[0], at: 900_000) == [.scan("]C142")])
      }
    }
  }

  @Test func `broken reports are rejected`() throws {
    let good = reports("42")[0]
    for change in [(1, UInt8(57)), (1, 255), (2, 0x5B), (3, 0)] as [(Int, UInt8)] {
      var scans = try scanner(Self.common)
      var report = good
      report[change.0] = change.1
      #expect(scans.receive(report, at: 0) == [.rejected(.malformed)])
    }
    for count in 1..<good.count {
      var scans = try scanner(Self.common)
      #expect(scans.receive(Array(good[..<count]), at: 0) == [.rejected(.malformed)])
    }
    var scans = try scanner(Self.common)
    #expect(scans.receive([], at: 0) == [])
    #expect(scans.receive([9] + good.dropFirst(), at: 0) == [])
    var report = good
    report[5] = 0xFF
    #expect(scans.receive(report, at: 0) == [.rejected(.notText)])
  }

  @Test func `a descriptor without decoded data is no scanner's`() {
    let keyboard = Self.bytes(
      """
      05 01 09 06 A1 01 05 07 19 E0 29 E7 15 00 25 01 75 01 95 08 81 02 95 01 75 08 81 01 95 06 \
      15 00 25 65 19 00 29 65 81 00 C0
      """)
    #expect(HIDDescriptor(keyboard).fields.count == 2)
    #expect(HIDScans(HIDDescriptor(keyboard)) == nil)
    #expect(HIDScans(HIDDescriptor([])) == nil)
  }

  @Test func `any descriptor and any report do no harm`() throws {
    for seed in 0..<400 {
      var chance = Entropy(seed: UInt64(seed))
      var descriptor = [Self.common, Self.small, Self.large][chance.below(3)]
      for _ in 0..<chance.below(6) {
        descriptor[chance.below(descriptor.count)] = UInt8(chance.below(256))
      }
      if chance.below(4) == 0 { descriptor = (0..<200).map { _ in UInt8(chance.below(256)) } }
      guard var scans = HIDScans(HIDDescriptor(descriptor)) else { continue }
      for _ in 0..<100 {
        let report = (0..<chance.below(80)).map { _ in UInt8(chance.below(256)) }
        for case .scan(let text) in scans.receive(report, at: Int64(chance.below(1_000_000))) {
          #expect(text.utf8.count <= Scan.byteCountMax + 3)
        }
      }
    }
    // A field of as many bits as a number holds, and a stack without bottom.
    _ = HIDDescriptor(
      Self.bytes("75 FF 97 FF FF FF 7F 09 FE 81 02 77 FF FF FF FF 97 FF FF FF FF 81 02"))
    _ = HIDDescriptor([UInt8](repeating: 0xA4, count: 5_000))
    _ = HIDDescriptor(Self.bytes("05 8C 1B 00 00 00 00 2B FF FF FF FF 75 08 95 08 81 02"))
  }

  @Test func `a scan that never ends is rejected once`() throws {
    var scans = try scanner(Self.common)
    var report = reports(long)[0]
    var outcomes: [ScanOutcome] = []
    for index in 0..<200 { outcomes += scans.receive(report, at: Int64(index)) }
    #expect(outcomes == [.rejected(.tooLong)])
    report[63] = 0
    #expect(scans.receive(report, at: 300) == [])
    #expect(scans.receive(reports("42")[0], at: 400) == [.scan("]C142")])
  }
}

struct SerialScansTests {
  private func scans(_ text: String, _ settings: ScannerSettings = ScannerSettings())
    -> [ScanOutcome]
  {
    var scans = SerialScans(settings: settings)
    return scans.receive(Array(text.utf8), at: 0)
  }

  @Test(arguments: ["\r", "\n", "\r\n", "\n\r", "\r\r\n"])
  func `a line is a scan`(end: String) {
    #expect(scans("4006\(end)]C110A\u{1D}17\(end)") == [.scan("4006"), .scan("]C110A\u{1D}17")])
  }

  @Test func `between STX and ETX everything is content`() {
    #expect(scans("\u{2}12\u{3}\u{2}3\r4\u{3}\r\n") == [.scan("12"), .scan("3\r4")])
    #expect(scans("12\u{3}34\u{3}") == [.scan("12"), .scan("34")])
  }

  @Test func `a scanner that has sent STX is held to it`() {
    #expect(
      scans("\u{2}12\u{3}999\u{3}\u{2}4\u{3}")
        == [.scan("12"), .rejected(.beginningMissing), .scan("4")])
    #expect(scans("\u{2}12\u{2}34\u{3}") == [.rejected(.malformed), .scan("34")])
  }

  @Test func `any cutting of the bytes gives the same scans`() {
    for seed in 0..<200 {
      var chance = Entropy(seed: UInt64(seed))
      var bytes: [UInt8] = []
      for _ in 0..<(1 + chance.below(5)) {
        let content = Array(chance.content(1 + chance.below(30)).utf8)
        switch chance.below(4) {
        case 0: bytes += [2] + content + [3]
        case 1: bytes += content + [13, 10]
        case 2: bytes += content + [13]
        default: bytes += content + [UInt8(chance.below(256))]
        }
      }
      var whole = SerialScans()
      let expected = whole.receive(bytes, at: 0)
      var pieces = SerialScans()
      var outcomes: [ScanOutcome] = []
      var rest = bytes[...]
      var time: Int64 = 0
      while !rest.isEmpty {
        let count = 1 + chance.below(rest.count)
        time += Int64(chance.below(10_000))
        outcomes += pieces.receive(rest.prefix(count), at: time)
        rest = rest.dropFirst(count)
      }
      #expect(outcomes == expected, "seed \(seed)")
    }
  }

  @Test func `a line cut anywhere is no scan`() {
    let line = Array("4006381333931\r".utf8)
    for cut in 0..<(line.count - 1) {
      var stopped = SerialScans()
      #expect(stopped.receive(line[...cut], at: 0) == [])
      #expect(stopped.timePassed(to: 2_000_000) == [.rejected(.timedOut)])
      #expect(stopped.receive(line, at: 3_000_000) == [.scan("4006381333931")])

      var gone = SerialScans()
      _ = gone.receive(line[...cut], at: 0)
      #expect(gone.interrupted(by: .unplugged) == [.rejected(.unplugged)])

      var lossy = SerialScans()
      _ = lossy.receive(line[...cut], at: 0)
      #expect(lossy.interrupted(by: .eventsLost) == [.rejected(.eventsLost)])
      #expect(lossy.receive(line[(cut + 1)...], at: 1_000) == [])

      var late = SerialScans()
      late.opened(at: 0)
      #expect(late.receive(line[cut...], at: 1_000) == [.rejected(.beginningMissing)])
      #expect(late.receive(line, at: 2_000_000) == [.scan("4006381333931")])
    }
  }

  @Test func `silence ends a scan of a scanner without terminator`() {
    var settings = ScannerSettings()
    settings.terminators = []
    settings.prefix = "*"
    var scans = SerialScans(settings: settings)
    #expect(scans.receive(Array("*12".utf8), at: 0) == [])
    #expect(scans.receive(Array("34".utf8), at: 150_000) == [])
    #expect(scans.deadline == 300_000)
    #expect(scans.receive(Array("56".utf8), at: 300_001) == [.scan("1234")])
    #expect(scans.timePassed(to: 900_000) == [.rejected(.prefixMissing)])
  }

  @Test func `what is no text or too long is rejected`() {
    var scans = SerialScans()
    #expect(scans.receive([0xFF, 0x31, 0x0D], at: 0) == [.rejected(.notText)])
    let flood = [UInt8](repeating: 0x31, count: 100_000)
    #expect(scans.receive(flood, at: 0) == [.rejected(.tooLong)])
    #expect(scans.receive([0x31, 0x0D, 0x32, 0x0D], at: 1) == [.scan("2")])
  }
}
