// Codes become lines in the naive shop, whoever scanned them.

internal import Domains
internal import Values
internal import Wire

extension NaiveShop {
  mutating func scan(_ params: AnyJSON, _ account: inout Account) throws(Violation) -> AnyJSON {
    let offered = account.offeredItem
    let item = try scanned(params.field("code").words ?? "", offered, account)
    let milli = params.field("qty").whole ?? account.offeredQuantity(onTopOf: self, params, item)
    return try add(item, milli, params, &account)
  }

  /// The line that a code sells.
  ///
  /// - Parameter offered: the one that the till added; nil where it raised the quantity of the last
  ///   line.
  private func scanned(
    _ code: String, _ offered: AnyJSON?, _ account: Account
  ) throws(Violation) -> AnyJSON {
    let key = code.barcode
    let found = products.values.filter {
      $0.field("active").truth == true && $0.field("barcodes").items.contains(.string(key))
    }
    if found.count == 1, !key.hasPrefix("02") {
      let mine = try item(found[0], code: offered?.field("code") ?? .null, account)
      guard let offered else { return mine }
      // Unless the label says so itself.
      if let difference = offered.difference(from: mine), code.allSatisfy(\.isNumber) {
        throw Violation(
          Difference.law(of: difference, in: "scan"), "\(account.words): \(difference)",
          at: account.position)
      }
      return offered
    }
    guard let offered else { throw account.refusal("no product has the code \(code)") }
    if let sku = offered.field("sku").words {
      guard let product = products[sku] else { throw account.refusal("there is no \(sku)") }
      let mine = try item(product, code: offered.field("code"), account)
      let free: Set = ["price", "unit"]
      if let difference = offered.without(free).difference(from: mine.without(free)) {
        throw Violation(Law.rules, "\(account.words): \(difference)", at: account.position)
      }
    } else if offered.field("price").minor != 0 || offered.field("kind").words != "unknown" {
      throw Violation(Law.totals, "an unknown code has a price", at: account.position)
    }
    return offered
  }

  /// A scanner sold something: nobody commanded it, and it must follow the same rules.
  mutating func followScanner(_ happening: Happening) throws(Violation) {
    var account = Account([happening], of: "a scan")
    let id = happening.event.stream.id
    switch happening.event.type {
    case "sale.opened":
      guard current == nil, shift != nil else { throw account.refusal("it opens a second sale") }
      _ = try account.take("sale.opened", about: nil, .object(["rules": rules.json]))
      sales[id] = NaiveSale(id: id, rules: rules)
      sales[id]?.revision = 1
      current = id
    case "sale.line_added":
      let offered = happening.body.field("item")
      let item = try scanned(offered.field("code").words ?? "", offered, account)
      _ = try add(item, account.offeredQuantity ?? 0, .object([:]), &account)
      guard current == id else { throw account.refusal("it goes to another sale") }
    default:
      guard mergesRepeats, current == id, var sale = sales[id], sale.payments.isEmpty,
        let last = sale.lines.lastIndex(where: { !$0.isVoided }),
        let qty = happening.body.field("qty").whole, qty > sale.lines[last].milli
      else { throw account.refusal("it changes a quantity") }
      _ = try account.take(
        "sale.quantity_changed", about: id,
        .object([
          "line": .integer(sale.lines[last].number), "qty": .integer(qty),
          "was": .integer(sale.lines[last].milli),
        ]))
      sale.lines[last].milli = qty
      sale.revision += 1
      sales[id] = sale
    }
  }
}

extension Account {
  /// The item of the line that was added.
  var offeredItem: AnyJSON? {
    rest.first { $0.event.type == "sale.line_added" }?.body.field("item")
  }

  /// The quantity of the line that was added.
  var offeredQuantity: Int64? {
    rest.first { $0.event.type == "sale.line_added" }?.body.field("qty").whole
  }

  /// A label may carry the quantity: what the till took it for.
  func offeredQuantity(onTopOf shop: NaiveShop, _ params: AnyJSON, _ item: AnyJSON) -> Int64 {
    if let code = params.field("code").words, code.count <= 14, !code.hasPrefix("2") { return 1000 }
    if let offered = offeredQuantity { return offered }
    let change = rest.first { $0.event.type == "sale.quantity_changed" }?.body
    return (change?.field("qty").whole ?? 1000) - (change?.field("was").whole ?? 0)
  }
}
