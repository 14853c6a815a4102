// What people do next, given what they know and a chance of their own.

internal import Values
internal import Wire

/// Makes the next message of a client.
struct Moves {
  let knowledge: Knowledge
  let cmd: ID
  var chance: Entropy

  private mutating func draw(_ range: ClosedRange<Int64>) -> Int64 {
    .random(in: range, using: &chance)
  }

  private mutating func pick<T>(_ list: [T]) -> T? { list.randomElement(using: &chance) }

  private func command(_ method: String, _ fields: KeyValuePairs<String, AnyJSON?>) -> Message {
    guard case .object(var object) = AnyJSON.made(of: fields) else { return question(method) }
    object["cmd"] = .id(cmd)
    return Message(cmd: cmd, method: method, params: .object(object))
  }

  private func question(_ method: String, _ fields: [String: AnyJSON] = [:]) -> Message {
    Message(cmd: nil, method: method, params: .object(fields))
  }

  mutating func next(of client: Int) -> Message {
    switch client {
    case Cast.keeper: keeper()
    case Cast.owner: owner()
    default: cashier()
    }
  }

  // MARK: - Cashiers

  private mutating func cashier() -> Message {
    if !knowledge.shiftIsOpen, draw(0...2) > 0 {
      return draw(0...3) == 0 ? question("till.status") : openShift()
    }
    switch draw(0...99) {
    case 0..<30: return add()
    case 30..<42: return scan()
    case 42..<62: return pay()
    case 62..<69: return changeLine()
    case 69..<73: return of(knowledge.sale?.id, "sale.hold") ?? add()
    case 73..<77: return of(pick(knowledge.parked), "sale.recall") ?? add()
    case 77..<80: return void()
    case 80..<82: return copy()
    case 82..<83: return command("drawer.open", ["reason": .string("change")])
    case 83..<88: return job()
    case 88..<90: return question("sale.list")
    case 90..<93: return question("print.list")
    case 93..<95: return question("till.status")
    case 95..<97: return question("product.find", ["query": .string("prod \(draw(0...30))")])
    case 97..<98: return question("report.x")
    default:
      guard let number = pick(knowledge.receipts) else { return question("sale.get") }
      return question("receipt.get", ["number": .string(number)])
    }
  }

  private mutating func quantity() -> AnyJSON? {
    switch draw(0...9) {
    case 0..<5: nil
    case 5..<8: .integer(1_000 * draw(1...6))
    default: .integer(draw(1...2_999))
    }
  }

  /// Sometimes a client says which sale and revision it means, sometimes one that is over.
  private mutating func target() -> (sale: AnyJSON?, revision: AnyJSON?) {
    guard let sale = knowledge.sale, draw(0...3) == 0 else { return (nil, nil) }
    return (.string(sale.id), draw(0...1) == 0 ? .integer(sale.revision) : nil)
  }

  private mutating func add() -> Message {
    let (sale, revision) = target()
    let sku = Stock.sku(Int(draw(0...Int64(Stock.count))))
    return command(
      "sale.add", ["sku": .string(sku), "qty": quantity(), "sale": sale, "rev": revision])
  }

  private mutating func scan() -> Message {
    let code = draw(0...19) == 0 ? "5449000000996" : Stock.code(Int(draw(0...29)))
    return command("sale.scan", ["code": .string(code), "qty": quantity()])
  }

  private mutating func pay() -> Message {
    guard let sale = knowledge.sale else {
      return draw(0...2) == 0
        ? command("sale.pay", ["tender": .string("cash"), "given": nil]) : add()
    }
    let revision: AnyJSON? = draw(0...1) == 0 ? .integer(sale.revision) : nil
    let isCard = draw(0...2) == 0
    let given: AnyJSON?
    switch draw(0...9) {
    case 0..<4: given = nil
    case 4..<8: given = .euros(max(1, sale.due) + (isCard ? 0 : draw(0...2_000)))
    default: given = .euros(max(1, sale.due * draw(10...90) / 100))
    }
    return command(
      "sale.pay",
      [
        "sale": .string(sale.id), "rev": revision, "tender": .string(isCard ? "card" : "cash"),
        "given": given, "ref": isCard ? .string("ref \(draw(1_000...9_999))") : nil,
      ])
  }

  private mutating func changeLine() -> Message {
    guard let sale = knowledge.sale, let line = pick(sale.lines) else { return add() }
    if draw(0...1) == 0 {
      return command(
        "sale.line",
        [
          "sale": .string(sale.id), "line": .integer(line),
          "void": .object(["reason": .string("not wanted")]),
        ])
    }
    return command(
      "sale.line",
      [
        "sale": .string(sale.id), "rev": .integer(sale.revision), "line": .integer(line),
        "qty": .integer(draw(1...9) * 500),
      ])
  }

  private func of(_ sale: String?, _ method: String) -> Message? {
    sale.map { command(method, ["sale": .string($0)]) }
  }

  private mutating func void() -> Message {
    guard let sale = knowledge.sale else { return add() }
    return command("sale.void", ["sale": .string(sale.id), "reason": .string("customer left")])
  }

  private mutating func copy() -> Message {
    guard let number = pick(knowledge.receipts) else { return question("print.list") }
    return command("receipt.print", ["number": .string(number)])
  }

  private mutating func job() -> Message {
    guard let job = pick(knowledge.jobs) else { return question("print.list") }
    if draw(0...2) > 0 { return command("print.retry", ["job": .string(job)]) }
    return command("print.discard", ["job": .string(job), "reason": .string("no paper needed")])
  }

  // MARK: - The keeper

  func openShift() -> Message { command("shift.open", ["float": .euros(10_000)]) }

  private mutating func keeper() -> Message {
    guard knowledge.shiftIsOpen else { return openShift() }
    switch draw(0...99) {
    case 0..<20: return command("shift.close", [:])
    case 20..<45:
      let kinds = ["pay_in", "pay_out", "drop"]
      return command(
        "shift.move",
        [
          "kind": pick(kinds).map(AnyJSON.string), "amount": .euros(draw(1...5_000)),
          "reason": .string("petty cash"),
        ])
    case 45..<50:
      return command("shift.move", ["kind": .string("no_sale"), "reason": .string("change")])
    case 50..<70: return command("shift.count", ["counted": .euros(draw(0...50_000))])
    case 70..<85: return question("report.x")
    case 85..<92: return question("report.z")
    default: return question("till.status")
    }
  }

  // MARK: - The owner

  private mutating func owner() -> Message {
    switch draw(0...99) {
    case 0..<45:
      var chance = chance
      let index = Int(draw(0...Int64(Stock.count - 1)))
      var fields = Stock.product(index, &chance)
      if draw(0...9) == 0 { fields["active"] = .boolean(false) }
      return put(fields)
    case 45..<55:
      let code = pick(Stock.categories) ?? ""
      return command(
        "category.put", ["code": .string(code), "name": .string("Aisle \(draw(1...99))")])
    case 55..<80: return setting()
    case 80..<85: return question("journal.verify")
    case 85..<90: return question("journal.read", ["from": .integer(draw(1...500))])
    case 90..<93: return question("journal.audit")
    case 93..<96: return question("backup.now")
    default: return question("config.get")
    }
  }

  private func put(_ fields: [String: AnyJSON]) -> Message {
    var fields = fields
    fields["cmd"] = .id(cmd)
    return Message(cmd: cmd, method: "product.put", params: .object(fields))
  }

  private mutating func setting() -> Message {
    let value: (String, AnyJSON?)
    switch draw(0...9) {
    case 0: value = ("shop.name", .string("Shop \(draw(1...99))"))
    case 1: value = ("sale.merge_repeats", .boolean(draw(0...1) == 0))
    case 2: value = ("tax.included", .boolean(draw(0...1) == 0))
    case 3: value = ("tax.rounding", .string(draw(0...1) == 0 ? "receipt" : "line"))
    case 4: value = ("cash.step", pick([1, 5, 10].map(AnyJSON.integer)))
    case 5: value = ("day.close_hour", .integer(draw(0...23)))
    case 6: value = ("scan.duplicate_window", .integer(draw(0...500)))
    case 7: value = ("receipt.language", pick(["en", "de", "fr", "es"].map(AnyJSON.string)))
    case 8:
      value = (
        "print.routes",
        .object([
          "kitchen": .object([
            "printers": .array([.string("printer1")]), "categories": .array([.string("food")]),
          ])
        ])
      )
    default: value = ("print.routes", nil)
    }
    return command("config.set", ["key": .string(value.0), "value": value.1])
  }
}
