// A node that the till holds alone: who types there, and how its owner gets it back.

import Testing
import Values

@testable import Scanner

struct KeysGrabTests {
  private static let escape: UInt16 = 1
  private static let up: UInt16 = 103
  private static let keyA: UInt16 = 30

  /// Everything that comes of these events, and of the silence after them.
  private func notices(
    _ events: [KeyEvent], _ settings: ScannerSettings = ScannerSettings()
  ) -> [GrabbedKeys.Notice] {
    var keys = GrabbedKeys(keymap: .us, settings: settings)
    return events.flatMap { keys.receive(.key($0)) }
  }

  /// Presses of these keys, so far apart and each held so long, in microseconds.
  private func typed(
    _ codes: [UInt16], gaps: [Int64], held: Int64 = 60_000, from start: Int64 = 5_000_000
  ) -> [KeyEvent] {
    var time = start
    return codes.enumerated().flatMap { index, code in
      defer { time += gaps[index % gaps.count] }
      return [
        KeyEvent(time: time, code: code, value: 1),
        KeyEvent(time: time + held, code: code, value: 0),
      ]
    }
  }

  @Test func `a person who writes is a keyboard`() {
    let word: [UInt16] = [35, 18, 38, 38, 24, 57, 17, 24, 19, 38, 32]
    let found = notices(typed(word, gaps: [180_000, 95_000, 240_000, 150_000, 310_000]))
    #expect(found.filter { $0 == .looksLikeKeyboard }.count == 1)
  }

  @Test(arguments: [1_000, 6_000, 19_000, 80_000, 100_000] as [Int64])
  func `a scanner of any speed is none`(gap: Int64) throws {
    var typist = Typist(.us)
    // Two events a character, four for a capital.
    typist.step = gap / 2
    var settings = ScannerSettings()
    settings.patienceMilliseconds = 5_000
    let code = "]d201095060001343521725123110ABC-xyz"
    var events: [KeyEvent] = []
    for _ in 0..<3 {
      let scan = typist.events(code)
      events += try #require(scan)
      typist.time += 1_700_000
    }
    #expect(notices(events, settings) == [.scan(code), .scan(code), .scan(code)])
  }

  @Test func `keys that no scanner sends are a keyboard, in a scan they are not`() {
    let arrows = typed([Self.up, 105, 108, 106], gaps: [90_000])
    #expect(notices(arrows).contains(.looksLikeKeyboard))
    #expect(!notices(Array(arrows.prefix(4))).contains(.looksLikeKeyboard))
    // At a scanner's pace they are the sign for something.
    let burst = typed(
      [2, 3, Self.up, Self.up, Self.up, Self.up, 4, 28], gaps: [4_000], held: 1_000)
    #expect(!notices(burst).contains(.looksLikeKeyboard))
    var settings = ScannerSettings()
    settings.substitutes = [105, 108, 106, Self.up].map { ScanSubstitute(key: $0, means: "") }
    #expect(!notices(arrows, settings).contains(.looksLikeKeyboard))
  }

  @Test func `keys that are held are a keyboard, modifiers are not`() {
    let held = typed([Self.keyA, 31, 32], gaps: [900_000], held: 700_000)
    #expect(notices(held).contains(.looksLikeKeyboard))
    let shift = typed([42, 42, 42, 42], gaps: [900_000], held: 700_000)
    #expect(!notices(shift).contains(.looksLikeKeyboard))
    let twice = typed([Self.keyA, 31], gaps: [900_000], held: 700_000)
    #expect(!notices(twice).contains(.looksLikeKeyboard))
  }

  @Test func `a scan at a scanner's pace clears it`() throws {
    var keys = GrabbedKeys(keymap: .us)
    for event in typed([Self.up, Self.up, Self.up], gaps: [500_000]) {
      _ = keys.receive(.key(event))
    }
    _ = keys.receive(.quiet(until: 20_000_000))
    var typist = Typist(.us)
    typist.time = 30_000_000
    let scan = typist.events("4006381333931")
    let found = try #require(scan).flatMap { keys.receive(.key($0)) }
    #expect(found == [.scan("4006381333931"), .looksLikeScanner])
  }

  @Test func `Escape held for ten seconds is the way out`() {
    let start: Int64 = 5_000_000
    let down = KeyEvent(time: start, code: Self.escape, value: 1)
    func after(_ seconds: Int64, _ value: Int32) -> KeyEvent {
      KeyEvent(time: start + seconds * 1_000_000, code: Self.escape, value: value)
    }
    #expect(notices([down, after(9, 2)]).contains(.wayOut) == false)
    #expect(notices([down, after(9, 2), after(10, 2)]).last == .wayOut)
    #expect(notices([down, after(10, 0)]).last == .wayOut)
    #expect(notices([down, after(9, 0), after(10, 1), after(19, 0)]).contains(.wayOut) == false)
    // A keyboard without autorepeat says nothing while it is held.
    var keys = GrabbedKeys(keymap: .us)
    _ = keys.receive(.key(down))
    _ = keys.receive(.quiet(until: start + 2_000_000))
    #expect(keys.deadline == start + 10_000_000)
    #expect(keys.receive(.quiet(until: start + 10_000_000)).last == .wayOut)
  }

  @Test func `what may not be a hold is none`() throws {
    let down = KeyEvent(time: 5_000_000, code: Self.escape, value: 1)
    var keys = GrabbedKeys(keymap: .us)
    // The release was lost on the way, and the scanner goes on.
    _ = keys.receive(.key(down))
    _ = keys.receive(.lost(at: 5_100_000))
    #expect(!keys.receive(.quiet(until: 16_000_000)).contains(.wayOut))
    keys = GrabbedKeys(keymap: .us)
    _ = keys.receive(.key(down))
    _ = keys.receive(.key(KeyEvent(time: 6_000_000, code: Self.keyA, value: 1)))
    #expect(!keys.receive(.quiet(until: 16_000_000)).contains(.wayOut))
    // A hold of which the beginning was lost counts from what is seen of it.
    keys = GrabbedKeys(keymap: .us)
    _ = keys.receive(.key(KeyEvent(time: 7_000_000, code: Self.escape, value: 2)))
    #expect(keys.receive(.quiet(until: 17_000_000)).contains(.wayOut))
  }

  @Test func `any events do no harm`() {
    for seed in 0..<40 {
      var chance = Entropy(seed: UInt64(seed))
      var keys = GrabbedKeys(keymap: .us)
      for _ in 0..<400 {
        let time = Int64.random(in: .min ... .max, using: &chance)
        switch chance.below(8) {
        case 0: _ = keys.receive(.lost(at: time))
        case 1: _ = keys.receive(.quiet(until: time))
        default:
          let code = UInt16(chance.below(140))
          _ = keys.receive(
            .key(KeyEvent(time: time, code: code, value: Int32(chance.below(4)))))
        }
        _ = keys.deadline
      }
    }
  }

  @Test func `a scanner that sends text is learned from its text`() {
    let code = "aZ1'@\u{1D}z+\"-m4711"
    func learned(_ text: String, field: Bool = false) -> ScannerSettings? {
      Calibration.learn(text: text, expecting: code, hasIdentifierField: field)
    }
    #expect(learned(code)?.separator == .control)
    #expect(learned(code)?.sendsIdentifiers == false)
    #expect(learned("##]C0" + code + "!")?.prefix == "##")
    #expect(learned("##]C0" + code + "!")?.suffix == "!")
    #expect(learned("##]C0" + code)?.sendsIdentifiers == true)
    #expect(learned("]C0##" + code) == nil)
    #expect(learned("]C0##" + code, field: true)?.prefix == "##")
    #expect(learned(code.replacing("\u{1D}", with: ""))?.separator == .missing)
    let sign = learned(code.replacing("\u{1D}", with: "{GS}"))
    #expect(sign?.substitutes == [ScanSubstitute(typed: "{GS}", means: "\u{1D}")])
    #expect(learned("4006381333931") == nil)
    #expect(learned(String(code.dropLast())) == nil)
    #expect(learned("") == nil)
  }
}
