// What a replay came to: counted while it runs, written at its end.

internal import Values
internal import Wire

/// The figures of a replay.
struct ReplaySummary: Encodable {
  struct Skipped: Encodable {
    /// Lines.
    var quantityZero = 0
    /// Lines.
    var noPrice = 0
    /// Baskets in which no line was left.
    var emptyBaskets = 0
  }

  /// What the table held.
  var baskets = 0
  var lines = 0
  /// What was sold of it.
  var sold = 0
  var linesSold = 0
  var skipped = Skipped()
  /// The sum of quantity times price, calculated here.
  var sum: Money
  /// What the Zs of the replay's shifts say.
  var zSum: Money
  var shifts = 0
  /// Receipts, Zs and checks that were not as calculated here; the first are told in `problems`.
  var mismatches = 0
  var problems: [String] = []
  /// How often the daemon went away and came back.
  var reconnects = 0
  var seconds: Int64 = 0
  var milliseconds: Int64 = 0
  var basketsPerSecond: Int64 = 0
  /// The journal's last position and its hash, after every hash was verified.
  var head: Int64 = 0
  var hash: Digest?

  init(_ currency: Currency) { (sum, zSum) = (.zero(currency), .zero(currency)) }

  /// Counts something that is not as it should be.
  mutating func mismatch(_ problem: String) {
    mismatches += 1
    if problems.count < 20 { problems.append(problem) }
  }

  /// Takes the time over, measured without the import and the final checks.
  mutating func took(milliseconds: Int64) {
    self.milliseconds = milliseconds
    seconds = milliseconds / 1000
    basketsPerSecond = Int64(sold) * 1000 / max(1, milliseconds)
  }

  /// The summary for people.
  var text: [String] {
    [
      "baskets     \(baskets), of which \(sold) sold in \(shifts) shifts",
      "lines       \(lines), of which \(linesSold) sold",
      "left out    \(skipped.quantityZero) lines of quantity 0, \(skipped.noPrice) lines without a "
        + "price, \(skipped.emptyBaskets) empty baskets",
      "sum         \(sum)",
      "Z sum       \(zSum)",
      "mismatches  \(mismatches)",
      "time        \(seconds) s, \(basketsPerSecond) baskets/s, \(reconnects) reconnects",
      "journal     \(head) events, hash \(hash?.description ?? "not verified")",
    ] + problems.map { "problem     \($0)" }
  }
}
