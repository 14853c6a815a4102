// The catalogue and the settings; and what looks at the till as a whole.

internal import Domains
internal import Scanner
internal import Values
internal import Wire

extension Till {
  func put(
    _ params: ProductPut.Params, _ draft: inout Draft, _ facts: any Facts
  ) throws -> Outcome {
    guard importing == nil else { throw ProductRefusal.importRunning }
    try wait(for: lookupBatch)
    var product = try params.draft.checked(
      currency: books.settings.currency, taxClasses: books.settings.taxClasses, rev: 1)
    if let category = product.category, try facts.category(category) == nil {
      throw ProductRefusal.unknownCategory(category)
    }
    for code in product.barcodes {
      if let other = try facts.product(barcode: Barcode(reading: code)), other.sku != product.sku {
        throw ProductRefusal.barcodeTaken(code, by: other.sku)
      }
    }
    let existing = try facts.product(sku: product.sku)
    product.rev = (existing?.rev ?? 0) + 1
    draft.record(
      .product(existing == nil ? .created(product) : .changed(product)),
      Product.stream(sku: product.sku), version: product.rev)
    return .product(product)
  }

  func put(
    _ params: CategoryPut.Params, _ draft: inout Draft, _ facts: any Facts
  ) throws -> Outcome {
    try wait(for: lookupBatch)
    let code = try ProductText.code(params.code, field: "code")
    let existing = try facts.category(code)
    let category = Category(
      code: code, name: try ProductText.line(params.name, field: "name", limit: Limits.text),
      parent: params.parent, sort: params.sort ?? 0, taxClass: params.taxClass,
      rev: (existing?.rev ?? 0) + 1)
    if let name = category.taxClass, books.settings.taxClasses[name] == nil {
      throw ProductRefusal.unknownTaxClass(name, known: books.settings.taxClasses.keys.sorted())
    }
    try category.check(in: try facts.categories())
    draft.record(
      .category(existing == nil ? .created(category) : .changed(category)),
      Category.stream(code: code), version: category.rev)
    return .category(category)
  }

  func set(_ params: ConfigSet.Params, _ draft: inout Draft) throws -> Outcome {
    let value = params.value == .null ? nil : params.value
    let event = try books.settings.decide(
      key: params.key, value: value, shiftIsOpen: books.shift != nil)
    if params.key == "scan.rules" { try checkRules(draft, event) }
    if params.key == "scan.scanners" { try checkScanners(draft, event) }
    draft.record(
      .config(event), Stream(.config, ID(high: 0, low: 0)),
      version: books.outlet.settingChanges + 1)
    guard let view = draft.books.settings.views.first(where: { $0.key == params.key }) else {
      throw ConfigRefusal.unknownKey(params.key)
    }
    return .setting(view)
  }

  /// Rules that cannot be read are refused with the line that is wrong.
  private func checkRules(_ draft: Draft, _ event: ConfigEvent) throws(Fault) {
    var settings = draft.books.settings
    settings.evolve(event)
    do {
      _ = try ShopRules(parsing: settings.scanRules.joined(separator: "\n"))
    } catch {
      throw Fault(.invalid, kind: "invalid_setting", "scan.rules: \(error).", field: "value")
    }
  }

  /// A scanner's settings that cannot be used are refused by its name.
  private func checkScanners(_ draft: Draft, _ event: ConfigEvent) throws(Fault) {
    var settings = draft.books.settings
    settings.evolve(event)
    for (scanner, value) in settings.scanners.sorted(by: { $0.key < $1.key }) {
      do {
        try JSON.decode(ScannerSettings.self, from: JSON.bytes(value)).check()
      } catch {
        throw Fault(
          .invalid, kind: "invalid_setting", "scan.scanners, \(scanner): \(error).",
          field: "value")
      }
    }
  }

  // MARK: - Looking

  func show(_ call: Call, _ params: ProductGet.Params, _ work: inout Work) throws {
    try wait(for: lookupBatch)
    let product: Product?
    switch (params.sku, params.code) {
    case (let sku?, _): product = try work.facts.product(sku: sku)
    case (nil, let code?):
      let found = try work.facts.product(barcode: Barcode(reading: code))
      product = try found ?? work.facts.product(sku: code)
    case (nil, nil):
      throw Fault(.invalidParams, kind: "invalid_params", "Say a code or an sku.", field: "code")
    }
    guard let product else {
      throw Fault(.notFound, kind: "no_such_product", "No product has that code or SKU.")
    }
    answer(call, ProductResult(product: product), &work)
  }

  func show(_ call: Call, _ params: SaleGet.Params, _ work: inout Work) throws {
    guard let id = params.sale ?? shown.current else {
      throw Fault(.notFound, kind: "no_such_sale", "No sale is open.", field: "sale")
    }
    if let order = shown.orders[id] {
      answer(call, SaleResult(sale: order.view), &work)
      return
    }
    answer(call, SaleResult(sale: try storedOrder(id, work.facts).view), &work)
  }

  func show(_ call: Call, _ params: ConfigGet.Params, _ work: inout Work) throws {
    let views = shown.settings.views.filter { params.key == nil || $0.key == params.key }
    guard !views.isEmpty else { throw ConfigRefusal.unknownKey(params.key ?? "") }
    answer(call, ConfigGet.Result(settings: views), &work)
  }

  mutating func hello(_ call: Call, _ params: SessionHello.Params, _ work: inout Work) throws {
    guard params.proto.map({ $0.contains(1) }) ?? true else {
      throw Fault(
        .invalid, kind: "protocol", "This daemon speaks protocol 1 only.", field: "proto")
    }
    clients[call.connection]?.name = params.client
    answer(
      call,
      SessionHello.Result(
        proto: 1, till: shown.settings.till, boot: boot, head: committedPosition,
        role: call.peer.role,
        limits: .init(line: Limits.lineBytes, queue: Limits.subscriberEvents)), &work)
  }

  func status() -> TillStatus.Result {
    TillStatus.Result(
      till: shown.settings.till,
      state: storageLow ? "storage_low" : shown.shift == nil ? "closed" : "selling",
      shift: shown.shift?.id, sale: shown.current.flatMap { shown.orders[$0]?.view },
      devices: deviceViews, printing: outbox.printing, head: committedPosition,
      clock: clockWord, version: version,
      drawer: drawers.word)
  }
}

extension Settings {
  /// Every setting as it stands.
  var views: [SettingView] {
    Self.declarations.map {
      SettingView(
        key: $0.key, value: value(of: $0), isDefault: explicit[$0.key] == nil,
        purpose: $0.purpose, expects: $0.expects)
    }
  }
}
