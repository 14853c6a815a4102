// Money, followed through events alone: what was taken must be what sales came to.

internal import Domains
internal import Values
internal import Wire

/// Conservation of money and of receipt numbers.
struct Takings {
  /// What was applied to each sale that is not finished.
  private var applied: [ID: Int64] = [:]
  private var payments: [ID: (sale: ID, applied: Int64)] = [:]
  /// Everything that was captured and not reversed.
  private(set) var taken: Int64 = 0
  /// Totals and roundings of completed sales.
  private(set) var sold: Int64 = 0
  /// The last receipt of each series, and who has each number: a restored till keeps this.
  private var serials: [String: Int64] = [:]
  private var holders: [String: ID] = [:]
  private(set) var sales: Int64 = 0

  mutating func take(_ happening: Happening) throws(Violation) {
    let (event, body) = (happening.event, happening.body)
    switch event.type {
    case "payment.captured": try capture(body, event)
    case "payment.reversed": try reverse(body, event)
    case "sale.completed": try complete(body, event)
    case "sale.voided":
      guard applied[event.stream.id, default: 0] == 0 else {
        throw Violation(
          Law.money, "a voided sale keeps \(applied[event.stream.id] ?? 0)", at: event.position)
      }
    default: return
    }
    let waiting = applied.values.reduce(0, +)
    guard taken == sold + waiting else {
      throw Violation(
        Law.money, "\(taken) was taken, sales came to \(sold) and open ones hold \(waiting)",
        at: event.position)
    }
  }

  private mutating func capture(_ body: AnyJSON, _ event: Event) throws(Violation) {
    guard let tendered = body.field("tendered").minor, let part = body.field("applied").minor,
      let change = body.field("change").minor, let sale = body.id("sale"),
      tendered == part + change, part >= 0, change >= 0
    else {
      throw Violation(
        Law.money, "tendered is not applied and change: \(JSON.text(body))", at: event.position)
    }
    payments[event.stream.id] = (sale, part)
    applied[sale, default: 0] += part
    taken += part
  }

  private mutating func reverse(_ body: AnyJSON, _ event: Event) throws(Violation) {
    guard let payment = payments.removeValue(forKey: event.stream.id),
      payment.applied == body.field("amount").minor, payment.sale == body.id("sale")
    else {
      throw Violation(
        Law.money, "what goes back is not what was taken", at: event.position)
    }
    applied[payment.sale, default: 0] -= payment.applied
    if applied[payment.sale] == 0 { applied[payment.sale] = nil }
    taken -= payment.applied
  }

  private mutating func complete(_ body: AnyJSON, _ event: Event) throws(Violation) {
    let total = (body.field("total").minor ?? 0) + (body.field("rounding").minor ?? 0)
    let paid = applied.removeValue(forKey: event.stream.id) ?? 0
    guard paid == total else {
      throw Violation(
        Law.money, "a sale of \(total) was completed with \(paid)", at: event.position)
    }
    sold += total
    sales += 1
    let number = body.field("number").words ?? ""
    let serial = body.field("serial").whole ?? 0
    let series = String(number[..<(number.lastIndex(of: "-") ?? number.startIndex)])
    if let holder = holders[number] {
      throw Violation(
        Law.numbers, "\(number) was given to \(holder) and to \(event.stream.id)",
        at: event.position)
    }
    guard serial == serials[series, default: 0] + 1,
      Int64(number.dropFirst(series.count + 1)) == serial
    else {
      throw Violation(
        Law.numbers, "\(number) (serial \(serial)) follows \(serials[series, default: 0])",
        at: event.position)
    }
    holders[number] = event.stream.id
    serials[series] = serial
  }

  /// After a restore the numbers that were given stay given: nobody can take a receipt back.
  mutating func keepNumbers(of before: Takings) {
    holders.merge(before.holders) { mine, _ in mine }
  }
}
