// Every cause of a lost receipt at every byte of one: what is told of it is true, and the receipt
// after it comes out whole and alone.

import ESCPOS
import Testing

@Suite struct PrinterTalkFaultTests {
  /// A small receipt with text in two sizes, a picture and a cut.
  private static let job: [UInt8] = {
    var encoder = PrintEncoder(for: .virtual80)
    encoder.set(Style(bold: true, width: 2, height: 2))
    encoder.line("Tea & Sons")
    encoder.set(Style())
    encoder.line("Darjeeling 4.20")
    return encoder.bytes + [0x1D, 0x76, 0x30, 0, 2, 0, 8, 0]
      + [UInt8](repeating: 0xA5, count: 16) + Array("Thank you\n".utf8) + cut
  }()
  private static let cut: [UInt8] = [0x1D, 0x56, 66, 0]
  /// The receipt that comes after it.
  private static let next: [UInt8] = [0x1B, 0x40] + Array("Next please\n".utf8) + cut

  /// A cause, what ends it, and whether the job must come out nevertheless.
  struct Cause: Sendable, CustomTestStringConvertible {
    let name: String
    let fault: PrinterFault
    var cure: [PrinterFault] = []
    var mustPrint = false
    var testDescription: String { name }
  }

  static let causes = [
    Cause(name: "near-end", fault: .paperNearEnd, mustPrint: true),
    Cause(name: "paper end", fault: .paperEnd, cure: [.paperLoaded]),
    Cause(name: "cover", fault: .coverOpened, cure: [.coverClosed]),
    Cause(name: "cutter jam", fault: .cutterJammed, cure: [.powerCut(5)], mustPrint: true),
    Cause(name: "hot head", fault: .overheated(60), mustPrint: true),
    Cause(name: "hot head for long", fault: .overheated(1500)),
    Cause(name: "unplug", fault: .unplugged, cure: [.plugged]),
    Cause(name: "power cycle", fault: .powerCut(40)),
    Cause(name: "hung for long", fault: .hung(600)),
    Cause(name: "drawer", fault: .drawerOpened, mustPrint: true),
    Cause(name: "noise", fault: .noise([0xFF, 0x80, 0x10, 0x37, 0x00]), mustPrint: true),
  ]

  /// What is told of one job that a fault meets, what was on paper of it, and of the next one.
  struct Story {
    let outcome: PrintOutcome?
    let paper: [UInt8]
    let next: PrintOutcome?
    let nextPaper: [UInt8]
    let bench: TalkBench
  }

  static func story(
    _ cause: Cause, at offset: Int, _ profile: PrinterProfile = .virtual80,
    ear: @escaping ([UInt8]) -> [UInt8] = { $0 },
    traits: (inout PrinterTraits) -> Void = { _ in }
  ) -> Story {
    var bench = TalkBench(profile, traits: traits)
    bench.ear = ear
    bench.open()
    bench.printer.follow(FaultScript().at(.byte(offset), cause.fault))
    let outcome = bench.print("j1", job)
    let paper = bench.papers["j1"] ?? []
    for cure in cause.cure { bench.printer.apply(cure) }
    bench.run(until: { $0.talk.health?.isUsable == true && $0.talk.isClear })
    let next = bench.print("j2", Self.next)
    return Story(
      outcome: outcome, paper: paper, next: next, nextPaper: bench.papers["j2"] ?? [],
      bench: bench)
  }

  /// What is wrong with a story, in words; nil if all that was told is true.
  static func fault(_ story: Story, _ cause: Cause) -> String? {
    let isWhole = story.paper == job || story.paper == Array(job.dropLast(cut.count))
    let isBlank = Page(decoding: story.paper, profile: .virtual80).items.isEmpty
    switch story.outcome {
    case .printed(let evidence):
      if !isWhole || evidence != .fence { return "printed, and it is not" }
    case .failed: if !isBlank { return "failed, and some of it is on paper" }
    case .unknown(let why): if cause.mustPrint { return "unknown: \(why)" }
    case nil: return "it never ended"
    }
    guard story.next == .printed(.fence) else {
      return "the next one: \(story.next.map { "\($0)" } ?? "never ended")"
    }
    if story.nextPaper != next { return "the next one is not alone: \(story.nextPaper)" }
    return nil
  }

  @Test(arguments: causes)
  func `at every byte what is told is true, and the next receipt is whole and alone`(
    cause: Cause
  ) {
    var seen: Set<String> = []
    // Beyond the job are what is added to it: twice a fence and a `GS a`.
    for offset in 0...(Self.job.count + 2 * 11 + 3) {
      let story = Self.story(cause, at: offset)
      let fault = Self.fault(story, cause)
      #expect(fault == nil, "\(cause.name) at \(offset)")
      if let outcome = story.outcome { seen.insert("\(outcome)".prefix { $0 != "(" }.description) }
    }
    #expect(seen.contains("printed"), "\(cause.name)")
    #expect(cause.mustPrint == (seen == ["printed"]), "\(cause.name): \(seen)")
  }

  @Test(arguments: causes)
  func `also with a printer that takes bytes while it is offline`(cause: Cause) {
    for offset in stride(from: 0, through: Self.job.count + 25, by: 3) {
      let story = Self.story(cause, at: offset, traits: { $0.refusesWhenOffline = false })
      #expect(Self.fault(story, cause) == nil, "\(cause.name) at \(offset)")
    }
  }

  @Test(arguments: causes, [PrinterProfile.Fence.paperStatus, .none])
  func `also with a printer that cannot be told to forget`(
    cause: Cause, fence: PrinterProfile.Fence
  ) {
    var profile = PrinterProfile.virtual80
    profile.fence = fence
    // The last bytes are those of a `GS a`, and of two fences where there are any.
    let length = Self.job.count + 3 + 2 * profile.fenceBytes(FenceID(job: 1)).count
    for offset in stride(from: 0, through: length, by: 5) {
      let story = Self.story(cause, at: offset, profile)
      let place = "\(cause.name) at \(offset)"
      if case .failed = story.next, fence == .none {
        // The first one was believed by a status that was older than the fault.
        #expect(story.nextPaper.isEmpty, "\(place)")
        continue
      }
      // What it had comes out first, and is cut off.
      #expect(story.nextPaper.suffix(Self.next.count) == ArraySlice(Self.next), "\(place)")
      #expect(story.next == .printed(fence == .none ? .status : .fence), "\(place)")
      if story.outcome == .printed(.fence) {
        #expect(story.paper.starts(with: Self.job.dropLast(4)), "\(place)")
      }
      if case .failed = story.outcome {
        #expect(Page(decoding: story.paper, profile: profile).items.isEmpty, "\(place)")
      }
    }
  }

  @Test func `a broken printer fails what it has not begun and leaves open what it has`() {
    for offset in stride(from: 0, through: Self.job.count + 25, by: 4) {
      let cause = Cause(name: "broken", fault: .broken)
      let story = Self.story(cause, at: offset)
      switch story.outcome {
      case .failed: #expect(offset == 0 && story.paper.isEmpty)
      case .unknown(let why): #expect(why == "printer error")
      case .printed, nil: #expect(offset > Self.job.count)
      }
      #expect(story.next == .failed("printer error"))
      #expect(story.nextPaper.isEmpty)
    }
  }

  @Test func `a cover that was opened between two lines is waited for`() {
    var bench = TalkBench()
    bench.open()
    // All bytes are taken before the paper moves.
    bench.printer.follow(
      FaultScript().at(.byte(60), .coverOpened).at(.millisecond(500), .coverClosed))
    #expect(bench.print("j1", Self.job) == .printed(.fence))
    #expect(bench.papers["j1"] == Self.job)
    #expect(bench.healths.contains { $0.troubles == [.coverOpen] })
  }

  @Test func `each trouble has its rule`() {
    let rules: [(PrinterTrouble, JobRule)] = [
      (.paperNearEnd, .goesOn), (.hot, .waits), (.coverOpen, .waits), (.paperOut, .spoils),
      (.waitsForFeed, .spoils), (.cutterJammed, .spoils), (.stuck, .spoils), (.broken, .spoils),
      (.offline, .unclear),
    ]
    #expect(Set(rules.map(\.0)) == Set(PrinterTrouble.allCases))
    for (trouble, rule) in rules { #expect(trouble.rule == rule, "\(trouble)") }
  }

  @Test func `a printer that confirms before it prints is caught by these tests`() {
    let cause = Cause(name: "paper end", fault: .paperEnd, cure: [.paperLoaded])
    let faults = (0..<Self.job.count + 25).compactMap { offset in
      Self.fault(
        Self.story(cause, at: offset, traits: { $0.confirmsEarly = true }), cause)
    }
    #expect(faults.contains("printed, and it is not"))
  }
}
