// The words on paper, by their place. Each language is a value in a file of its own; how amounts
// and dates are written is in Phrases+Format.swift.

package import ESCPOS

/// Every word that a paper may print, in one language, and how that language writes figures.
///
/// The words are those that tills of the country print, not translations of the English ones.
package struct Phrases: Sendable {
  /// How figures are written.
  ///
  /// Thousands are never grouped: Austria's machine-readable receipts forbid it, and no customer
  /// misses it on a till receipt.
  struct Figures: Sendable {
    /// Where a price has its currency's sign.
    enum Sign: Sendable { case before, after }

    /// The order of a date's parts and what stands between them.
    enum Dates: Sendable {
      /// `2026-11-21`.
      case yearFirst
      /// `21.11.2026` or `21/11/2026`.
      case dayFirst(mark: String)
    }

    /// Between units and cents.
    let decimalMark: String
    /// Before the digits of a negative amount.
    let minus: String
    /// After the digits of a percentage.
    let percent: String
    /// Between a quantity and a price.
    let times: String
    let dates: Dates
    let sign: Sign
  }

  /// The language by its ISO 639-1 code.
  package let language: String
  package let direction: Direction
  let figures: Figures

  // Every paper.
  package let taxNumber, receipt, till, servedBy, businessDay, clockUntrusted: String
  package let copy, training, trainingNotice, chain, reason, approvedBy, signature: String
  // A sale.
  package let discount, subtotal, total, rounding, toPay, change, reference: String
  package let taxIncluded, tax, rate, net, gross, online: String
  // A return, a gift receipt, a void.
  package let returned, original, originalDate, toRefund, refunded: String
  package let giftReceipt, giftNotice, exchangeUntil: String
  package let voided, voidedReceipt, voidedSale: String
  // X and Z.
  package let xReport, zReport, xNotice, opened, printed, sales, turnover, perpetual: String
  package let voidedSales, voidedLines, noSales, copies: String
  package let cash, float, cashSales, payIns, payOuts, drops, expected, counted: String
  package let difference, firstReceipt, lastReceipt, events: String
  // The drawer.
  package let noSale, paidIn, paidOut, drop, amount: String
  // The kitchen.
  package let order, table, course, guests, waiter, seat, takeAway: String
  package let addition, cancellation, cancelled: String
  // Labels.
  package let before: String
  // The test page.
  package let testPage, printer, paper, dots, fontA, fontB, columns: String
  package let plain, bold, underlined, wide, characters, symbols, picture, job: String
  /// What tenders are called, by the name that the journal has for them.
  let tenders: [String: String]
}

extension Phrases {
  /// Every language there is, by its code's first letters.
  package static let all: [Phrases] = [arabic, german, english, spanish, french]

  /// The words of a language, or nil for a language that is not there.
  ///
  /// - Parameter tag: a BCP 47 language tag; region and script are not looked at, so that `de-AT`
  ///   is German. Case does not matter, and an underscore is as good as a hyphen.
  package static func named(_ tag: String) -> Phrases? {
    let language = tag.prefix { $0 != "-" && $0 != "_" }.lowercased()
    return all.first { $0.language == language }
  }

  /// What people call a tender.
  ///
  /// - Parameter name: the journal's name, such as `cash`, in any case; one that is not known is
  ///   printed as it is, with a capital letter.
  package func tender(_ name: String) -> String {
    tenders[name] ?? tenders[name.lowercased()]
      ?? name.prefix(1).uppercased() + name.dropFirst()
  }
}
