// One scan of the sheet: what a scanner does is learned, and what cannot be learned is told.

import Testing
import Values

@testable import Scanner

struct KeysCalibrationTests {
  /// What the two codes of the printed sheet hold.
  private static let bars = "aZ1'@\u{1D}z+\"-m"
  private static let matrix =
    "aZ1'@\u{1D}z+\"-m0123456789\u{1D}AQWYMqwy!#$%&()*,./:;<=>?_"

  private func typed(
    _ text: String, by typist: inout Typist, end: UInt16? = Typist.enter
  ) throws -> [KeyEvent] {
    let events = typist.events(text, end: end)
    return try #require(events, "\(typist.keymap)")
  }

  /// Whether the scanner now reads what it typed.
  private func reads(
    _ text: String, _ settings: ScannerSettings, _ typist: Typist, end: UInt16? = Typist.enter,
    prefix: String = "", suffix: String = ""
  ) throws -> Bool {
    var typist = typist
    typist.time += 10_000_000
    let events = try typed(prefix + text + suffix, by: &typist, end: end)
    let keymap = try #require(Keymap.known(settings.layout))
    var scans = KeyScans(keymap: keymap, settings: settings)
    let outcomes = scans.receive(events) + scans.receive(.quiet(until: .max))
    return outcomes == [.scan(text)]
  }

  @Test(arguments: Calibration.layouts.map(\.name).enumerated().map { ($0, $1) })
  func `every layout is learned from the larger code`(index: Int, name: String) throws {
    let keymap = try #require(Keymap.known(name))
    for capsLock in name.hasSuffix("-caps") ? [true] : [false, true] {
      let ways = Typist.Separator.allCases
      var typist = Typist(keymap)
      typist.separator = ways[(index + (capsLock ? 1 : 0)) % ways.count]
      typist.capsLock = capsLock
      let settings = try Calibration.learn(
        typed(Self.matrix, by: &typist), expecting: Self.matrix
      ).settings
      #expect(settings.startsCapsLocked == capsLock, "\(name)")
      #expect(settings.terminators == [.enter])
      #expect(settings.sendsIdentifiers == false)
      #expect(settings.prefix.isEmpty && settings.suffix.isEmpty)
      // The layout may be called by a twin's name; what matters is that codes read right.
      let content = "]d2010950600013435210aZ-19/x\u{1D}17271231"
      #expect(try reads(content, settings, typist), "\(typist.separator) \(settings.layout)")
    }
  }

  @Test(arguments: ["us", "gb", "de", "fr", "es", "it", "be", "ch", "se", "jp"])
  func `the common layouts are told apart by the smaller code`(name: String) throws {
    let layouts = ["us", "gb", "de", "fr", "es", "it", "be", "ch", "se", "jp", "fr-caps"]
      .compactMap(Keymap.known)
    var typist = Typist(try #require(Keymap.known(name)))
    let events = try typed(Self.bars, by: &typist)
    let learned = try Calibration.learn(events, expecting: Self.bars, layouts: layouts)
    #expect(learned.settings.layout == name)
    #expect(learned.undecided.isEmpty)
  }

  @Test func `prefix, identifier, suffix and end are learned`() throws {
    var typist = Typist(.us)
    let events = try typed("##]C0" + Self.bars + "$", by: &typist, end: Typist.tab)
    let settings = try Calibration.learn(events, expecting: Self.bars).settings
    #expect(settings.prefix == "##")
    #expect(settings.suffix == "$")
    #expect(settings.sendsIdentifiers == true)
    #expect(settings.terminators == [.tab])
    #expect(settings.separator == .control)
    #expect(settings.gaps == KeyGaps(least: 2_000, median: 3_000, most: 4_000))
    #expect(
      try reads("]E04006381333931", settings, typist, end: Typist.tab, prefix: "##", suffix: "$"))
  }

  @Test func `a scanner without terminator is one that ends by silence`() throws {
    var typist = Typist(.us)
    typist.step = 40_000
    let settings = try Calibration.learn(
      typed(Self.bars, by: &typist, end: nil), expecting: Self.bars
    ).settings
    #expect(settings.terminators.isEmpty)
    #expect(settings.silenceMilliseconds == 480)
    #expect(try reads("123", settings, typist, end: nil))
  }

  @Test func `a sign, a key and nothing for GS are learned`() throws {
    var typist = Typist(.us)
    let sign = "aZ1'@~z+\"-m"
    var settings = try Calibration.learn(
      typed(sign, by: &typist), expecting: Self.bars
    ).settings
    #expect(settings.substitutes == [ScanSubstitute(typed: "~", means: "\u{1D}")])
    #expect(settings.separator == .substitute)
    settings = try Calibration.learn(
      typed("aZ1'@{GS}z+\"-m", by: &typist), expecting: Self.bars
    ).settings
    #expect(settings.substitutes == [ScanSubstitute(typed: "{GS}", means: "\u{1D}")])

    typist.separator = .functionKey
    settings = try Calibration.learn(
      typed(Self.bars, by: &typist), expecting: Self.bars
    ).settings
    #expect(settings.substitutes == [ScanSubstitute(key: 66, means: "\u{1D}")])
    settings = try Calibration.learn(
      typed("aZ1'@z+\"-m", by: &typist), expecting: Self.bars
    ).settings
    #expect(settings.separator == .missing)
    typist.separator = .altCode
    settings = try Calibration.learn(typed(Self.bars, by: &typist), expecting: Self.bars).settings
    #expect(settings.separator == .altCode)
  }

  @Test func `a key without meaning before each scan is learned`() throws {
    var typist = Typist(.us)
    let key = typist.press(67)
    let settings = try Calibration.learn(
      key + typed(Self.bars, by: &typist), expecting: Self.bars
    ).settings
    #expect(settings.substitutes == [ScanSubstitute(key: 67, means: "")])
    var scans = KeyScans(keymap: .us, settings: settings)
    let next = typist.press(67) + (try typed("12", by: &typist))
    #expect(scans.receive(next) == [.scan("12")])
  }

  @Test func `what cannot be learned is told with what to do`() throws {
    func fault(_ text: String, expecting: String = Self.bars) throws -> CalibrationFault? {
      var typist = Typist(.us)
      let events = try typed(text, by: &typist)
      do {
        _ = try Calibration.learn(events, expecting: expecting)
        return nil
      } catch {
        #expect(!error.description.isEmpty)
        return error
      }
    }
    #expect(try fault("Az1'@\u{1D}Z+\"-M") == nil)  // Caps Lock turned round.
    #expect(try fault("AZ1'@\u{1D}Z+\"-M") == .caseChanged)
    #expect(try fault("aZ1'@029z+\"-m") == .separatorIsContent("029"))
    #expect(try fault("]C0#aZ1'@\u{1D}z+\"-m") == .identifierBeforePrefix)
    #expect(
      try fault("aX1'@\u{1D}z+\"-m")
        == .noLayout(nearest: "us", expected: ["Z"], typed: ["X"]))
    guard case .ambiguous(let layouts, let characters)? = try fault("123", expecting: "123") else {
      Issue.record("digits alone part no layouts")
      return
    }
    #expect(layouts.contains("de") && characters.contains("z"))
    #expect(throws: CalibrationFault.nothingTyped) {
      try Calibration.learn([], expecting: Self.bars)
    }
    var typist = Typist(.us)
    var events = try typed(Self.bars, by: &typist)
    events.remove(at: 3)
    #expect(throws: CalibrationFault.incomplete) {
      try Calibration.learn(events, expecting: Self.bars)
    }
  }

  @Test func `signs that no character of the sheet parts are named`() throws {
    var typist = Typist(.us)
    let learned = try Calibration.learn(
      typed("aZ1z-m", by: &typist), expecting: "aZ1z-m",
      layouts: ["us", "gb"].compactMap(Keymap.known))
    #expect(learned.settings.layout == "us")
    #expect(learned.alsoFit == ["gb"])
    #expect(learned.undecided == ["\"", "#", "@", "\\", "|", "~"])
  }

  @Test func `settings are kept as JSON names that do not change`() throws {
    let rejections = ScanRejection.allCases.map(\.rawValue)
    #expect(Set(rejections).count == rejections.count)
    #expect(throws: ScannerSettingsFault.outOfRange("patienceMilliseconds")) {
      var settings = ScannerSettings()
      settings.patienceMilliseconds = 60_001
      try settings.check()
    }
    #expect(throws: ScannerSettingsFault.emptySubstitute) {
      var settings = ScannerSettings()
      settings.substitutes = [ScanSubstitute(typed: "", means: "x")]
      try settings.check()
    }
  }

  @Test func `any events teach something or nothing and do no harm`() {
    for seed in 0..<20 {
      var chance = Entropy(seed: UInt64(seed))
      let events = (0..<400).map { _ in
        KeyEvent(
          time: Int64.random(in: .min ... .max, using: &chance), code: UInt16(chance.below(130)),
          value: Int32(chance.below(3)))
      }
      _ = try? Calibration.learn(events, expecting: Self.bars)
      var typist = Typist(.us)
      let keys = (0..<40).flatMap { _ in typist.press(UInt16(2 + chance.below(50))) }
      _ = try? Calibration.learn(keys, expecting: Self.matrix)
    }
  }
}
