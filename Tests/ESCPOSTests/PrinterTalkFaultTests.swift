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

  @Test(arguments: causes)
  func `also with a printer that confirms by GS r 1`(cause: Cause) {
    var profile = PrinterProfile.virtual80
    profile.fence = .paperStatus
    for offset in stride(from: 0, through: Self.job.count + 9, by: 3) {
      let story = Self.story(cause, at: offset, profile)
      // Such a printer cannot be told to forget: what it had comes out first, and is cut off.
      let isAlone = story.nextPaper.suffix(Self.next.count) == ArraySlice(Self.next)
      #expect(story.next == .printed(.fence) && isAlone, "\(cause.name) at \(offset)")
      if case .printed = story.outcome {
        #expect(story.paper.starts(with: Self.job.dropLast(4)), "\(cause.name) at \(offset)")
      }
      if case .failed = story.outcome {
        #expect(Page(decoding: story.paper, profile: profile).items.isEmpty)
      }
    }
  }
}
