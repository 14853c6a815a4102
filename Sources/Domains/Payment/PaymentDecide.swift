// Taking money: how much of what is handed over is applied, and what goes back (laws M6 and M7).

package import Values
internal import Wire

/// What taking a payment comes to.
package struct Taken: Equatable, Sendable {
  package let tendered: Money
  package let applied: Money
  package let change: Money
  /// What cash rounding adds to the sale's total; not zero only when cash settles it.
  package let rounding: Money

  /// Decides a payment.
  ///
  /// - Parameters:
  ///   - given: what is handed over; nil for exactly what is due.
  ///   - due: what the sale still needs, more than zero.
  ///   - cashStep: the smallest cash amount in minor units.
  /// - Throws: why the money is not taken.
  package init(
    _ tender: Tender, given: Money?, due: Money, cashStep: Int64
  ) throws(PaymentRefusal) {
    let cashDue: Money
    do {
      cashDue =
        tender.givesChange
        ? Money(try Rounding.nearest(due.minor, step: cashStep), due.currency) : due
    } catch {
      throw .amount(error)
    }
    let given = given ?? cashDue
    guard given.currency == due.currency else {
      throw .wrongCurrency(given.currency, expected: due.currency)
    }
    guard (0...Limits.amountMinor).contains(given.minor), given.minor > 0 || cashDue.isZero else {
      throw .amountOutOfRange(given.minor)
    }
    tendered = given
    // Odd cents between the due and the rounded due settle it as well: none are owed back.
    guard given.minor >= min(cashDue.minor, due.minor) else {
      applied = given
      change = .zero(due.currency)
      rounding = .zero(due.currency)
      return
    }
    guard tender.givesChange || given == due else {
      throw .moreThanDue(tender, given: given, due: due)
    }
    applied = Money(min(given.minor, cashDue.minor), due.currency)
    change = Money(given.minor - applied.minor, due.currency)
    rounding = Money(applied.minor - due.minor, due.currency)
  }
}

/// A terminal's reference, checked for what must never be stored.
package enum PaymentReference {
  /// - Throws: `cardNumber` for 13 or more digits that pass the Luhn check (ISO/IEC 7812-1),
  ///   spaces and dashes ignored, and for magnetic stripe data.
  package static func check(_ ref: String) throws(PaymentRefusal) {
    guard ref.count <= Limits.code else { throw .referenceTooLong }
    if ref.hasPrefix("%B") || ref.hasPrefix(";") { throw .cardNumber }
    // Groups of digits that only spaces and dashes part may be one number, or one beside others.
    var groups: [[UInt8]] = []
    var digits: [UInt8] = []
    for byte in Array(ref.utf8) + [0] {
      if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        digits.append(byte - UInt8(ascii: "0"))
        continue
      }
      if !digits.isEmpty { groups.append(digits) }
      digits = []
      if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-") { continue }
      if holdsCardNumber(groups) { throw .cardNumber }
      groups = []
    }
  }

  private static func holdsCardNumber(_ groups: [[UInt8]]) -> Bool {
    groups.indices.contains { first in
      var digits: [UInt8] = []
      return groups[first...].contains { group in
        digits += group
        return isCardNumber(digits)
      }
    }
  }

  private static func isCardNumber(_ digits: [UInt8]) -> Bool {
    guard (13...19).contains(digits.count) else { return false }
    var sum = 0
    for (index, digit) in digits.reversed().enumerated() {
      let doubled = index.isMultiple(of: 2) ? Int(digit) : Int(digit) * 2
      sum += doubled > 9 ? doubled - 9 : doubled
    }
    return sum.isMultiple(of: 10)
  }
}
