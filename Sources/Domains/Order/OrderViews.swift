// A sale as the list of sales and the protocol show it.

package import Values

extension Order {
  /// The sale's row in the list of sales.
  package var row: SaleRow {
    SaleRow(
      id: id, state: state, revision: revision, opened: opened, shift: shift,
      total: completed?.total ?? totals.total, number: completed?.number)
  }

  /// The sale as results show it (protocol.md, "A sale in a result").
  package var view: SaleView {
    let totals = totals
    let total = totals.total
    let rounding = completed?.rounding ?? .zero(rules.currency)
    let settled = Money(total.minor &+ rounding.minor &- paid.minor, rules.currency)
    let due = state == .voided ? Money.zero(rules.currency) : settled
    return SaleView(
      id: id, rev: revision, state: state, number: completed?.number,
      lines: lines.map(\.view), subtotal: totals.subtotal, discount: totals.discount,
      tax: totals.tax, total: total, rounding: completed?.rounding, paid: paid, due: due,
      payments: payments.map(\.view))
  }
}

extension Order.Line {
  var view: SaleView.Line {
    SaleView.Line(
      line: number, kind: item.kind, sku: item.sku, code: item.code, name: item.name,
      qty: quantity, unit: item.unit, unitPrice: item.price,
      discount: .zero(item.price.currency), total: total, taxClass: item.taxClass,
      taxRate: item.rate, voided: voided)
  }
}

extension Order.Payment {
  var view: SaleView.Payment {
    SaleView.Payment(
      id: id, tender: tender, tendered: tendered, applied: applied, change: change, ref: ref)
  }
}

/// A sale in a result.
package struct SaleView: Codable, Equatable, Sendable {
  package struct Line: Codable, Equatable, Sendable {
    package let line: Int
    package let kind: LineItem.Kind
    package let sku: String?
    package let code: String?
    package let name: String
    package let qty: Quantity
    package let unit: String?
    package let unitPrice: Money
    package let discount: Money
    package let total: Money
    package let taxClass: String
    package let taxRate: Rate
    package let voided: Bool
  }

  package struct Payment: Codable, Equatable, Sendable {
    package let id: ID
    package let tender: String
    package let tendered: Money
    package let applied: Money
    package let change: Money
    package let ref: String?
  }

  package let id: ID
  package let rev: Int64
  package let state: SaleState
  /// The receipt's number, once completed.
  package let number: String?
  package let lines: [Line]
  package let subtotal: Money
  package let discount: Money
  package let tax: [TaxShare]
  package let total: Money
  /// What cash rounding added, once completed.
  package let rounding: Money?
  package let paid: Money
  package let due: Money
  package let payments: [Payment]
}
