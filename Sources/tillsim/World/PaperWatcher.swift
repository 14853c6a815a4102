// Who stands at the printer and reads what comes out of it.

internal import Domains
internal import ESCPOS

/// Sees every whole paper and every pulse, whatever the till believes.
struct PaperWatcher {
  struct Paper {
    let job: Int64
    let text: String
    let isCopy: Bool
  }

  /// Papers that came out and that nobody has told of yet.
  private(set) var papers: [Paper] = []
  /// Pulses that reached the drawer, by the kick they belong to.
  private(set) var kicks: [Int64] = []
  /// Papers that were cut off short.
  private(set) var halves = 0
  /// Jobs that may come out, in the order they were given.
  private var expected: [SimPrinter.Order] = []
  /// Kicks whose pulse may come: a printer gives them in the order it was told, some of them late.
  private var waiting: [Int64] = []
  private var lastKick: Int64?
  private var seen = 0

  /// A job that was given long ago comes out no more.
  private static let remembered = 12

  mutating func expect(_ order: SimPrinter.Order) {
    expected.append(order)
    if expected.count > Self.remembered { expected.removeFirst() }
  }

  mutating func expect(kick: Int64) { waiting.append(kick) }

  /// Looks at what the printer did since the last look.
  mutating func look(_ printer: inout PrinterEmulator) {
    if printer.events.count < seen { seen -= PrinterEmulator.eventLimit / 10 }
    guard printer.events.count > seen else { return }
    var wasCut = false
    for event in printer.events[max(seen, 0)...] {
      switch event.deed {
      case .cut: wasCut = true
      case .kicked:
        if !waiting.isEmpty { lastKick = waiting.removeFirst() }
        if let lastKick { kicks.append(lastKick) }
      default: continue
      }
    }
    seen = printer.events.count
    if wasCut { read(printer.takePaper(), printer.profile) }
  }

  /// Nothing that was given comes out any more.
  mutating func forgetOrders() { (expected, waiting, lastKick) = ([], [], nil) }

  mutating func forgetTold() { (papers, kicks) = ([], []) }

  /// Finds whole jobs on a paper, the longest first: a copy has all lines of its original.
  private mutating func read(_ bytes: [UInt8], _ profile: PrinterProfile) {
    var rest = Self.text(of: bytes, profile)
    var isWhole = false
    // A paper that says COPY is nobody's original, however it is set.
    let isLabelled = rest.contains("COPY")
    let texts = Set(expected.filter { $0.isCopy || !isLabelled }.map(\.text)).sorted {
      ($0.utf8.count, $0) > ($1.utf8.count, $1)
    }
    for text in texts where !text.isEmpty {
      while let range = rest.firstRange(of: text) {
        rest.replaceSubrange(range, with: "\n")
        isWhole = true
        // A receipt that is printed again may look as a copy that was asked for: the one that did
        // not come out yet, and of these the latest.
        let candidates = expected.indices.filter { expected[$0].text == text }.reversed()
        guard let index = candidates.min(by: { expected[$0].papers < expected[$1].papers }) else {
          continue
        }
        expected[index].papers += 1
        let order = expected[index]
        papers.append(Paper(job: order.job, text: text, isCopy: order.isCopy))
      }
    }
    if !isWhole { halves += 1 }
  }

  /// What stands on a paper, without empty lines, margins and what is no text.
  static func text(of bytes: [UInt8], _ profile: PrinterProfile) -> String {
    Page(decoding: bytes, profile: profile).text().split(separator: "\n").compactMap { line in
      // A printer that was switched off may have forgotten where the middle is.
      guard let begin = line.firstIndex(where: { $0 != " " }), !line.hasPrefix("["),
        let end = line.lastIndex(where: { $0 != " " })
      else { return nil }
      return String(line[begin...end]) + "\n"
    }.joined()
  }
}
