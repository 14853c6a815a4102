// A customer's receipt as values: what was sold, what it cost, how it was paid. Its document is in
// SaleReceipt+Document.swift.

package import Values

/// Everything that a sale's receipt says.
///
/// All amounts are of one currency and have been calculated before; nothing is added up here but
/// the subtotal and what is to be paid after rounding.
package struct SaleReceipt: Sendable {
  /// One article; voided ones are not on paper.
  package struct Line: Sendable {
    package var name: String
    package var quantity: Quantity
    /// For example `kg`; nil for pieces.
    package var unit: String?
    package var unitPrice: Money
    /// What was taken off this line, a positive amount on a sale; zero when nothing.
    package var discount: Money
    /// After the line's own discount.
    package var total: Money
    /// Refers to a row of the tax table, for example `A`.
    package var taxMark: String

    package init(
      name: String, quantity: Quantity, unit: String?, unitPrice: Money, discount: Money,
      total: Money, taxMark: String
    ) {
      self.name = name
      self.quantity = quantity
      self.unit = unit
      self.unitPrice = unitPrice
      self.discount = discount
      self.total = total
      self.taxMark = taxMark
    }
  }

  /// One rate's row of the tax table.
  package struct Tax: Sendable {
    package var mark: String
    package var rate: Rate
    package var net: Money
    package var tax: Money

    package init(mark: String, rate: Rate, net: Money, tax: Money) {
      self.mark = mark
      self.rate = rate
      self.net = net
      self.tax = tax
    }
  }

  /// One payment.
  package struct Tender: Sendable {
    /// As the journal names it, such as `cash`; it is printed as the language has it.
    package var name: String
    /// What was handed over, before change.
    package var amount: Money
    /// A card slip's or voucher's number.
    package var reference: String?

    package init(name: String, amount: Money, reference: String?) {
      self.name = name
      self.amount = amount
      self.reference = reference
    }
  }

  package var imprint: Imprint
  package var lines: [Line]
  /// What was taken off the whole sale; zero when nothing.
  package var discount: Money
  package var taxes: [Tax]
  package var taxIncluded: Bool
  /// What the sale costs, before cash rounding.
  package var total: Money
  /// What cash rounding adds to the total; zero when nothing.
  package var rounding: Money
  package var tenders: [Tender]
  package var change: Money
  /// Where the receipt can be read on a telephone; printed as a QR code.
  package var link: String?

  package init(
    imprint: Imprint, lines: [Line], discount: Money, taxes: [Tax], taxIncluded: Bool,
    total: Money, rounding: Money, tenders: [Tender], change: Money, link: String? = nil
  ) {
    self.imprint = imprint
    self.lines = lines
    self.discount = discount
    self.taxes = taxes
    self.taxIncluded = taxIncluded
    self.total = total
    self.rounding = rounding
    self.tenders = tenders
    self.change = change
    self.link = link
  }
}
