// What people type, read into values: amounts in major units, quantities, ids, counted coins.

internal import ArgumentParser
internal import Domains
internal import Values
internal import Wire

/// An amount as typed, such as `12.90`; it becomes money with the till's currency.
struct Amount: ExpressibleByArgument {
  private let whole: Int64
  /// The digits after the point.
  private let decimals: String

  init?(argument: String) {
    let parts = argument.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = DecimalText.digits(parts[0]) else { return nil }
    if parts.count == 2, DecimalText.digits(parts[1]) == nil { return nil }
    self.whole = whole
    decimals = parts.count == 2 ? String(parts[1]) : ""
  }

  /// The amount in the currency's minor units.
  ///
  /// - Throws: a usage error for more decimals than the currency has, or for too much.
  func money(_ currency: Currency) throws -> Money {
    guard decimals.count <= currency.exponent else {
      throw ValidationError(
        "An amount in \(currency) has \(currency.exponent) decimals, not \(decimals.count).")
    }
    let missing = String(repeating: "0", count: currency.exponent - decimals.count)
    guard let minor = DecimalText.scaled(whole, by: currency.exponent, plus: decimals + missing)
    else { throw ValidationError("That amount is too large.") }
    return Money(minor, currency)
  }
}

extension Quantity: ExpressibleByArgument {
  /// A quantity as typed, such as `2` or `0.25`.
  package init?(argument: String) {
    let parts = argument.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = DecimalText.digits(parts[0]) else { return nil }
    let decimals = parts.count == 2 ? String(parts[1]) : "0"
    guard (1...3).contains(decimals.count), DecimalText.digits(Substring(decimals)) != nil,
      let milli = DecimalText.scaled(
        whole, by: 3, plus: decimals + String(repeating: "0", count: 3 - decimals.count))
    else { return nil }
    self.init(milli: milli)
  }
}

extension ID: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

/// Counted notes and coins as typed: `5000x2,1000x3` is two of 5000 minor units and three of 1000.
struct CountedCoins: ExpressibleByArgument {
  let denominations: [Denomination]

  init?(argument: String) {
    struct Pile: Encodable {
      let minor: Int64
      let count: Int64
    }
    var piles: [Pile] = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let numbers = part.split(separator: "x", omittingEmptySubsequences: false)
      guard numbers.count == 2, let minor = DecimalText.digits(numbers[0]),
        let count = DecimalText.digits(numbers[1])
      else { return nil }
      piles.append(Pile(minor: minor, count: count))
    }
    guard let read = try? JSON.decode([Denomination].self, from: JSON.bytes(piles)) else {
      return nil
    }
    denominations = read
  }
}

/// Decimal digits without a sign.
private enum DecimalText {
  /// The number that one to eighteen digits write, or nil for anything else.
  static func digits(_ text: Substring) -> Int64? {
    guard (1...18).contains(text.utf8.count),
      text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    return Int64(text)
  }

  /// `whole` moved by a number of decimal places plus the number that exactly fills them.
  static func scaled(_ whole: Int64, by places: Int, plus fraction: String) -> Int64? {
    var value = whole
    for digit in fraction.utf8.prefix(places) {
      let (shifted, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, tooLargeStill) = shifted.addingReportingOverflow(
        Int64(digit - UInt8(ascii: "0")))
      if tooLarge || tooLargeStill { return nil }
      value = sum
    }
    return value
  }
}
