// One sale as the naive shop keeps it: lines and payments, everything else worked out anew.

internal import Values
internal import Wire

struct NaiveSale {
  enum State: String { case open, parked, completed, voided }

  struct Line {
    let number: Int64
    /// What the till copied from the catalogue: kind, sku, code, name, price, unit, class, rate.
    let item: AnyJSON
    var milli: Int64
    var isVoided = false

    var price: Int64 { item.field("price").minor ?? 0 }
    var rate: Int64 { item.field("rate").whole ?? 0 }
    var isUnknown: Bool { item.field("kind").words == "unknown" }
    var total: Int64 { isVoided ? 0 : Arithmetic.line(price: price, milli: milli) }
  }

  struct Payment {
    let id: ID
    let tender: String
    let handing: Handing
    let ref: AnyJSON
  }

  let id: ID
  let rules: NaiveRules
  var state = State.open
  /// How many events the sale has.
  var revision: Int64 = 0
  var lines: [Line] = []
  var payments: [Payment] = []
  var number: String?
  var rounding: Int64?

  var live: [Line] { lines.filter { !$0.isVoided } }
  var subtotal: Int64 { live.reduce(0) { $0 + $1.total } }
  var paid: Int64 { payments.reduce(0) { $0 + $1.handing.applied } }

  /// Rate, net and tax, highest rate first.
  var tax: [(rate: Int64, net: Int64, tax: Int64)] {
    Set(live.map(\.rate)).sorted(by: >).map { rate in
      let amounts = live.filter { $0.rate == rate }.map(\.total)
      let sum = amounts.reduce(0, +)
      let included = rules.taxIncluded
      let tax =
        rules.perLine
        ? amounts.reduce(0) { $0 + Arithmetic.tax($1, rate: rate, included: included) }
        : Arithmetic.tax(sum, rate: rate, included: included)
      return (rate, included ? sum - tax : sum, tax)
    }
  }

  var total: Int64 { rules.taxIncluded ? subtotal : subtotal + tax.reduce(0) { $0 + $1.tax } }
  var due: Int64 { state == .voided ? 0 : total + (rounding ?? 0) - paid }

  func money(_ minor: Int64) -> AnyJSON { .money(minor, rules.currency) }

  var taxList: AnyJSON {
    .array(
      tax.map {
        .object(["rate": .integer($0.rate), "net": money($0.net), "tax": money($0.tax)])
      })
  }

  /// The sale as an answer must show it.
  var view: AnyJSON {
    AnyJSON.object([
      "id": .string(id.description), "rev": .integer(revision), "state": .string(state.rawValue),
      "number": number.map(AnyJSON.string) ?? .null, "lines": .array(lines.map(view(of:))),
      "subtotal": money(subtotal), "discount": money(0), "tax": taxList, "total": money(total),
      "rounding": rounding.map(money) ?? .null, "paid": money(paid), "due": money(due),
      "payments": .array(payments.map(view(of:))),
    ]).withoutNulls
  }

  private func view(of line: Line) -> AnyJSON {
    let item = line.item
    return AnyJSON.object([
      "line": .integer(line.number), "kind": item.field("kind"), "sku": item.field("sku"),
      "code": item.field("code"), "name": item.field("name"), "qty": .integer(line.milli),
      "unit": item.field("unit"), "unitPrice": item.field("price"), "discount": money(0),
      "total": money(line.total), "taxClass": item.field("taxClass"),
      "taxRate": item.field("rate"), "voided": .boolean(line.isVoided),
    ]).withoutNulls
  }

  func view(of payment: Payment) -> AnyJSON {
    amounts(payment).merging(["id": .string(payment.id.description)])
  }

  /// Tender and amounts of a payment, as events and answers show them.
  func amounts(_ payment: Payment) -> AnyJSON {
    AnyJSON.object([
      "tender": .string(payment.tender), "tendered": money(payment.handing.tendered),
      "applied": money(payment.handing.applied), "change": money(payment.handing.change),
      "ref": payment.ref,
    ]).withoutNulls
  }
}

/// What a sale is calculated by, copied when it opens.
struct NaiveRules: Equatable {
  var currency = "EUR"
  var taxIncluded = true
  var perLine = false
  var cashStep: Int64 = 1

  var json: AnyJSON {
    .object([
      "currency": .string(currency), "taxIncluded": .boolean(taxIncluded),
      "taxRounding": .string(perLine ? "line" : "receipt"), "cashStep": .integer(cashStep),
    ])
  }
}

extension AnyJSON {
  static func money(_ minor: Int64, _ currency: String) -> AnyJSON {
    .object(["minor": .integer(minor), "cur": .string(currency)])
  }

  func merging(_ more: [String: AnyJSON]) -> AnyJSON {
    .object(fields.merging(more) { _, new in new })
  }
}
