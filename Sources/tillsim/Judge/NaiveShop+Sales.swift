// Whole sales in the naive shop: parked, recalled, voided.

internal import Domains
internal import Values
internal import Wire

extension NaiveShop {
  mutating func hold(_ params: AnyJSON, _ account: inout Account) throws(Violation) -> AnyJSON {
    let sale = try open(params.id("sale"), params, account)
    guard sale.payments.isEmpty else { throw account.refusal("the sale is paid in part") }
    return .object(["sale": try park(sale, &account).view])
  }

  mutating func park(
    _ sale: NaiveSale, _ account: inout Account
  ) throws(Violation) -> NaiveSale {
    var sale = sale
    _ = try account.take("sale.held", about: sale.id, .object([:]))
    (sale.state, sale.revision) = (.parked, sale.revision + 1)
    sales[sale.id] = sale
    if current == sale.id { current = nil }
    return sale
  }

  mutating func recall(_ params: AnyJSON, _ account: inout Account) throws(Violation) -> AnyJSON {
    var sale = try found(params.id("sale"), params, account)
    guard sale.state == .parked else { throw account.refusal("the sale is \(sale.state)") }
    guard current == nil || current == sale.id else { throw account.refusal("another is open") }
    _ = try account.take("sale.recalled", about: sale.id, .object([:]))
    (sale.state, sale.revision, current) = (.open, sale.revision + 1, sale.id)
    sales[sale.id] = sale
    return .object(["sale": sale.view])
  }

  mutating func void(_ params: AnyJSON, _ account: inout Account) throws(Violation) -> AnyJSON {
    var sale = try found(params.id("sale"), params, account)
    guard sale.state == .open || sale.state == .parked else {
      throw account.refusal("the sale is \(sale.state)")
    }
    let refund = sale.payments
    for payment in refund {
      _ = try account.take(
        "payment.reversed", about: payment.id,
        .object([
          "sale": .string(sale.id.description), "tender": .string(payment.tender),
          "amount": sale.money(payment.handing.applied),
        ]))
      _ = try account.take(
        "sale.payment_withdrawn", about: sale.id,
        .object(["payment": .string(payment.id.description)]))
      shift?.entries.append(.money(tender: payment.tender, -payment.handing.applied))
      sale.revision += 1
    }
    let shown = refund.map { sale.view(of: $0) }
    _ = try account.take(
      "sale.voided", about: sale.id,
      .object([
        "reason": .string(params.field("reason").words?.trimmed ?? ""),
        "total": sale.money(sale.total),
      ]))
    (sale.payments, sale.state, sale.revision) = ([], .voided, sale.revision + 1)
    shift?.entries.append(.voidedSale)
    sales[sale.id] = sale
    if current == sale.id { current = nil }
    return AnyJSON.object([
      "sale": sale.view, "refund": shown.isEmpty ? .null : .array(shown),
    ]).withoutNulls
  }

  // MARK: - Finding a sale

  func found(
    _ id: ID?, _ params: AnyJSON, _ account: Account
  ) throws(Violation) -> NaiveSale {
    guard shift != nil else { throw account.refusal("no shift is open") }
    guard let id, let sale = sales[id] else { throw account.refusal("there is no such sale") }
    if let revision = params.field("rev").whole, revision != sale.revision {
      throw account.refusal("it is for revision \(revision) and the sale is at \(sale.revision)")
    }
    return sale
  }

  func open(
    _ id: ID?, _ params: AnyJSON, _ account: Account
  ) throws(Violation) -> NaiveSale {
    let sale = try found(id, params, account)
    guard sale.state == .open else { throw account.refusal("the sale is \(sale.state)") }
    return sale
  }
}

extension AnyJSON {
  func id(_ name: String) -> ID? { field(name).words.flatMap { ID($0) } }
}
