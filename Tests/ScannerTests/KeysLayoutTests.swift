// Layouts, locks and codes: what a scanner types is what the code held.

import Testing

@testable import Scanner

struct KeysLayoutTests {
  /// Everything that GS1 content may hold, and what links and AIM identifiers add.
  private static let content = """
    ]C10123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz\u{1D}!"%&'()*+,./:;<=>?#@$
    """

  private func scan(
    _ events: [KeyEvent], on keymap: Keymap, _ settings: ScannerSettings = ScannerSettings()
  ) -> [ScanOutcome] {
    var scans = KeyScans(keymap: keymap, settings: settings)
    return scans.receive(events)
  }

  private func keymap(_ name: String) throws -> Keymap { try #require(Keymap.known(name)) }

  @Test func `all tables have their rows`() {
    let lines = Keymap.tables.split(separator: "\n" as Character)
    #expect(Keymap.all.count * 5 == lines.count)
    #expect(Keymap.all.count >= 24)
    #expect(Keymap.us.name == "us")
    #expect(Keymap.known("xx") == nil)
    #expect(Keymap.known("xx-caps") == nil)
  }

  @Test(arguments: Keymap.all.map(\.name))
  func `a code in all its characters comes out as it was`(name: String) throws {
    let keymap = try keymap(name)
    for separator in Typist.Separator.allCases {
      var typist = Typist(keymap)
      typist.separator = separator
      var settings = ScannerSettings()
      settings.controlsByPosition = separator == .controlByPosition
      if separator == .functionKey {
        settings.substitutes = [ScanSubstitute(key: Typist.functionKey, means: "\u{1D}")]
      }
      // Canadian French has no key for a backslash's neighbours; every layout has these.
      let typed = typist.events(Self.content)
      let events = try #require(typed, "\(name)")
      #expect(scan(events, on: keymap, settings) == [.scan(Self.content)], "\(separator)")
    }
  }

  @Test(arguments: [
    ("us", "1234567890"), ("de", "1234567890"), ("es", "1234567890"), ("jp", "1234567890"),
    ("fr", "&é\"'(-è_çà"), ("be", "&é\"'(§è!çà"), ("cz", "+ěščřžýáíé"),
  ])
  func `the row of digits`(name: String, row: String) throws {
    var typist = Typist(try keymap(name))
    let codes = Array(UInt16(2)...11)
    let plain = codes.flatMap { typist.press($0) } + typist.press(Typist.enter)
    #expect(scan(plain, on: try keymap(name)) == [.scan(row)])
    guard name == "fr" || name == "be" || name == "cz" else { return }
    let shifted = codes.flatMap { typist.press($0, with: [42]) } + typist.press(Typist.enter)
    #expect(scan(shifted, on: try keymap(name)) == [.scan("1234567890")])
  }

  @Test(
    arguments: [
      // The GS of each layout by Ctrl, as libxkbcommon gives it.
      ("us", [29], 27), ("gb", [29], 27), ("pl", [29], 27), ("de", [29, 100], 10),
      ("ch", [29], 27), ("fr", [29, 100], 12), ("be", [29, 100], 27), ("es", [29, 100], 10),
      ("se", [29, 100], 10), ("dk", [29, 100], 10), ("pt", [29, 100], 10),
      // And by the place of the US key, where the layout has no control character there.
      ("de", [29], 27), ("fr", [29], 27), ("it", [29], 27), ("us", [97], 27), ("us", [29], 6),
    ] as [(String, [UInt16], UInt16)])
  func `GS by Ctrl`(name: String, modifiers: [UInt16], key: UInt16) throws {
    var typist = Typist(try keymap(name))
    let events =
      typist.press(2, with: name == "fr" || name == "be" ? [42] : [])
      + typist.press(key, with: modifiers) + typist.press(Typist.enter)
    #expect(scan(events, on: try keymap(name)) == [.scan("1\u{1D}")])
  }

  @Test func `a Japanese keyboard's GS needs its place`() throws {
    var typist = Typist(try keymap("jp"))
    typist.separator = .controlByPosition
    let typed = typist.events("1\u{1D}2")
    let events = try #require(typed)
    #expect(scan(events, on: try keymap("jp")) == [.scan("1\u{1B}2")])
    var settings = ScannerSettings()
    settings.controlsByPosition = true
    #expect(scan(events, on: try keymap("jp"), settings) == [.scan("1\u{1D}2")])
  }

  @Test func `Ctrl and Alt together are AltGr`() throws {
    let german = try keymap("de")
    var typist = Typist(german)
    let events = typist.press(16, with: [29, 56]) + typist.press(Typist.enter)
    #expect(scan(events, on: german) == [.scan("@")])
  }

  @Test(arguments: [
    ("029", "\u{1D}"), ("0029", "\u{1D}"), ("65", "A"), ("0228", "ä"), ("132", "ä"), ("0128", "€"),
    ("8364", "€"), ("00065", "A"), ("225", "ß"), ("0225", "á"),
  ])
  func `Alt codes`(digits: String, text: String) throws {
    var typist = Typist(.us)
    let one = typist.press(2)
    let events = one + typist.altCode(digits) + typist.press(Typist.enter)
    #expect(scan(events, on: .us) == [.scan("1" + text)])
  }

  @Test func `an Alt code can end a scan`() {
    var typist = Typist(.us)
    let events = typist.press(2) + typist.altCode("013") + typist.altCode("010")
    #expect(scan(events, on: .us) == [.scan("1")])
  }

  @Test(arguments: ["0129", "55296", "99999999", "00000000000000000000000000000000000000000000029"])
  func `an Alt code of no character spoils the scan`(digits: String) {
    var typist = Typist(.us)
    let events =
      typist.press(2) + typist.altCode(digits) + typist.press(3) + typist.press(Typist.enter)
    #expect(scan(events, on: .us) == [.rejected(.badCode)])
    let next = typist.press(4) + typist.press(Typist.enter)
    #expect(scan(events + next, on: .us) == [.rejected(.badCode), .scan("3")])
  }

  @Test func `Num Lock around a code is only its frame`() {
    var typist = Typist(.us)
    let events =
      typist.press(69) + typist.altCode("029") + typist.press(69) + typist.press(79)
      + typist.press(83) + typist.press(96)
    #expect(scan(events, on: .us) == [.scan("\u{1D}1.")])
  }

  @Test func `the keypad's decimal key is the layout's`() throws {
    var typist = Typist(try keymap("de"))
    let events = typist.press(79) + typist.press(83) + typist.press(80) + typist.press(96)
    #expect(scan(events, on: try keymap("de")) == [.scan("1,2")])
  }

  @Test func `Caps Lock is the scanner's own and ends with the scan`() {
    var typist = Typist(.us)
    let caps = typist.press(58)
    let letters = typist.press(30) + typist.press(31, with: [42]) + typist.press(2)
    let events = caps + letters + typist.press(Typist.enter)
    #expect(scan(events, on: .us) == [.scan("As1")])
    let next = typist.press(30) + typist.press(Typist.enter)
    #expect(scan(events + next, on: .us) == [.scan("As1"), .scan("a")])
  }

  @Test func `Caps Lock on a French keyboard is not the same everywhere`() throws {
    var typist = Typist(try keymap("fr"))
    let events = typist.press(58) + typist.press(3) + typist.press(16) + typist.press(Typist.enter)
    #expect(scan(events, on: try keymap("fr")) == [.scan("ÉA")])
    #expect(scan(events, on: try keymap("fr-caps")) == [.scan("2A")])
    let shifted = typist.press(58) + typist.press(3, with: [42]) + typist.press(Typist.enter)
    #expect(scan(shifted, on: try keymap("fr-caps")) == [.scan("é")])
  }

  @Test(arguments: ["us", "de", "fr-caps", "be-caps", "tr"])
  func `a scanner may take Caps Lock to be on`(name: String) throws {
    var typist = Typist(try keymap(name))
    typist.capsLock = true
    var settings = ScannerSettings()
    settings.startsCapsLocked = true
    let typed = typist.events("HA112aBc")
    let events = try #require(typed)
    let scan = self.scan(events + (typist.events("x1") ?? []), on: try keymap(name), settings)
    #expect(scan == [.scan("HA112aBc"), .scan("x1")])
  }

  @Test(
    arguments: [
      // Dead keys on a German keyboard: ^ then space, a, x, itself.
      ([41, 57], "^"), ([41, 30], "â"), ([41, 45], "^x"), ([41, 41, 57], "^^"), ([41, 2], "^1"),
      ([13, 18], "é"), ([13, 57], "´"),
    ] as [([UInt16], String)])
  func `dead keys`(codes: [UInt16], text: String) throws {
    let german = try keymap("de")
    var typist = Typist(german)
    let events = codes.flatMap { typist.press($0) } + typist.press(Typist.enter)
    #expect(scan(events, on: german) == [.scan(text)])
  }

  @Test func `a dead key does not reach the next scan`() throws {
    let german = try keymap("de")
    var typist = Typist(german)
    let events = typist.press(2) + typist.press(41) + typist.press(Typist.enter)
    let next = typist.press(30) + typist.press(Typist.enter)
    #expect(scan(events + next, on: german) == [.scan("1^"), .scan("a")])
  }
}
