// Every cause of a lost receipt, at every byte of one: what the host says agrees with the paper.

import ESCPOS
import Testing

@Suite struct EmulatorFaultTests {
  private static let profile = PrinterProfile.virtual80

  /// A receipt with text in two sizes, a picture, a barcode, a QR code, a kick and a cut.
  private static let job: [UInt8] = {
    var encoder = PrintEncoder(for: profile)
    encoder.pulse()
    encoder.set(Alignment.center)
    encoder.set(Style(bold: true, width: 2, height: 2))
    encoder.line("Tea & Sons")
    encoder.set(Style())
    encoder.set(Alignment.left)
    encoder.line("Darjeeling                   4.20")
    encoder.line("Total                        4.20 €")
    if let symbol = LinearSymbol(code128: "T1-1") {
      encoder.symbol(symbol, moduleDots: 2, heightDots: 60)
    }
    encoder.qr("https://example.org/7", moduleDots: 4)
    encoder.feed(lines: 2)
    encoder.cut()
    return encoder.bytes + [0x1D, 0x76, 0x30, 0, 2, 0, 8, 0] + [UInt8](repeating: 0xA5, count: 16)
      + Array("Thank you\n".utf8)
  }()

  /// A printer that was told to say what changes, and that the script begins with.
  private static func printer(
    _ script: FaultScript, _ condition: inout PrinterCondition
  ) -> PrinterEmulator {
    var traits = PrinterTraits()
    traits.dotsPerMillisecond = 40
    var printer = PrinterEmulator(profile, traits: traits)
    _ = printer.receive(packet: [0x1D, 0x61, 0xFF])
    printer.pass(milliseconds: 1)
    _ = condition.receive(printer.answer())
    printer.follow(script)
    return printer
  }

  /// What the host says, and whether the whole job and whether any of it is on paper.
  private static func outcome(
    _ script: FaultScript
  ) -> (outcome: PrintOutcome, isWhole: Bool, isBlank: Bool, printer: PrinterEmulator) {
    var condition = PrinterCondition()
    var printer = printer(script, &condition)
    let outcome = printer.deliver(
      job, fence: FenceID(job: 41), to: &condition, patience: 120)
    let page = Page(decoding: printer.paper, profile: profile)
    let isBlank = page.items.allSatisfy { if case .pulse = $0 { true } else { false } }
    return (outcome, printer.paper == job, isBlank, printer)
  }

  /// The causes; whether the job must come out nevertheless, and whether it may.
  struct Cause: Sendable, CustomTestStringConvertible {
    let name: String
    let fault: PrinterFault
    var mustPrint = false
    var testDescription: String { name }
  }

  static let causes = [
    Cause(name: "near-end", fault: .paperNearEnd, mustPrint: true),
    Cause(name: "paper end", fault: .paperEnd),
    Cause(name: "cover", fault: .coverOpened),
    Cause(name: "cutter jam", fault: .cutterJammed),
    Cause(name: "hot head", fault: .overheated(60), mustPrint: true),
    Cause(name: "hot head for long", fault: .overheated(5000)),
    Cause(name: "broken", fault: .broken),
    Cause(name: "unplug", fault: .unplugged),
    Cause(name: "power cycle", fault: .powerCut(40)),
    Cause(name: "hung for long", fault: .hung(5000)),
    Cause(name: "drawer", fault: .drawerOpened, mustPrint: true),
    Cause(name: "noise", fault: .noise([0xFF, 0x80, 0x10, 0x37, 0x00]), mustPrint: true),
  ]

  @Test(arguments: causes)
  func `at every byte the outcome agrees with the paper`(cause: Cause) {
    var seen: Set<String> = []
    // The last offsets are in the fence, and the very last is never reached.
    for offset in 0...(Self.job.count + 11 + 1) {
      let (outcome, isWhole, isBlank, printer) = Self.outcome(
        FaultScript().at(.byte(offset), cause.fault))
      switch outcome {
      case .printed(let evidence):
        #expect(isWhole && evidence == .fence, "\(cause.name) at \(offset)")
        seen.insert("printed")
      case .failed:
        #expect(isBlank && printer.taken <= 3, "\(cause.name) at \(offset)")
        seen.insert("failed")
      case .unknown:
        #expect(!cause.mustPrint, "\(cause.name) at \(offset): \(outcome)")
        seen.insert("unknown")
      }
    }
    #expect(seen.contains("printed"), "\(cause.name)")
    #expect(cause.mustPrint ? seen.count == 1 : seen.contains("unknown"), "\(cause.name)")
  }

  @Test(arguments: causes)
  func `at every dot the outcome agrees with the paper`(cause: Cause) {
    for dot in stride(from: 0, through: 700, by: 3) {
      let (outcome, isWhole, _, _) = Self.outcome(FaultScript().at(.dot(dot), cause.fault))
      switch outcome {
      case .printed: #expect(isWhole, "\(cause.name) at \(dot)")
      case .failed: #expect(dot == 0, "\(cause.name) at \(dot)")
      case .unknown: #expect(!cause.mustPrint, "\(cause.name) at \(dot)")
      }
    }
  }

  @Test func `without a fault the whole job is on paper`() {
    let (outcome, isWhole, _, printer) = Self.outcome(FaultScript())
    #expect(outcome == .printed(.fence))
    #expect(isWhole)
    #expect(printer.isDrawerOpen)
  }

  @Test func `the reason is the trouble that the printer told`() {
    let reasons: [(PrinterFault, PrintOutcome)] = [
      (.paperEnd, .unknown("paper out")), (.coverOpened, .unknown("cover open")),
      (.broken, .unknown("printer error")), (.cutterJammed, .unknown("knife jammed")),
      (.unplugged, .unknown("the printer is gone")), (.overheated(900), .unknown("print head hot")),
      (.hung(900), .unknown("the printer takes no data")),
    ]
    for (fault, expected) in reasons {
      var condition = PrinterCondition()
      var printer = Self.printer(FaultScript().at(.byte(80), fault), &condition)
      // Without its `ESC @`, which would end the automatic status.
      let outcome = printer.deliver(
        Array(Self.job.dropFirst(2)), fence: FenceID(job: 1), to: &condition, patience: 120)
      #expect(outcome == expected, "\(fault)")
    }
  }

  @Test func `nothing taken is nothing printed`() {
    let (outcome, _, isBlank, _) = Self.outcome(FaultScript().at(.byte(0), .coverOpened))
    #expect(outcome == .failed("cover open"))
    #expect(isBlank)
  }

  @Test func `the same story gives the same log`() {
    let script = FaultScript().at(.byte(100), .overheated(20)).at(.dot(300), .coverOpened)
      .at(.millisecond(60), .coverClosed)
    #expect(Self.outcome(script).printer.events == Self.outcome(script).printer.events)
  }

  @Test func `a printer without fences is believed by its status`() {
    for profile in [PrinterProfile.generic58] {
      var printer = PrinterEmulator(profile)
      var condition = PrinterCondition()
      for question in StatusQuestion.allCases {
        _ = printer.receive(packet: condition.ask(.status(question)))
      }
      _ = condition.receive(printer.answer())
      let job = Array("tea\n".utf8)
      let outcome = printer.deliver(job, fence: FenceID(job: 1), to: &condition)
      #expect(outcome == .printed(.status))
    }
  }

  @Test func `GS r 1 confirms one job at a time`() {
    var profile = PrinterProfile.virtual80
    profile.fence = .paperStatus
    var printer = PrinterEmulator(profile)
    var condition = PrinterCondition()
    let job = Array("tea\n".utf8)
    #expect(printer.deliver(job, fence: FenceID(job: 1), to: &condition) == .printed(.fence))
    #expect(printer.paper == job)
    printer.apply(.paperEnd)
    let none = printer.deliver(job, fence: FenceID(job: 2), to: &condition, patience: 50)
    // It was not asked for its status: the port's alone says so.
    #expect(none == .failed("paper out"))
  }
}

@Suite struct FaultScriptTests {
  @Test func `a script is read as it is written`() throws {
    let script = try FaultScript(
      """
      # the roll ends in the third line
      at byte 812 paper-end
      at 300ms cover-opened   # and so on

      after job 2 power-cut 1500
      at dot 12 noise 10ff
      """)
    let expected = FaultScript().at(.byte(812), .paperEnd).at(.millisecond(300), .coverOpened)
      .at(.job(2), .powerCut(1500)).at(.dot(12), .noise([0x10, 0xFF]))
    #expect(script == expected)
  }

  @Test(arguments: [
    "at byte", "at byte x paper-end", "at 3 paper-end", "after job 1", "at byte 1 fire",
    "at byte 1 noise 1", "at byte 1 noise zz", "at byte 1 overheated", "at byte -1 broken",
    "at byte 1 broken now", "at byte 9999999999 broken", "byte 1 broken", "at 5ms",
  ])
  func `a wrong line is named`(line: String) {
    #expect {
      try FaultScript("at 1ms broken\n" + line)
    } throws: { ($0 as? FaultScriptFault)?.line == 2 }
  }

  @Test func `a script has an end`() {
    let text = String(repeating: "at 1ms broken\n", count: 1001)
    #expect {
      try FaultScript(text)
    } throws: { "\($0)" == "line 1001: a script has at most 1000 steps" }
  }

  @Test func `a script begins when it is given`() {
    var printer = PrinterEmulator(.virtual80)
    _ = printer.receive(packet: [0x0A, 0x0A])
    printer.pass(milliseconds: 100)
    printer.follow(FaultScript().at(.byte(1), .paperEnd).at(.millisecond(5), .paperLoaded))
    #expect(printer.status.isReady)
    _ = printer.receive(packet: [0x0A])
    #expect(printer.status.paper == .out)
    printer.pass(milliseconds: 5)
    #expect(printer.status.isReady)
  }
}
