// Keyboard scanners without hardware: what a node refuses, and libxkbcommon as a judge of layouts.

import Foundation
import Scanner
import Testing

@testable import Devices

struct EvdevScannerTests {
  private func firstState(at path: String) -> DeviceState? {
    let log = ReportLog()
    let scanner = EvdevScanner(path: path, id: "s", report: log.sink)
    scanner.start()
    defer { scanner.stop() }
    guard log.wait(until: { !$0.isEmpty }), case .state(let state) = log.all[0] else { return nil }
    return state
  }

  @Test func `what is no input device is refused`() {
    let state = firstState(at: "/dev/null")
    #expect(state?.condition == .failed)
    #expect(state?.why == "/dev/null is not an input device")
  }

  @Test func `a node that is not there is absent`() {
    let state = firstState(at: "/dev/input/event-none")
    #expect(state?.condition == .absent)
  }

  @Test func `a scanner that stays away is told once`() {
    let log = ReportLog()
    let scanner = EvdevScanner(path: "/dev/input/event-none", id: "s", report: log.sink)
    scanner.start()
    // Longer than the second after which the reader looks for its node again.
    usleep(1_300_000)
    scanner.stop()
    #expect(log.conditions == [.absent])
  }

  @Test func `a held scanner tells how to find its holder`() {
    let fault = ReaderFault.heldByAnother("/dev/input/event3", holder: nil)
    #expect(fault.description.contains("fuser -v /dev/input/event3"))
    #expect(!fault.isAbsence)
    let named = ReaderFault.heldByAnother("/dev/input/event3", holder: "kiosk (process 7)")
    #expect(named.description == "kiosk (process 7) holds the scanner; stop it")
  }

  @Test func `who has a file open is seen by its descriptors`() throws {
    let folder = try TemporaryFolder()
    try Data().write(to: URL(filePath: folder.file("node")))
    let own = try FileHandle(forReadingFrom: URL(filePath: folder.file("node")))
    #expect(Holder.name(of: folder.file("node")) == nil)
    let other = Process()
    other.executableURL = URL(filePath: "/bin/sleep")
    other.arguments = ["60"]
    other.standardInput = own
    try other.run()
    defer { other.terminate() }
    var holder: String?
    for _ in 0..<500 where holder?.hasPrefix("sleep") != true {
      holder = Holder.name(of: folder.file("node"))
      usleep(10_000)
    }
    #expect(holder == "sleep (process \(other.processIdentifier))")
    #expect(Holder.name(of: folder.file("none")) == nil)
  }

  @Test func `a layout that nobody knows is told`() {
    let log = ReportLog()
    var settings = ScannerSettings()
    settings.layout = "zz"
    let scanner = EvdevScanner(path: "/dev/null", id: "s", settings: settings, report: log.sink)
    scanner.start()
    defer { scanner.stop() }
    #expect(log.wait { !$0.isEmpty })
    guard case .state(let state)? = log.all.first else { return }
    #expect(state.condition == .failed)
    #expect(state.why == "no keyboard layout is named zz: calibrate the scanner")
  }
}

struct KeyLayoutTests {
  // Key codes of linux/input-event-codes.h.
  private let digits: [UInt16] = [11, 2, 3, 4, 5, 6, 7, 8, 9, 10]
  private let keypad: [UInt16] = [82, 79, 80, 81, 75, 76, 77, 71, 72, 73]
  private let enter: UInt16 = 28
  private let leftShift: UInt16 = 42
  private let leftControl: UInt16 = 29
  private let capsLock: UInt16 = 58
  private let rightBrace: UInt16 = 27
  private let keyA: UInt16 = 30

  private func type(_ keys: [UInt16], on layout: KeyLayout) -> String {
    keys.map { key in
      defer { _ = layout.text(ofKey: key, isDown: false) }
      return layout.text(ofKey: key, isDown: true)
    }.joined()
  }

  @Test func `digits come from both rows of digit keys`() throws {
    let layout = try #require(KeyLayout())
    #expect(type(digits, on: layout) == "0123456789")
    #expect(type(keypad, on: layout) == "0123456789")
    #expect(type([enter], on: layout) == "\r")
  }

  @Test func `Shift and Caps Lock are the scanner's own`() throws {
    let layout = try #require(KeyLayout())
    #expect(type([keyA], on: layout) == "a")
    #expect(layout.text(ofKey: leftShift, isDown: true) == "")
    #expect(type([keyA], on: layout) == "A")
    #expect(layout.text(ofKey: leftShift, isDown: false) == "")
    #expect(type([capsLock, keyA], on: layout) == "A")
    #expect(type([keyA], on: try #require(KeyLayout())) == "a")
  }

  @Test func `a reset lets go of a stuck Shift and keeps the keypad's digits`() throws {
    let layout = try #require(KeyLayout())
    _ = layout.text(ofKey: leftShift, isDown: true)
    layout.reset()
    #expect(type([keyA] + keypad, on: layout) == "a0123456789")
  }

  @Test func `the GS1 separator arrives as Ctrl and a bracket`() throws {
    let layout = try #require(KeyLayout())
    _ = layout.text(ofKey: leftControl, isDown: true)
    #expect(layout.text(ofKey: rightBrace, isDown: true) == "\u{1D}")
  }

  @Test func `an unknown layout is nil`() {
    #expect(KeyLayout("no-such-layout") == nil)
  }

  @Test(arguments: Keymap.all)
  func `the tables are what libxkbcommon makes of xkb-data`(keymap: Keymap) throws {
    let layout = try #require(KeyLayout(keymap.name))
    #expect(layout.table() == keymap, "made anew by scripts/keymaps")
  }

  @Test func `other layouts come from xkb-data, with or without a variant`() throws {
    #expect(KeyLayout.keymap(named: "us(dvorak)")?.name == "us(dvorak)")
    #expect(KeyLayout.keymap(named: "is-caps")?.name == "is-caps")
    #expect(KeyLayout.keymap(named: "us") == .us)
    #expect(KeyLayout.keymap(named: "us(no-such)") == nil)
  }

  /// Keys that are held around each key of a layout, as Shift, AltGr, Ctrl and Caps Lock.
  private static let holds: [[UInt16]] = [
    [], [42], [100], [54, 100], [58], [58, 42], [29], [97, 42], [29, 100], [29, 42, 100],
  ]

  @Test(arguments: Keymap.all)
  func `every key under every hold types what libxkbcommon types`(keymap: Keymap) throws {
    let layout = try #require(KeyLayout(keymap.name))
    for hold in Self.holds {
      // There Caps Lock without Shift chooses a script, which no scanner types in.
      if keymap.name == "jp", hold.contains(capsLock) { continue }
      for code in Keymap.keys {
        layout.reset()
        for key in hold {
          _ = layout.text(ofKey: key, isDown: true)
          if key == capsLock { _ = layout.text(ofKey: key, isDown: false) }
        }
        let expected = layout.text(ofKey: code, isDown: true)
        var scans = KeyScans(keymap: keymap, settings: Self.plain)
        var time: Int64 = 0
        func event(_ code: UInt16, _ value: Int32) -> [ScanOutcome] {
          time += 1_000
          return scans.receive(.key(KeyEvent(time: time, code: code, value: value)))
        }
        var outcomes: [ScanOutcome] = []
        for key in hold {
          outcomes += event(key, 1)
          if key == capsLock { outcomes += event(key, 0) }
        }
        outcomes += event(code, 1) + event(code, 0)
        for key in hold.reversed() where key != capsLock { outcomes += event(key, 0) }
        outcomes += scans.receive(.quiet(until: 9_000_000))
        guard case .scan(let text)? = outcomes.first else {
          // Keys without text, and dead keys, which libxkbcommon leaves to others to compose.
          let isSeen = expected.unicodeScalars.contains {
            $0 > " " && $0 != "\u{AD}" && $0 != "\u{A0}"
          }
          #expect(!isSeen, "\(hold) \(code) \(expected)")
          continue
        }
        let isControlled = hold.contains(29) || hold.contains(97)
        if isControlled, expected.unicodeScalars.allSatisfy({ $0.value > 0x20 }) {
          // By the place of the key on a US keyboard, which is for scanners and not for terminals.
          continue
        }
        // Caps Lock makes a Greek capital of the micro sign there, which no keyboard has.
        let isMicro = text == "µ" && hold.contains(capsLock)
        #expect(text == expected || isMicro, "\(hold) \(code) \(expected) \(text)")
      }
    }
  }

  /// Ends by silence, so that Enter and Tab are content like all else.
  private static let plain: ScannerSettings = {
    var settings = ScannerSettings()
    settings.terminators = []
    return settings
  }()
}
