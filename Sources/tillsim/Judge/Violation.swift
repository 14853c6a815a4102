// What the judge is told and what it says: commands that were sent, laws that were broken.

internal import Values
internal import Wire

/// What went wrong, in one sentence, with the law it breaks.
struct Violation: Error, Equatable {
  /// One of `Law.all`.
  let law: String
  let what: String
  /// The position of the event that shows it, where one does.
  let position: Int64?

  init(_ law: String, _ what: String, at position: Int64? = nil) {
    (self.law, self.what, self.position) = (law, what, position)
  }
}

extension Violation: CustomStringConvertible {
  var description: String {
    "\(law): \(what)\(position.map { " (event \($0))" } ?? "")"
  }
}

/// The laws by name, so that a planted bug can be matched with the law it breaks.
enum Law {
  /// Each hash follows from the event before it.
  static let chain = "chain"
  /// Positions, sequences and revisions have no gaps and no repeats.
  static let gapless = "gapless"
  /// Hybrid time rises with every event, whatever the wall clock does.
  static let time = "time"
  /// Events of a shift carry it and its business day.
  static let day = "day"
  /// Receipt numbers and Z numbers are unique and gapless.
  static let numbers = "numbers"
  /// What was acknowledged, told, printed or kicked is on the disk, also after a crash.
  static let durability = "durability"
  /// A command is carried out once, and its record is committed with its events.
  static let once = "once"
  /// The same command gets the same answer for ever.
  static let answers = "answers"
  /// The same id with another body is a conflict, and only that is.
  static let conflict = "conflict"
  /// The till does what the rules of the shop allow, and writes down what it did.
  static let rules = "rules"
  /// Lines, totals and what is due (M1, M3 to M5).
  static let totals = "totals"
  static let tax = "tax"
  /// Tendered, applied, change and cash rounding (M6, M7).
  static let payment = "payment"
  /// Money is neither made nor lost between payments and sales.
  static let money = "money"
  /// The drawer holds float, cash of sales and cash moves.
  static let drawer = "drawer"
  /// A Z is the sum of its shift.
  static let z = "z"
  /// Jobs move along allowed ways only, and each sale has exactly one receipt.
  static let outbox = "outbox"
  /// Started before printed, at most one paper without COPY.
  static let paper = "paper"
  /// One pulse for one kick.
  static let kick = "kick"
  /// In the end everything is answered and settled, or waits for a person.
  static let liveness = "liveness"
}

/// One command as a client sent it.
struct Sent: Equatable {
  let cmd: ID
  let method: String
  /// Without secrets, `cmd` included.
  let params: AnyJSON

  init(cmd: ID, method: String, params: AnyJSON) {
    (self.cmd, self.method, self.params) = (cmd, method, params.withoutNulls)
  }
}
