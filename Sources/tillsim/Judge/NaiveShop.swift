// A whole shop, deliberately naive: what the till must come to, worked out a second time from what
// clients sent, with sums of its own. Written from docs/protocol.md, not from the till.

internal import Domains
internal import Values
internal import Wire

/// The shop as the commands in the journal's order make it.
struct NaiveShop {
  /// Products as JSON, by SKU.
  var products: [String: AnyJSON] = [:]
  /// Settings that were set.
  var settings: [String: AnyJSON] = [:]
  var shift: NaiveShift?
  var sales: [ID: NaiveSale] = [:]
  /// The sale that scans go to.
  var current: ID?
  /// Completed sales by receipt number, and how many copies were asked for.
  var receipts: [String: (sale: ID, copies: Int64)] = [:]
  /// The last number of each series.
  var serials: [String: Int64] = [:]
  /// What each Z showed, in order.
  var closed: [(shift: ID, shown: AnyJSON)] = []
  var perpetual: (minor: Int64, currency: String)?
  /// Products of imports that are not in force yet.
  private var staged: [ID: [AnyJSON]] = [:]

  var rules: NaiveRules {
    NaiveRules(
      currency: settings["currency"]?.words ?? "EUR",
      taxIncluded: settings["tax.included"]?.truth ?? true,
      perLine: settings["tax.rounding"]?.words == "line",
      cashStep: settings["cash.step"]?.whole ?? 1)
  }

  func rate(of taxClass: String) -> Int64? {
    guard let classes = settings["tax.classes"] else {
      return ["standard": 20_000, "reduced": 5_500, "zero": 0][taxClass]
    }
    return classes.field(taxClass).whole
  }

  var mergesRepeats: Bool { settings["sale.merge_repeats"]?.truth ?? false }

  /// Carries out a command beside the till.
  ///
  /// - Parameter happenings: what the till wrote for it.
  /// - Returns: what the answer must show, without what only the world can know; nil for methods
  ///   that the shop does not know.
  /// - Throws: the first thing in which the till differs.
  mutating func carryOut(
    _ sent: Sent, _ happenings: ArraySlice<Happening>
  ) throws(Violation) -> AnyJSON? {
    var account = Account(happenings, of: "\(sent.method) \(sent.cmd)")
    let params = sent.params
    let answer: AnyJSON?
    switch sent.method {
    case "product.put": answer = try putProduct(params, &account)
    case "config.set": answer = try set(params, &account)
    case "shift.open": answer = try openShift(params, &account)
    case "shift.move": answer = try moveCash(params, &account)
    case "drawer.open":
      answer = try moveCash(params.merging(["kind": .string("no_sale")]), &account)
        .without(["shift", "state"])
    case "shift.count": answer = try count(params, &account)
    case "shift.close": answer = try closeShift(&account)
    case "sale.add": answer = try add(params, &account)
    case "sale.scan": answer = try scan(params, &account)
    case "sale.line": answer = try changeLine(params, &account)
    case "sale.hold": answer = try hold(params, &account)
    case "sale.recall": answer = try recall(params, &account)
    case "sale.void": answer = try void(params, &account)
    case "sale.pay": answer = try pay(params, &account)
    case "receipt.print": answer = try printCopy(params, &account)
    case "print.discard": answer = try discard(params, &account)
    case "print.retry": answer = .object(["print": .object(["job": params.field("job")])])
    default:
      for happening in happenings { try follow(happening, isCommanded: true) }
      return nil
    }
    try account.end()
    return answer
  }

  /// Takes over what no client commanded: scanners sell, imports take effect.
  mutating func follow(_ happening: Happening, isCommanded: Bool = false) throws(Violation) {
    let event = happening.event
    let id = event.stream.id
    switch event.type {
    case "product.created", "product.changed":
      if let sku = happening.body.field("sku").words { products[sku] = happening.body }
    case "product.import_rows": staged[id, default: []] += happening.body.field("products").items
    case "product.import_applied":
      for product in staged.removeValue(forKey: id) ?? [] {
        if let sku = product.field("sku").words { products[sku] = product }
      }
    case "product.import_abandoned": staged[id] = nil
    case "config.changed":
      settings[happening.body.field("key").words ?? ""] =
        happening.body.withoutNulls.fields["value"]
    case "sale.opened", "sale.line_added", "sale.quantity_changed":
      try followScanner(happening)
    case let type
    where type.hasPrefix("sale.") || type.hasPrefix("payment.") || type == "shift.opened"
      || type == "shift.closed" || type == "shift.cash_moved" || type == "shift.counted":
      throw Violation(Law.rules, "\(type) happened and nobody asked for it", at: event.position)
    default: break
    }
  }

  // MARK: - Catalogue and settings

  private mutating func putProduct(
    _ params: AnyJSON, _ account: inout Account
  ) throws(Violation) -> AnyJSON {
    guard let sku = params.field("sku").words?.trimmed else {
      throw account.refusal("it has no SKU")
    }
    let known = products[sku]
    var barcodes: [String] = []
    for code in params.field("barcodes").items.compactMap(\.words) {
      let key = code.barcode
      if !barcodes.contains(key) { barcodes.append(key) }
    }
    func text(_ name: String) -> AnyJSON {
      params.field(name).words.map { .string($0.trimmed) } ?? .null
    }
    let taxClass = params.field("taxClass").words ?? "standard"
    guard rate(of: taxClass) != nil else { throw account.refusal("its tax class is unknown") }
    guard params.field("price").field("cur").words == rules.currency else {
      throw account.refusal("its price is in another currency")
    }
    let product = AnyJSON.object([
      "sku": .string(sku), "name": text("name"), "barcodes": .array(barcodes.map(AnyJSON.string)),
      "price": params.field("price"), "taxClass": .string(taxClass), "category": text("category"),
      "unit": text("unit"), "active": .boolean(params.field("active").truth ?? true),
      "rev": .integer((known?.field("rev").whole ?? 0) + 1),
    ]).withoutNulls
    for (other, theirs) in products.sorted(by: { $0.key < $1.key }) where other != sku {
      for code in theirs.field("barcodes").items.compactMap(\.words) where barcodes.contains(code) {
        throw account.refusal("\(other) has its barcode \(code)")
      }
    }
    _ = try account.take(
      known == nil ? "product.created" : "product.changed", about: nil, product)
    products[sku] = product
    return .object(["product": product, "rev": product.field("rev")])
  }

  private static let closedShiftOnly: Set = [
    "till.id", "currency", "tax.included", "tax.rounding", "tax.classes", "cash.step",
  ]

  private mutating func set(
    _ params: AnyJSON, _ account: inout Account
  ) throws(Violation) -> AnyJSON {
    let key = params.field("key").words ?? ""
    if Self.closedShiftOnly.contains(key), shift != nil {
      throw account.refusal("a shift is open and \(key) changes what it adds up to")
    }
    let value = params.field("value")
    _ = try account.take(
      "config.changed", about: nil,
      AnyJSON.object(["key": .string(key), "value": value]), free: ["was"])
    settings[key] = value == .null ? nil : value
    return .object([
      "setting": .object(
        value == .null ? ["key": .string(key)] : ["key": .string(key), "value": value])
    ])
  }

  // MARK: - Papers

  private mutating func printCopy(
    _ params: AnyJSON, _ account: inout Account
  ) throws(Violation) -> AnyJSON {
    let number = params.field("number").words ?? ""
    guard let receipt = receipts[number] else { throw account.refusal("there is no such receipt") }
    receipts[number] = (receipt.sale, receipt.copies + 1)
    let request = try account.take(
      "print.requested", about: nil,
      .object([
        "sale": .string(receipt.sale.description), "number": .string(number),
        "copy": .integer(receipt.copies + 1),
      ]), free: ["job"])
    shift?.entries.append(.copy)
    return .object(["print": .job(request.body.field("job"))])
  }

  private mutating func discard(
    _ params: AnyJSON, _ account: inout Account
  ) throws(Violation) -> AnyJSON {
    let name = params.field("job").words ?? ""
    let discarded = try account.take(
      "print.discarded", about: nil,
      .object([
        "job": Int64(name.dropFirst()).map(AnyJSON.integer) ?? .null,
        "reason": .string(params.field("reason").words?.trimmed ?? ""),
      ]))
    return .object(["print": .job(discarded.body.field("job"))])
  }
}

extension Account {
  /// The till did what the rules of the shop refuse.
  func refusal(_ why: String) -> Violation {
    Violation(Law.rules, "\(words) was carried out although \(why)", at: position)
  }
}

extension AnyJSON {
  /// A job as answers show it, without its state.
  static func job(_ number: AnyJSON) -> AnyJSON {
    .object(["job": number.whole.map { .string("p\($0)") } ?? .null])
  }
}

extension String {
  /// Without spaces at its ends.
  var trimmed: String {
    let isSpace: (Character) -> Bool = { $0.isWhitespace }
    let tail = drop(while: isSpace)
    return String(
      tail[..<(tail.lastIndex { !isSpace($0) }.map(tail.index(after:)) ?? tail.startIndex)])
  }

  /// A trade number in its fourteen digits; a shop's own code as it is.
  var barcode: String {
    let code = trimmed
    guard code.allSatisfy({ ("0"..."9").contains($0) }), [8, 12, 13, 14].contains(code.count) else {
      return code
    }
    return String(repeating: "0", count: 14 - code.count) + code
  }
}
