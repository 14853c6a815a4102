// Lines of sales in the naive shop.

internal import Domains
internal import Values
internal import Wire

extension NaiveShop {
  mutating func add(_ params: AnyJSON, _ account: inout Account) throws(Violation) -> AnyJSON {
    guard let sku = params.field("sku").words, let product = products[sku] else {
      throw account.refusal("there is no product \(params.field("sku").words ?? "")")
    }
    let item = try item(product, code: .null, account)
    let weighed = params.field("weigh").truth == true
    let milli = weighed ? account.offeredQuantity : params.field("qty").whole
    return try add(item, milli ?? 1000, params, &account)
  }

  func item(
    _ product: AnyJSON, code: AnyJSON, _ account: Account
  ) throws(Violation) -> AnyJSON {
    guard product.field("active").truth == true else {
      throw account.refusal("the product is not sold any more")
    }
    let taxClass = product.field("taxClass")
    guard let rate = rate(of: taxClass.words ?? "") else {
      throw account.refusal("its tax class is unknown")
    }
    return AnyJSON.object([
      "kind": .string("item"), "sku": product.field("sku"), "code": code,
      "name": product.field("name"), "price": product.field("price"),
      "unit": product.field("unit"), "taxClass": taxClass, "rate": .integer(rate),
      "category": product.field("category"),
    ]).withoutNulls
  }

  mutating func add(
    _ item: AnyJSON, _ milli: Int64, _ params: AnyJSON, _ account: inout Account
  ) throws(Violation) -> AnyJSON {
    var sale: NaiveSale
    if let id = params.id("sale") ?? current {
      sale = try open(id, params, account)
      guard sale.payments.isEmpty else { throw account.refusal("the sale is paid in part") }
    } else {
      guard shift != nil else { throw account.refusal("no shift is open") }
      let opened = try account.take(
        "sale.opened", about: nil, .object(["rules": rules.json]))
      sale = NaiveSale(id: opened.event.stream.id, rules: rules)
      sale.revision = 1
      current = sale.id
    }
    guard milli >= 1 else { throw account.refusal("it sells nothing") }
    if mergesRepeats, let last = sale.lines.lastIndex(where: { !$0.isVoided }),
      sale.lines[last].isSame(as: item), sale.lines[last].milli + milli <= 1_000_000_000
    {
      let was = sale.lines[last].milli
      sale.lines[last].milli = was + milli
      _ = try account.take(
        "sale.quantity_changed", about: sale.id,
        .object([
          "line": .integer(sale.lines[last].number), "qty": .integer(was + milli),
          "was": .integer(was),
        ]))
    } else {
      let number = Int64(sale.lines.count) + 1
      _ = try account.take(
        "sale.line_added", about: sale.id,
        .object(["line": .integer(number), "item": item, "qty": .integer(milli)]))
      sale.lines.append(NaiveSale.Line(number: number, item: item, milli: milli))
    }
    sale.revision += 1
    sales[sale.id] = sale
    return .object(["sale": sale.view])
  }

  mutating func changeLine(
    _ params: AnyJSON, _ account: inout Account
  ) throws(Violation) -> AnyJSON {
    var sale = try open(params.id("sale"), params, account)
    guard sale.payments.isEmpty else { throw account.refusal("the sale is paid in part") }
    let number = params.field("line")
    guard let index = sale.lines.firstIndex(where: { $0.number == number.whole }),
      !sale.lines[index].isVoided
    else { throw account.refusal("the line is not there or voided") }
    if let qty = params.field("qty").whole {
      guard qty >= 1 else { throw account.refusal("the quantity is \(qty)") }
      _ = try account.take(
        "sale.quantity_changed", about: sale.id,
        .object(["line": number, "qty": .integer(qty), "was": .integer(sale.lines[index].milli)]))
      sale.lines[index].milli = qty
    } else {
      let reason = params.field("void").field("reason").words?.trimmed ?? ""
      _ = try account.take(
        "sale.line_voided", about: sale.id, .object(["line": number, "reason": .string(reason)]))
      sale.lines[index].isVoided = true
      shift?.entries.append(.voidedLine)
    }
    sale.revision += 1
    sales[sale.id] = sale
    return .object(["sale": sale.view])
  }
}

extension NaiveSale.Line {
  /// Whether selling this item again may raise the quantity of this line.
  func isSame(as other: AnyJSON) -> Bool {
    !isUnknown
      && ["sku", "price", "rate", "taxClass"].allSatisfy { item.field($0) == other.field($0) }
  }
}
