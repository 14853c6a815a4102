// What waits for the host on the IN endpoint of a scanner.

/// Reports in their order, with the time between them that the device takes.
struct ReportQueue {
  /// Reports that wait at most; a scanner drops what its host does not fetch.
  static let bound = 65_536

  /// Milliseconds from one report to the next.
  var gap = 0
  private var reports: [[UInt8]] = []
  private var first = 0
  private var patience = 0

  var isEmpty: Bool { first == reports.count }
  /// How many wait.
  var count: Int { reports.count - first }

  mutating func add(_ more: [[UInt8]]) throws(Refusal) {
    guard count + more.count <= Self.bound else { throw Refusal("too many reports wait") }
    reports += more
  }

  mutating func pass(milliseconds: Int) { patience = max(0, patience - milliseconds) }

  /// The next report, if its time has come.
  mutating func next() -> [UInt8]? {
    guard !isEmpty, patience == 0 else { return nil }
    defer {
      first += 1
      patience = gap
      if isEmpty {
        reports = []
        first = 0
      }
    }
    return reports[first]
  }
}
