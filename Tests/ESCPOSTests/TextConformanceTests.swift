// The Unicode Consortium's own cases for the order of text, where they are installed (Debian
// package unicode-data).

import Glibc
import Testing

@testable import ESCPOS

private let casesPath = "/usr/share/unicode/BidiCharacterTest.txt"

@Suite struct TextConformanceTests {
  /// The lines of a file.
  private func lines(of path: String) -> [String] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
      bytes += buffer.prefix(count)
    }
    return bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func `no letter that runs from right to left is passed over`() {
    for value in 0..<UInt32(0x11_0000) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      switch BidiClass(scalar) {
      case .right, .arabic, .arabicNumber: #expect(Bidi.concerns(scalar), "U+\(value)")
      default: continue
      }
    }
    #expect(!"€–…•←".unicodeScalars.contains(where: Bidi.concerns))
  }

  /// Every seventh case without embeddings, overrides and isolates, which receipts ignore.
  @Test(.enabled(if: access(casesPath, R_OK) == 0, "BidiCharacterTest.txt is not installed"))
  func `text is ordered as Unicode's cases have it`() {
    var count = 0
    for (number, line) in lines(of: casesPath).enumerated()
    where number.isMultiple(of: 7) && !line.hasPrefix("#") {
      let fields = line.split(separator: ";", omittingEmptySubsequences: false)
      let scalars = fields[0].split(separator: " ").compactMap {
        UInt32($0, radix: 16).flatMap { Unicode.Scalar($0) }
      }
      let isExplicit = scalars.contains { scalar in
        (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
      }
      // A paragraph separator ends the text that a line is made of.
      if isExplicit || scalars.contains(where: { BidiClass($0) == .paragraph }) { continue }
      let direction: Direction? =
        switch fields[1] {
        case "0": .leftToRight
        case "1": .rightToLeft
        default: nil
        }
      let bidi = Bidi(scalars, direction)
      let levels = zip(fields[3].split(separator: " "), bidi.levels).allSatisfy {
        $0 == "x" || $0 == "\($1)"
      }
      #expect(levels && bidi.order.map(String.init).joined(separator: " ") == fields[4], "\(line)")
      count += 1
    }
    #expect(count > 10_000)
  }
}
