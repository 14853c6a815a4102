// A scan that is cut anywhere, in any way, is rejected or nothing: never a shorter scan.

import Testing
import Values

@testable import Scanner

struct KeysLossTests {
  private static let keymaps = ["us", "fr", "de"].compactMap(Keymap.known)

  private func typed(
    _ text: String, on keymap: Keymap, _ separator: Typist.Separator = .control,
    from time: Int64 = 1_000_000
  ) throws -> [KeyEvent] {
    var typist = Typist(keymap)
    typist.separator = separator
    typist.time = time
    let events = typist.events(text)
    return try #require(events)
  }

  private func texts(_ outcomes: [ScanOutcome]) -> [String] {
    outcomes.compactMap { if case .scan(let text) = $0 { text } else { nil } }
  }

  private let contents: [String] = {
    var chance = Entropy(seed: 7)
    return (0..<6).map { _ in chance.content(4 + chance.below(20)) }
  }()

  @Test(arguments: keymaps, [Typist.Separator.control, .altCode])
  func `events that stop at any place give no scan`(
    keymap: Keymap, separator: Typist.Separator
  ) throws {
    for content in contents {
      let events = try typed(content, on: keymap, separator)
      // The terminator's press is the last but one.
      for cut in 0..<(events.count - 2) {
        var scans = KeyScans(keymap: keymap)
        var outcomes = scans.receive(Array(events[..<cut]))
        outcomes += scans.receive(.quiet(until: 60_000_000))
        #expect(outcomes.allSatisfy { $0 == .rejected(.timedOut) }, "\(content) at \(cut)")
        // And the next scan is whole.
        let next = try typed("42", on: keymap, from: 61_000_000)
        #expect(scans.receive(next) == [.scan("42")])
      }
    }
  }

  @Test(arguments: keymaps, [Typist.Separator.control, .altCode])
  func `events lost from any place to any other give no scan`(
    keymap: Keymap, separator: Typist.Separator
  ) throws {
    for content in contents.prefix(3) {
      let events = try typed(content, on: keymap, separator)
      for first in 0..<(events.count - 2) {
        for next in first...events.count {
          var scans = KeyScans(keymap: keymap)
          var outcomes = scans.receive(Array(events[..<first]))
          outcomes += scans.receive(.lost(at: events[first].time))
          outcomes += scans.receive(Array(events[next...]))
          outcomes += scans.receive(.quiet(until: 60_000_000))
          #expect(outcomes == [.rejected(.eventsLost)], "\(content) \(first) \(next)")
        }
      }
    }
  }

  @Test(arguments: keymaps)
  func `a scanner unplugged at any place gives no scan`(keymap: Keymap) throws {
    for content in contents {
      let events = try typed(content, on: keymap)
      for cut in 0..<(events.count - 2) {
        var scans = KeyScans(keymap: keymap)
        let outcomes =
          scans.receive(Array(events[..<cut])) + scans.receive(.unplugged(at: 5_000_000))
        #expect(outcomes.allSatisfy { $0 == .rejected(.unplugged) })
        _ = scans.receive(.opened(at: 10_000_000))
        let next = try typed("42", on: keymap, from: 11_000_000)
        #expect(scans.receive(next) == [.scan("42")])
      }
    }
  }

  @Test(arguments: keymaps)
  func `a scanner opened in the middle of a scan gives no tail`(keymap: Keymap) throws {
    for content in contents {
      let events = try typed(content, on: keymap)
      for cut in 1..<(events.count - 2) {
        var scans = KeyScans(keymap: keymap)
        var outcomes = scans.receive(.opened(at: events[cut].time))
        outcomes += scans.receive(Array(events[cut...]))
        outcomes += scans.receive(.quiet(until: 60_000_000))
        #expect(texts(outcomes).isEmpty, "\(content) at \(cut)")
        let next = try typed("42", on: keymap, from: 61_000_000)
        #expect(scans.receive(next) == [.scan("42")])
      }
    }
  }

  @Test func `one event missing without a word is noticed or changes nothing`() throws {
    // Only a modifier's or a key's half can be missed by a kernel that says nothing of it.
    for keymap in Self.keymaps {
      for content in contents {
        let events = try typed(content, on: keymap)
        for missing in 0..<(events.count - 2) {
          var rest = events
          rest.remove(at: missing)
          var scans = KeyScans(keymap: keymap)
          let outcomes = scans.receive(rest) + scans.receive(.quiet(until: 60_000_000))
          #expect(texts(outcomes).allSatisfy { $0 == content }, "\(content) \(missing)")
        }
      }
    }
  }

  @Test func `what the scanner itself leaves out is not noticed, and a prefix helps`() throws {
    let events = try typed("4006381333931", on: .us)
    let tail = Array(events[2...])
    var scans = KeyScans(keymap: .us)
    // A whole key, press and release: the check digit must catch it.
    #expect(scans.receive(tail) == [.scan("006381333931")])
    var settings = ScannerSettings()
    settings.prefix = "4"
    var marked = KeyScans(keymap: .us, settings: settings)
    #expect(marked.receive(tail) == [.rejected(.prefixMissing)])
  }

  @Test func `without a terminator silence is the end, but not with a key down`() throws {
    var settings = ScannerSettings()
    settings.terminators = []
    var typist = Typist(.us)
    let typed = typist.events("123", end: nil)
    let events = try #require(typed)
    var scans = KeyScans(keymap: .us, settings: settings)
    #expect(scans.receive(events).isEmpty)
    #expect(scans.deadline == events[5].time + 150_000)
    #expect(scans.receive(.quiet(until: 60_000_000)) == [.scan("123")])
    for cut in [1, 3, 5] {
      var scans = KeyScans(keymap: .us, settings: settings)
      let outcomes = scans.receive(Array(events[..<cut])) + scans.receive(.quiet(until: 60_000_000))
      #expect(outcomes == [.rejected(.releaseMissing)])
    }
  }

  @Test func `a Shift that stays down spoils its scan and not the next`() throws {
    var typist = Typist(.us)
    var scans = KeyScans(keymap: .us)
    let stuck =
      [typist.event(42, 1)] + typist.press(30) + typist.press(2) + typist.press(Typist.enter)
    #expect(scans.receive(stuck) == [.rejected(.releaseMissing)])
    #expect(scans.receive(typist.press(30) + typist.press(Typist.enter)) == [.scan("a")])
  }

  @Test func `keys may overlap and repeat`() {
    var typist = Typist(.us)
    var scans = KeyScans(keymap: .us)
    let events = [
      typist.event(2, 1), typist.event(3, 1), typist.event(2, 0), typist.event(3, 2),
      typist.event(3, 2), typist.event(28, 1), typist.event(3, 0), typist.event(28, 0),
      typist.event(4, 1), typist.event(4, 0), typist.event(28, 1), typist.event(28, 0),
    ]
    #expect(scans.receive(events) == [.scan("12"), .scan("3")])
  }

  @Test func `a key without text spoils a scan and disturbs nothing between scans`() {
    var typist = Typist(.us)
    var scans = KeyScans(keymap: .us)
    let events = typist.press(2) + typist.press(66) + typist.press(3) + typist.press(28)
    #expect(scans.receive(typist.press(66)).isEmpty)
    #expect(scans.receive(events) == [.rejected(.unknownKey)])
    #expect(scans.receive(typist.press(2) + typist.press(28)) == [.scan("1")])
  }

  @Test func `Tab and the keypad's Enter end a scan unless the scanner means them`() {
    var typist = Typist(.us)
    let events = typist.press(2) + typist.press(15) + typist.press(3) + typist.press(96)
    var scans = KeyScans(keymap: .us)
    #expect(scans.receive(events) == [.scan("1"), .scan("2")])
    var settings = ScannerSettings()
    settings.terminators = [.enter]
    var strict = KeyScans(keymap: .us, settings: settings)
    #expect(strict.receive(events + typist.press(28)) == [.scan("1\t2\r")])
  }

  @Test func `a slow scanner's Alt codes do not time out`() throws {
    var settings = ScannerSettings()
    settings.terminators = []
    var typist = Typist(.us)
    typist.step = 60_000
    typist.separator = .altCodeWithZero
    let typed = typist.events("12\u{1D}34", end: nil)
    var scans = KeyScans(keymap: .us, settings: settings)
    let events = try #require(typed)
    #expect(scans.receive(events).isEmpty)
    #expect(scans.receive(.quiet(until: 60_000_000)) == [.scan("12\u{1D}34")])
  }

  @Test func `prefix, suffix and signs are put right`() throws {
    var settings = ScannerSettings()
    settings.prefix = "~~"
    settings.suffix = "##"
    settings.substitutes = [
      ScanSubstitute(typed: "<GS>", means: "\u{1D}"), ScanSubstitute(typed: "|", means: "\u{1D}"),
    ]
    func scan(_ text: String) throws -> [ScanOutcome] {
      var scans = KeyScans(keymap: .us, settings: settings)
      return scans.receive(try typed(text, on: .us))
    }
    #expect(try scan("~~10A<GS>17|21B##") == [.scan("10A\u{1D}17\u{1D}21B")])
    #expect(try scan("~10A##") == [.rejected(.prefixMissing)])
    #expect(try scan("~~10A#") == [.rejected(.suffixMissing)])
    #expect(try scan("~~##") == [])
    #expect(try scan("~~#") == [.rejected(.suffixMissing)])
  }

  @Test func `any events at all do no harm and stay within 4096 bytes`() {
    for seed in 0..<30 {
      var chance = Entropy(seed: UInt64(seed))
      let keymap = Keymap.all[chance.below(Keymap.all.count)]
      var settings = ScannerSettings()
      if chance.below(3) == 0 { settings.terminators = [] }
      settings.controlsByPosition = chance.below(2) == 0
      var scans = KeyScans(keymap: keymap, settings: settings)
      var time: Int64 = 0
      for _ in 0..<2_000 {
        time &+= chance.below(500) == 0 ? Int64.random(in: .min ... .max, using: &chance) : 700
        let code = UInt16(chance.below(chance.below(50) == 0 ? 65_536 : 120))
        let input: KeyInput =
          switch chance.below(400) {
          case 0: .lost(at: time)
          case 1: .unplugged(at: time)
          case 2: .opened(at: time)
          case 3: .quiet(until: time)
          default: .key(KeyEvent(time: time, code: code, value: Int32(chance.below(4) % 3)))
          }
        for case .scan(let text) in scans.receive(input) {
          #expect(text.utf8.count <= Scan.byteCountMax)
        }
      }
    }
  }

  @Test func `a flood is rejected once and memory stays bounded`() throws {
    var scans = KeyScans(keymap: .us)
    var typist = Typist(.us)
    var outcomes: [ScanOutcome] = []
    for _ in 0..<20_000 { outcomes += scans.receive(typist.press(2)) }
    outcomes += scans.receive(typist.press(28) + typist.press(3) + typist.press(28))
    #expect(outcomes == [.rejected(.tooLong), .scan("2")])
  }
}

struct DuplicateWindowTests {
  @Test func `off is off`() {
    var window = DuplicateWindow()
    #expect(window.verdict(on: "1", at: 0) == .fresh)
    #expect(window.verdict(on: "1", at: 0) == .fresh)
  }

  @Test func `the same code soon after is a repeat, and each one moves the window on`() {
    var window = DuplicateWindow(windowMicroseconds: 500)
    #expect(window.verdict(on: "1", at: 0) == .fresh)
    #expect(window.verdict(on: "2", at: 100) == .fresh)
    #expect(window.verdict(on: "1", at: 500) == .repeated(afterMicroseconds: 500))
    #expect(window.verdict(on: "1", at: 900) == .repeated(afterMicroseconds: 400))
    #expect(window.verdict(on: "1", at: 1_401) == .fresh)
    #expect(window.verdict(on: "1", at: 1_000) == .repeated(afterMicroseconds: 0))
  }

  @Test func `it remembers a few codes and no more`() {
    var window = DuplicateWindow(windowMicroseconds: 1_000)
    for code in 0..<20 { _ = window.verdict(on: "\(code)", at: 0) }
    #expect(window.verdict(on: "19", at: 1) == .repeated(afterMicroseconds: 1))
    #expect(window.verdict(on: "3", at: 1) == .fresh)
  }
}
