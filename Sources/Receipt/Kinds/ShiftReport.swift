// The X and Z reports of a shift as values. Their document is in ShiftReport+Document.swift.

package import Values

/// What a shift has come to: X while it is open, Z when it closes.
///
/// All amounts are of one currency and have been calculated before.
package struct ShiftReport: Sendable {
  package enum Kind: Sendable, Equatable {
    case x
    /// The closing, by its gapless number.
    case z(number: Int)
  }

  /// What was paid by one kind of tender.
  package struct TenderTotal: Sendable {
    /// As the journal names it, such as `cash`; it is printed as the language has it.
    package var name: String
    package var count: Int
    package var amount: Money

    package init(name: String, count: Int, amount: Money) {
      self.name = name
      self.count = count
      self.amount = amount
    }
  }

  /// The cash drawer: what went in and out, and what was found in it.
  package struct Cash: Sendable {
    package var float: Money
    package var sales: Money
    package var payIns: Money
    /// A positive amount that left the drawer.
    package var payOuts: Money
    /// A positive amount that left the drawer for the safe.
    package var drops: Money
    package var expected: Money
    /// Nil before the count.
    package var counted: Money?
    /// Counted less expected; nil before the count.
    package var difference: Money?

    package init(
      float: Money, sales: Money, payIns: Money, payOuts: Money, drops: Money, expected: Money,
      counted: Money?, difference: Money?
    ) {
      self.float = float
      self.sales = sales
      self.payIns = payIns
      self.payOuts = payOuts
      self.drops = drops
      self.expected = expected
      self.counted = counted
      self.difference = difference
    }
  }

  package var kind: Kind
  package var shop: Shop
  package var till: String
  package var openedAt: Timestamp
  package var at: Timestamp
  /// The shop's zone at `at`, east of UTC.
  package var offsetSeconds: Int
  package var businessDay: BusinessDay
  package var sales: Int
  package var gross: Money
  package var tax: [SaleReceipt.Tax]
  package var tenders: [TenderTotal]
  package var voidedSales: Int
  package var voidedLines: Int
  package var noSales: Int
  package var copies: Int
  package var cash: Cash
  /// All that this till ever sold; never reset.
  package var perpetual: Money
  package var firstReceipt: String?
  package var lastReceipt: String?
  /// The short form of the event chain's hash.
  package var hash: String
  /// How many events the chain holds.
  package var events: Int64

  package init(
    kind: Kind, shop: Shop, till: String, openedAt: Timestamp, at: Timestamp, offsetSeconds: Int,
    businessDay: BusinessDay, sales: Int, gross: Money, tax: [SaleReceipt.Tax],
    tenders: [TenderTotal], voidedSales: Int, voidedLines: Int, noSales: Int, copies: Int,
    cash: Cash, perpetual: Money, firstReceipt: String?, lastReceipt: String?, hash: String,
    events: Int64
  ) {
    self.kind = kind
    self.shop = shop
    self.till = till
    self.openedAt = openedAt
    self.at = at
    self.offsetSeconds = offsetSeconds
    self.businessDay = businessDay
    self.sales = sales
    self.gross = gross
    self.tax = tax
    self.tenders = tenders
    self.voidedSales = voidedSales
    self.voidedLines = voidedLines
    self.noSales = noSales
    self.copies = copies
    self.cash = cash
    self.perpetual = perpetual
    self.firstReceipt = firstReceipt
    self.lastReceipt = lastReceipt
    self.hash = hash
    self.events = events
  }
}
