// Payment in the naive shop: money, receipt numbers, what follows.

internal import Domains
internal import Values
internal import Wire

extension NaiveShop {
  mutating func pay(_ params: AnyJSON, _ account: inout Account) throws(Violation) -> AnyJSON {
    var sale = try open(params.id("sale") ?? current, params, account)
    guard !sale.live.isEmpty, !sale.live.contains(where: \.isUnknown) else {
      throw account.refusal("there is nothing to pay, or an unknown line")
    }
    let tender = params.field("tender").words ?? ""
    guard tender == "cash" || tender == "card" else { throw account.refusal("of its tender") }
    let coin = tender == "cash" ? sale.rules.cashStep : nil
    guard let handing = Handing(given: params.field("given").minor, due: sale.due, coin: coin)
    else {
      throw account.refusal("the amount cannot be taken")
    }
    var payment: NaiveSale.Payment?
    if handing.tendered > 0 {
      let amounts = NaiveSale.Payment(
        id: sale.id, tender: tender, handing: handing, ref: params.field("ref"))
      let captured = try account.take(
        "payment.captured", about: nil,
        sale.amounts(amounts).merging(["sale": .string(sale.id.description)]))
      let taken = NaiveSale.Payment(
        id: captured.event.stream.id, tender: tender, handing: handing, ref: params.field("ref"))
      _ = try account.take(
        "sale.payment_applied", about: sale.id,
        sale.amounts(taken).merging(["payment": .string(taken.id.description)]))
      sale.payments.append(taken)
      sale.revision += 1
      shift?.entries.append(.money(tender: tender, handing.applied))
      payment = taken
    }
    var answer: [String: AnyJSON] = ["payment": payment.map { sale.view(of: $0) } ?? .null]
    if sale.paid == sale.total + handing.rounding {
      answer.merge(try complete(&sale, handing, &account)) { _, new in new }
    }
    sales[sale.id] = sale
    answer["sale"] = sale.view
    answer["due"] = sale.money(sale.due)
    return AnyJSON.object(answer).withoutNulls
  }

  private mutating func complete(
    _ sale: inout NaiveSale, _ handing: Handing, _ account: inout Account
  ) throws(Violation) -> [String: AnyJSON] {
    let origin = account.origin
    let name = settings["till.id"]?.words ?? "T1"
    let series = origin == 1 ? name : "\(name).\(origin)"
    let serial = (serials[series] ?? 0) + 1
    serials[series] = serial
    let digits = String(1_000_000 + serial).dropFirst()
    let number = "\(series)-\(serial < 1_000_000 ? String(digits) : String(serial))"
    let usesCash = sale.payments.contains { $0.tender == "cash" }
    let completed = try account.take(
      "sale.completed", about: sale.id,
      .object([
        "number": .string(number), "serial": .integer(serial),
        "lines": .integer(Int64(sale.live.count)), "subtotal": sale.money(sale.subtotal),
        "discount": sale.money(0), "tax": sale.taxList, "total": sale.money(sale.total),
        "rounding": sale.money(handing.rounding), "change": sale.money(handing.change),
      ]), free: ["printJob", "kickJob"])
    let kick = completed.body.field("kickJob").whole
    guard (kick != nil) == usesCash else {
      throw Violation(
        Law.kick,
        "\(number) has \(kick == nil ? "no" : "a") kick, and cash "
          + "\(usesCash ? "moved" : "did not move")", at: completed.event.position)
    }
    (sale.number, sale.rounding, sale.state) = (number, handing.rounding, .completed)
    sale.revision += 1
    shift?.entries.append(.sale(sale))
    receipts[number] = (sale.id, 0)
    if current == sale.id { current = nil }
    return [
      "receipt": .string(number), "change": sale.money(handing.change),
      "drawer": .string(usesCash ? Drawer.any : Drawer.none),
      "print": .job(completed.body.field("printJob")),
    ]
  }
}

/// What an answer may say of the drawer.
enum Drawer {
  static let none = "none"
  /// Opened, failed or unverified: only the drawer knows.
  static let any = "any"
}
