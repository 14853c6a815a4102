// Amounts of money: integer minor units of one currency. No formatting for people, no rates.

/// An amount of money in whole minor units (cents) of one currency.
///
/// Arithmetic is exact; a result that does not fit is an error (`ValueFault.overflow`).
/// On the wire: `{"minor":1299,"cur":"EUR"}` (protocol.md, Rules).
package struct Money: Hashable, Sendable {
  /// Minor units, for example cents; may be negative.
  package let minor: Int64
  package let currency: Currency

  package init(_ minor: Int64, _ currency: Currency) {
    self.minor = minor
    self.currency = currency
  }

  package static func zero(_ currency: Currency) -> Money { Money(0, currency) }

  package var isZero: Bool { minor == 0 }

  /// - Throws: `overflow`, or `currencyMismatch` for amounts of two currencies.
  package func adding(_ other: Money) throws(ValueFault) -> Money {
    try check(other)
    let (sum, overflow) = minor.addingReportingOverflow(other.minor)
    if overflow { throw .overflow }
    return Money(sum, currency)
  }

  /// - Throws: `overflow`, or `currencyMismatch` for amounts of two currencies.
  package func subtracting(_ other: Money) throws(ValueFault) -> Money {
    try check(other)
    let (difference, overflow) = minor.subtractingReportingOverflow(other.minor)
    if overflow { throw .overflow }
    return Money(difference, currency)
  }

  /// - Throws: `overflow` for the one amount that has no opposite, `Int64.min`.
  package func negated() throws(ValueFault) -> Money {
    try Money.zero(currency).subtracting(self)
  }

  /// Law M1: quantity times unit price, rounded once, half away from zero.
  package func times(_ quantity: Quantity) throws(ValueFault) -> Money {
    Money(
      try Rounding.quotient(Int128(minor) * Int128(quantity.milli), 1000), currency)
  }

  /// The share of this amount that a rate makes, rounded half away from zero.
  package func times(_ rate: Rate) throws(ValueFault) -> Money {
    Money(
      try Rounding.quotient(Int128(minor) * Int128(rate.milliPercent), Rate.whole), currency)
  }

  /// The sum of amounts that are all of one currency.
  package static func sum(
    _ amounts: some Sequence<Money>, _ currency: Currency
  ) throws(ValueFault) -> Money {
    var total = Money.zero(currency)
    for amount in amounts { total = try total.adding(amount) }
    return total
  }

  private func check(_ other: Money) throws(ValueFault) {
    guard currency == other.currency else { throw .currencyMismatch(currency, other.currency) }
  }
}

extension Money: CustomStringConvertible {
  /// The amount with a decimal point and its code, such as `-12.90 EUR`.
  package var description: String { "\(digits(mark: ".")) \(currency)" }

  /// The amount as digits with the currency's decimals, such as `12.90` or `-0.05`.
  package func digits(mark: String) -> String {
    let digits = String(minor.magnitude)
    let sign = minor < 0 ? "-" : ""
    let exponent = currency.exponent
    guard exponent > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(0, exponent + 1 - digits.count)) + digits
    return sign + padded.dropLast(exponent) + mark + padded.suffix(exponent)
  }
}

extension Money: Codable {
  private enum Keys: String, CodingKey { case minor, cur }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    minor = try container.decode(Int64.self, forKey: .minor)
    currency = try container.decode(Currency.self, forKey: .cur)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(minor, forKey: .minor)
    try container.encode(currency, forKey: .cur)
  }
}
