// What the customer sees on the counter's display: only what is durable, and only when it changes.

internal import Domains
internal import Receipt
internal import Values

/// What the customer's display shows now, and what it shows when no sale is open.
struct CustomerView: Sendable {
  var lines: CustomerLines?
  /// The sale that was just paid, until the next one begins.
  var farewell: (total: Money, change: Money)?
}

extension Till {
  /// Whether anybody would see it.
  private var hasDisplay: Bool { devices.values.contains { $0.kind == "display" } }

  /// Notes a sale that is over; called with what has become durable.
  mutating func noteCustomer(_ event: Event) {
    guard hasDisplay else { return }
    switch event.type {
    case "sale.completed":
      guard case .order(.completed(let completed))? = try? Fact(event) else { return }
      customer.farewell = (completed.total, completed.change)
    case "sale.opened", "sale.recalled", "sale.voided", "shift.closed":
      customer.farewell = nil
    default: break
    }
  }

  /// Shows the customer how the sale stands.
  mutating func showCustomer(_ work: inout Work) {
    guard hasDisplay else { return }
    let lines = customerLines
    guard lines != customer.lines else { return }
    customer.lines = lines
    work.effects.append(.show(lines))
  }

  private var customerLines: CustomerLines {
    let settings = shown.settings
    let phrases = settings.phrases
    guard let id = shown.current, let order = shown.orders[id] else {
      if let farewell = customer.farewell {
        let lower: CustomerLines.Line =
          farewell.change.minor == 0
          ? .init(settings.receiptFooter.first ?? "")
          : .init(phrases.change, phrases.amount(farewell.change))
        return CustomerLines(
          upper: .init(phrases.total, phrases.amount(farewell.total)), lower: lower)
      }
      let greeting = shown.shift == nil ? "" : settings.receiptFooter.first ?? ""
      return CustomerLines(upper: .init(settings.shopName), lower: .init(greeting))
    }
    let totals = order.totals
    if !order.payments.isEmpty {
      return CustomerLines(
        upper: .init(phrases.total, phrases.amount(totals.total)),
        lower: .init(phrases.toPay, phrases.amount(order.view.due)))
    }
    guard let line = order.liveLines.last else {
      return CustomerLines(upper: .init(settings.shopName), lower: .init(""))
    }
    let name =
      line.quantity == .one
      ? line.item.name : "\(phrases.quantity(line.quantity)) \(line.item.name)"
    return CustomerLines(
      upper: .init(name, phrases.amount(line.total)),
      lower: .init(phrases.total, phrases.amount(totals.total)))
  }
}
