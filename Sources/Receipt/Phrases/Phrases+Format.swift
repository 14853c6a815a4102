// Amounts, quantities, rates, dates and times as a language writes them: integers only, and no
// tables but the language's own.

internal import ESCPOS
package import Values

extension Phrases {
  /// Digits with the language's decimal mark, without the currency.
  package func amount(_ money: Money) -> String {
    fixed(money.minor, decimals: money.currency.exponent)
  }

  /// An amount with its currency, as a price is written on a shelf: `2.40 €`, or `£2.40`.
  ///
  /// Currencies without a sign of their own that any printer has are written by their code.
  package func price(_ money: Money) -> String {
    let signs = ["EUR": "€", "GBP": "£", "USD": "$"]
    guard let sign = signs[money.currency.code] else { return "\(amount(money)) \(money.currency)" }
    switch figures.sign {
    case .before: return sign + amount(money)
    case .after: return "\(amount(money)) \(sign)"
    }
  }

  /// The amount as a deduction: 1.90 off is printed -1.90.
  package func deduction(_ money: Money) -> String {
    amount((try? money.negated()) ?? money)
  }

  /// A quantity without trailing zeros.
  package func quantity(_ quantity: Quantity) -> String {
    let thousandths = quantity.milli
    if thousandths % 1000 == 0 { return fixed(thousandths / 1000, decimals: 0) }
    if thousandths % 100 == 0 { return fixed(thousandths / 100, decimals: 1) }
    if thousandths % 10 == 0 { return fixed(thousandths / 10, decimals: 2) }
    return fixed(thousandths, decimals: 3)
  }

  /// A percentage without trailing zeros, with its sign.
  package func rate(_ rate: Rate) -> String {
    quantity(Quantity(milli: Int64(rate.milliPercent))) + figures.percent
  }

  /// A quantity and what each costs, such as `2 x 2.40` or `0.355 kg x 2.90`.
  package func quantity(_ quantity: Quantity, _ unit: String?, at price: Money) -> String {
    let count = self.quantity(quantity) + (unit.map { " \($0)\(apart)" } ?? "")
    return "\(count) \(figures.times) \(amount(price))"
  }

  /// A date, all its digits.
  package func date(_ date: CivilDate) -> String {
    switch figures.dates {
    case .yearFirst: date.description
    case .dayFirst(let mark):
      "\(two(date.day))\(mark)\(two(date.month))\(mark)\(four(date.year))"
    }
  }

  /// Local date, hours and minutes of a zone that is `offsetSeconds` east of UTC.
  package func moment(_ time: Timestamp, offsetSeconds: Int) -> String {
    let (hour, minute, _, _) = time.time(offsetSeconds: offsetSeconds)
    return "\(date(time.date(offsetSeconds: offsetSeconds))) \(two(hour)):\(two(minute))"
  }

  /// Keeps an amount's digits from following the letters before it: a mark in right-to-left text.
  var apart: String { direction == .rightToLeft ? DirectionMark.rightToLeft : "" }

  /// An integer with its last digits behind the decimal mark.
  private func fixed(_ value: Int64, decimals: Int) -> String {
    // ASCII digits from the last to the first; a value has at most 19.
    var digits: [UInt8] = []
    digits.reserveCapacity(24)
    var rest = value.magnitude
    let mark = figures.decimalMark.utf8
    while rest > 0 || digits.count <= decimals + (decimals > 0 ? mark.count : 0) {
      if decimals > 0, digits.count == decimals { digits += mark.reversed() }
      digits.append(0x30 + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    }
    if value < 0 { digits += figures.minus.utf8.reversed() }
    digits.reverse()
    return String(decoding: digits, as: UTF8.self)
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private func four(_ number: Int) -> String {
    number < 0 || number > 999
      ? "\(number)" : String(repeating: "0", count: 4 - "\(number)".utf8.count) + "\(number)"
  }
}
