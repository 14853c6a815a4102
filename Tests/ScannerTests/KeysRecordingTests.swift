// Key recordings: read, written, and decoded again; one of each layout lies in Recordings.

import Foundation
import Testing
import Values

@testable import Scanner

struct KeysRecordingTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Recordings")

  private static let content = "]C1010950600013435210Lot-42/b\u{1D}3103001250"

  /// The recording that a file of this name holds, typed from the layout's table.
  private static func typed(_ name: String) throws -> KeyRecording {
    let keymap = try #require(Keymap.known(name))
    let index = Calibration.layouts.firstIndex { $0.name == name } ?? 0
    var typist = Typist(keymap)
    typist.separator = Typist.Separator.allCases[index % 5]
    typist.step = [500, 3_000, 5_000, 9_500][index % 4]
    typist.capsLock = name.hasSuffix("-caps")
    var settings = ScannerSettings()
    settings.layout = name
    settings.startsCapsLocked = typist.capsLock
    settings.controlsByPosition = typist.separator == .controlByPosition
    if typist.separator == .functionKey {
      settings.substitutes = [ScanSubstitute(key: Typist.functionKey, means: "\u{1D}")]
    }
    let events = typist.events(content)
    let inputs: [KeyInput] =
      [.opened(at: 500_000)] + (try #require(events)).map { KeyInput.key($0) }
    return KeyRecording(settings: settings, inputs: inputs)
  }

  /// The recordings are made here: one that is missing is written, and the test fails this once.
  @Test(arguments: Calibration.layouts.map(\.name))
  func `the recording of each layout is what the layout types, and decodes`(name: String) throws {
    let recording = try Self.typed(name)
    let file = Self.folder.appending(path: "\(name).keys")
    let head = """
      # What a scanner on the layout \(name) types for
      # \(ScanEscapes.escaped(Self.content))
      # Made from the layout's table by KeysRecordingTests, not by a scanner.

      """
    if !FileManager.default.fileExists(atPath: file.path()) {
      try (head + recording.text).write(to: file, atomically: true, encoding: .utf8)
      Issue.record("\(file.lastPathComponent) was missing and is written now")
    }
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text == head + recording.text)
    let read = try KeyRecording(text)
    #expect(read == recording)
    let results = try read.scans()
    #expect(results.map(\.outcome) == [.scan(Self.content)])
  }

  @Test func `every setting and every kind of input reads back`() throws {
    var settings = ScannerSettings()
    settings.layout = "ch(fr)"
    settings.startsCapsLocked = true
    settings.controlsByPosition = true
    settings.terminators = []
    settings.patienceMilliseconds = 2_000
    settings.silenceMilliseconds = 400
    settings.prefix = "# \\"
    settings.suffix = "\t\u{1D}"
    settings.substitutes = [
      ScanSubstitute(typed: "{ GS}", means: "\u{1D}"), ScanSubstitute(key: 66, means: ""),
      ScanSubstitute(typed: "~", means: "a b"),
    ]
    let recording = KeyRecording(
      settings: settings,
      inputs: [
        .opened(at: -5), .key(KeyEvent(time: 0, code: 65_535, value: -1)), .lost(at: .max),
        .quiet(until: 3), .unplugged(at: .min),
      ])
    #expect(try KeyRecording(recording.text) == recording)
    settings.terminators = [.tab, .keypadEnter]
    let other = KeyRecording(settings: settings, inputs: [])
    #expect(try KeyRecording(other.text) == other)
  }

  @Test func `a recording is decoded to its end`() throws {
    let text = """
      # Two digits, then nothing more; then events lost in the middle of another scan.
      ends: enter
      1000 2 1\r
      1500 2 0
      \t2000\t3  1
      2500 3 0

      9000000 4 1
      9000500 lost
      9001000 28 1
      9001500 28 0
      9900000 5 1
      9900500 5 0
      """
    let results = try KeyRecording(text).scans()
    #expect(
      results.map(\.outcome) == [
        .rejected(.timedOut), .rejected(.eventsLost), .rejected(.timedOut),
      ])
    #expect(results.map(\.time) == [9_000_000, 9_000_500, 10_900_500])
  }

  @Test(
    arguments: [
      ("1 2", 1, .notUnderstood), ("\n1 2 3 4", 2, .notUnderstood),
      ("1 70000 1", 1, .notUnderstood),
      ("speed: 1", 1, .unknownSetting("speed")), ("caps: maybe", 1, .badValue("caps")),
      ("1 2 1\nlayout: us", 2, .settingTooLate("layout")), ("ends: space", 1, .badValue("ends")),
      ("prefix: \\q", 1, .badValue("prefix")), ("key: F8 x", 1, .badValue("key")),
      ("# x\npatience: -1", 2, .badValue("patience")), ("substitute: ", 1, .badValue("substitute")),
    ] as [(String, Int, KeyRecordingFault.Why)])
  func `what is no recording is told with its line`(
    text: String, line: Int, why: KeyRecordingFault.Why
  ) {
    let fault = #expect(throws: KeyRecordingFault.self) { try KeyRecording(text) }
    #expect(fault == KeyRecordingFault(line: line, why: why))
    #expect(fault?.description.hasPrefix("line \(line): ") == true)
  }

  @Test func `a layout that is not known here is told, and may be given`() throws {
    let recording = try KeyRecording("layout: xy\n1 2 1\n2 2 0\n3 28 1")
    #expect(throws: KeyRecordingFault(line: 0, why: .layout("xy"))) { try recording.scans() }
    #expect(try recording.scans(on: .us).map(\.outcome) == [.scan("1")])
  }

  @Test func `any text is a recording or a fault, and any recording reads back`() {
    for seed in 0..<300 {
      var chance = Entropy(seed: UInt64(seed))
      let signs = Array("0129 :\n#xlayoutkepcsd-\\\u{1D}é".unicodeScalars)
      var text = String.UnicodeScalarView()
      for _ in 0..<chance.below(200) { text.append(signs[chance.below(signs.count)]) }
      guard let recording = try? KeyRecording(String(text)) else { continue }
      #expect((try? KeyRecording(recording.text)) == recording)
      _ = try? recording.scans()
    }
  }

  @Test func `settings survive JSON, and what is missing has its default`() throws {
    var settings = ScannerSettings()
    settings.layout = "fr"
    settings.terminators = [.tab]
    settings.substitutes = [ScanSubstitute(key: 66, means: "\u{1D}")]
    settings.separator = .substitute
    settings.gaps = KeyGaps(least: 1, median: 2, most: 3)
    let data = try JSONEncoder().encode(settings)
    #expect(try JSONDecoder().decode(ScannerSettings.self, from: data) == settings)
    let empty = try JSONDecoder().decode(ScannerSettings.self, from: Data("{}".utf8))
    #expect(empty == ScannerSettings())
  }
}
