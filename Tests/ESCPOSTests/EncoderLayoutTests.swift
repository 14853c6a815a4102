// Where things stand: positions, tabs, page mode, columns, byte for byte.

import Testing
import Values

@testable import ESCPOS

@Suite struct EncoderLayoutTests {
  private func bytes(
    _ profile: PrinterProfile = .virtual80, _ write: (inout PrintEncoder) -> Void
  ) -> [UInt8] {
    var encoder = PrintEncoder(for: profile)
    write(&encoder)
    return Array(encoder.bytes.dropFirst(4))
  }

  @Test func `positions are as the manual has them`() {
    #expect(
      bytes {
        $0.set(lineSpacing: 40)
        $0.set(lineSpacing: nil)
        $0.set(characterSpacing: 2)
        $0.set(tabStops: [8, 20])
        $0.tab()
        $0.set(marginDots: 16, widthDots: 512)
        $0.move(toDots: 300)
        $0.move(byDots: -1)
        $0.feed(dots: 12)
      } == [
        0x1B, 0x33, 40, 0x1B, 0x32, 0x1B, 0x20, 2, 0x1B, 0x44, 8, 20, 0, 0x09,
        0x1D, 0x4C, 16, 0, 0x1D, 0x57, 0, 2, 0x1B, 0x24, 0x2C, 1, 0x1B, 0x5C, 0xFF, 0xFF,
        0x1B, 0x4A, 12,
      ])
  }

  @Test func `a look is set by the commands of what changes`() {
    #expect(
      bytes {
        $0.set(Style(doubleStrike: true, reversed: true, upsideDown: true, rotated: true))
        $0.set(Style(font: .b))
      } == [
        0x1B, 0x47, 1, 0x1D, 0x42, 1, 0x1B, 0x56, 1, 0x1B, 0x7B, 1,
        0x1B, 0x4D, 1, 0x1B, 0x47, 0, 0x1D, 0x42, 0, 0x1B, 0x56, 0, 0x1B, 0x7B, 0,
      ])
  }

  @Test func `looks change within a line where their text begins`() {
    #expect(
      bytes {
        $0.text("a")
        $0.set(Style(bold: true))
        $0.text("é")
        $0.set(Style())
        $0.line("b")
      } == [
        0x61, 0x1B, 0x74, 16, 0x1B, 0x45, 1, 0xE9, 0x1B, 0x45, 0, 0x62, 0x0A,
      ])
  }

  @Test func `a knife that cuts in one way is asked for that`() {
    var profile = PrinterProfile.virtual80
    profile.cutter = .partial
    #expect(bytes(profile) { $0.cut(.full) } == [0x1D, 0x56, 66, 0])
    profile.cutter = .full
    #expect(bytes(profile) { $0.cut(.partial, feedDots: 30) } == [0x1D, 0x56, 65, 30])
    #expect(bytes(.generic58) { $0.cut(.partial, feedDots: 30) } == [0x1B, 0x64, 4])
  }

  @Test func `the buzzer is sounded as the profile says`() {
    #expect(bytes { $0.buzz(times: 2) } == [0x1B, 0x28, 0x41, 3, 0, 97, 1, 2])
    #expect(bytes(.generic58) { $0.buzz(times: 2) } == [])
    var profile = PrinterProfile.generic58
    profile.buzzer = .escB
    #expect(bytes(profile) { $0.buzz(times: 2) } == [0x1B, 0x42, 2, 4])
  }

  @Test func `a page is placed and printed as a whole`() throws {
    var encoder = PrintEncoder(for: .virtual80)
    try encoder.page(PageArea(x: 0, y: 0, width: 576, height: 300), .topToBottom) {
      $0.move(downToDots: 40)
      $0.line("up")
      $0.set(PageArea(x: 8, y: 300, width: 100, height: 50), .leftToRight)
      $0.move(downByDots: 5)
      $0.clearArea()
      $0.printPage()
    }
    #expect(
      Array(encoder.bytes.dropFirst(4)) == [
        0x1B, 0x4C, 0x1B, 0x57, 0, 0, 0, 0, 0x40, 2, 0x2C, 1, 0x1B, 0x54, 3,
        0x1D, 0x24, 40, 0, 0x75, 0x70, 0x0A,
        0x1B, 0x57, 8, 0, 0x2C, 1, 100, 0, 50, 0, 0x1B, 0x54, 0, 0x1D, 0x5C, 5, 0, 0x18,
        0x1B, 0x0C, 0x0C,
      ])
  }

  @Test func `a page that cannot be printed is a fault and nothing is written`() {
    var encoder = PrintEncoder(for: .generic58)
    let area = PageArea(x: 0, y: 0, width: 600, height: 100)
    #expect(throws: LayoutFault.noPageMode(printer: "generic58")) {
      try encoder.page(area) { _ in }
    }
    var wide = PrintEncoder(for: .virtual80)
    #expect(throws: LayoutFault.tooWide(dots: 600, available: 576)) {
      try wide.page(area) { _ in }
    }
    #expect(encoder.bytes.count == 4 && wide.bytes.count == 4)
  }

  @Test func `an area's numbers are never a real-time command`() throws {
    var profile = PrinterProfile.virtual80
    profile.dotsPerLine = 2000
    var generator = Entropy(seed: 41)
    for round in 0..<500 {
      let x = round.isMultiple(of: 2) ? 0x410 : Int.random(in: 0...0x510, using: &generator)
      let area = PageArea(
        x: x, y: Int.random(in: 0...0x7FF, using: &generator),
        width: Int.random(in: 1...600, using: &generator),
        height: Int.random(in: 1...0x7FF, using: &generator))
      var encoder = PrintEncoder(for: profile)
      try encoder.page(area) { $0.line("x") }
      #expect(RealTimeGuard.scan(encoder.bytes).isEmpty)
    }
  }

  @Test func `pictures have no place on a page`() throws {
    var encoder = PrintEncoder(for: .virtual80, glyphs: BuiltInGlyphs())
    try encoder.page(PageArea(x: 0, y: 0, width: 100, height: 100)) { $0.line("茶") }
    #expect(!encoder.bytes.contains(0x76))
    #expect(encoder.substitutions == [Substitution("茶", "?")])
  }

  // MARK: columns

  private func lines(
    _ cells: [String], _ columns: Columns, _ profile: PrinterProfile = .generic58,
    style: Style = Style()
  ) -> [String] {
    var encoder = PrintEncoder(for: profile)
    encoder.set(style)
    let start = encoder.bytes.count
    encoder.row(cells, columns)
    let text = encoder.bytes.dropFirst(start).split(
      separator: 0x0A, omittingEmptySubsequences: false
    ).dropLast()
    return text.map { String(decoding: $0.filter { $0 >= 0x20 }, as: UTF8.self) }
  }

  private let three = Columns(
    [.init(widthDots: 192), .init(widthDots: 72, .center), .init(widthDots: 96, .right)])

  @Test func `cells stand in their columns and wrap by word`() {
    #expect(lines(["Tea", "2", "4.80"], three) == ["Tea                2        4.80"])
    #expect(
      lines(["Green tea of the mountains", "2", "4.80"], three) == [
        "Green tea of the   2        4.80", "mountains",
      ])
  }

  @Test func `a word longer than its column is broken, a figure never`() {
    let narrow = Columns([.init(widthDots: 60), .init(widthDots: 48, .right)])
    #expect(
      lines(["Donaudampf", "1234567.80"], narrow) == ["Donau", "dampf", "1234567.80"])
  }

  @Test func `columns share the paper of 58 and 80 mm in both fonts`() {
    for (profile, font) in [
      (PrinterProfile.generic58, Font.a), (.generic58, .b), (.virtual80, .a), (.virtual80, .b),
    ] {
      let columns = Columns(
        sharing: profile.dotsPerLine, [(3, .left), (1, .right), (1, .right)])
      #expect(columns.widthDots <= profile.dotsPerLine)
      let lines = lines(
        ["A name that is rather long, longer than its column", "2", "1,234.50"], columns, profile,
        style: Style(font: font))
      #expect(lines.allSatisfy { $0.utf8.count <= profile.columns(font) })
      #expect(lines.contains { $0.hasSuffix("1,234.50") })
    }
  }

  @Test func `random rows fit the paper and keep their figures`() {
    var generator = Entropy(seed: 42)
    for _ in 0..<300 {
      let parts = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
        (
          part: Int.random(in: 1...5, using: &generator),
          alignment: [Alignment.left, .center, .right].randomElement(using: &generator) ?? .left
        )
      }
      let columns = Columns(sharing: 384, parts)
      let cells = parts.map { _ in
        Bool.random(using: &generator)
          ? "\(Int.random(in: 0...9_999_999, using: &generator)).00"
          : (0..<Int.random(in: 0...6, using: &generator)).map { _ in
            String(repeating: "w", count: Int.random(in: 1...20, using: &generator))
          }.joined(separator: " ")
      }
      let lines = lines(cells, columns)
      #expect(lines.allSatisfy { $0.utf8.count <= 32 })
      for cell in cells where cell.hasSuffix(".00") {
        #expect(lines.contains { $0.contains(cell) }, "\(cell) in \(lines)")
      }
    }
  }
}
