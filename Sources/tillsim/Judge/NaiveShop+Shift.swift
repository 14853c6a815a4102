// Shifts and their cash in the naive shop.

internal import Domains
internal import Values
internal import Wire

extension NaiveShop {
  mutating func openShift(
    _ params: AnyJSON, _ account: inout Account
  ) throws(Violation) -> AnyJSON {
    guard shift == nil else { throw account.refusal("a shift is open") }
    let currency = rules.currency
    let float = params.field("float")
    guard float.field("cur").words == currency, let minor = float.minor, minor >= 0 else {
      throw account.refusal("the float is \(JSON.text(float))")
    }
    let before = perpetual.flatMap { $0.currency == currency ? $0.minor : nil } ?? 0
    let opened = try account.take(
      "shift.opened", about: nil,
      .object([
        "float": float, "perpetual": .money(before, currency),
        "taxIncluded": .boolean(rules.taxIncluded),
      ]), free: ["zone"])
    let day = opened.event.circumstance.day?.description ?? ""
    let shift = NaiveShift(
      id: opened.event.stream.id, day: day, currency: currency, float: minor,
      perpetualBefore: before)
    self.shift = shift
    return .object([
      "shift": .string(shift.id.description), "state": .string("open"), "day": .string(day),
      "float": float,
    ])
  }

  mutating func moveCash(
    _ params: AnyJSON, _ account: inout Account
  ) throws(Violation) -> AnyJSON {
    guard let shift else { throw account.refusal("no shift is open") }
    let kind = params.field("kind").words ?? ""
    let amount = params.field("amount").minor ?? 0
    guard kind == "no_sale" ? amount == 0 : amount > 0 else {
      throw account.refusal("it moves \(amount)")
    }
    let moved = try account.take(
      "shift.cash_moved", about: shift.id,
      .object([
        "kind": .string(kind), "amount": shift.money(amount),
        "reason": .string(params.field("reason").words?.trimmed ?? ""),
      ]), free: ["kickJob"])
    guard moved.body.field("kickJob").whole != nil else {
      throw Violation(Law.kick, "cash moved and no drawer opens", at: moved.event.position)
    }
    self.shift?.entries.append(.moved(kind: kind, amount))
    return .object([
      "shift": .string(shift.id.description), "state": .string("open"),
      "drawer": .string(Drawer.any),
    ])
  }

  mutating func count(_ params: AnyJSON, _ account: inout Account) throws(Violation) -> AnyJSON {
    guard let shift else { throw account.refusal("no shift is open") }
    let parts = params.field("denominations")
    let sum = parts.items.reduce(Int64(0)) {
      $0 &+ ($1.minor ?? 0) &* ($1.field("count").whole ?? 0)
    }
    guard let counted = parts == .null ? params.field("counted").minor : sum else {
      throw account.refusal("nothing was counted")
    }
    let said: [String: AnyJSON] = [
      "counted": shift.money(counted), "expected": shift.money(shift.expected),
      "difference": shift.money(counted - shift.expected),
    ]
    _ = try account.take(
      "shift.counted", about: shift.id,
      .object(said.merging(["denominations": parts]) { _, new in new }))
    self.shift?.counted = counted
    self.shift?.expectedThen = shift.expected
    return .object(said.merging(["shift": .string(shift.id.description)]) { _, new in new })
  }

  mutating func closeShift(_ account: inout Account) throws(Violation) -> AnyJSON {
    guard let shift else { throw account.refusal("no shift is open") }
    for sale in sales.values.filter({ $0.state == .open }).sorted(by: { $0.id < $1.id }) {
      guard sale.payments.isEmpty else { throw account.refusal("a sale is paid in part") }
      _ = try park(sale, &account)
    }
    let number = Int64(closed.count) + 1
    let closing = try account.take(
      "shift.closed", about: shift.id,
      .object(["z": .integer(number), "report": shift.report]), free: ["printJob", "report"])
    let free: Set = ["openedAt", "at", "head", "hash", "zone"]
    let report = closing.body.field("report").without(free)
    if let difference = report.difference(from: shift.report) {
      throw Violation(Law.z, "Z \(number): \(difference)", at: closing.event.position)
    }
    closed.append((shift.id, shift.shown))
    perpetual = (shift.perpetual, shift.currency)
    self.shift = nil
    return .object([
      "shift": .string(shift.id.description), "state": .string("closed"),
      "z": shift.shown.merging(["number": .integer(number)]),
      "print": .job(closing.body.field("printJob")),
    ])
  }
}
