// One shift as the naive shop keeps it: a list of what happened, added up only when asked.

internal import Values
internal import Wire

struct NaiveShift {
  enum Entry {
    case sale(NaiveSale)
    /// Money that reached a sale, or went back: then it is negative.
    case money(tender: String, Int64)
    case moved(kind: String, Int64)
    case voidedSale
    case voidedLine
    case copy
  }

  let id: ID
  let day: String
  let currency: String
  let float: Int64
  let perpetualBefore: Int64
  var entries: [Entry] = []
  var counted: Int64?
  /// What was expected when the drawer was counted.
  var expectedThen: Int64?

  private var sales: [NaiveSale] {
    entries.compactMap { if case .sale(let sale) = $0 { sale } else { nil } }
  }

  private var payments: [(tender: String, amount: Int64)] {
    entries.compactMap {
      if case .money(let tender, let amount) = $0 { (tender, amount) } else { nil }
    }
  }

  private func moved(_ wanted: String) -> Int64 {
    entries.reduce(0) {
      if case .moved(wanted, let amount) = $1 { $0 + amount } else { $0 }
    }
  }

  private func count(_ isWanted: (Entry) -> Bool) -> AnyJSON {
    .integer(Int64(entries.count(where: isWanted)))
  }

  var cash: Int64 { payments.reduce(0) { $0 + ($1.tender == "cash" ? $1.amount : 0) } }

  /// What the drawer should hold.
  var expected: Int64 { float + cash + moved("pay_in") - moved("pay_out") - moved("drop") }

  var gross: Int64 { sales.reduce(0) { $0 + $1.total } }
  var perpetual: Int64 { perpetualBefore + gross }

  func money(_ minor: Int64) -> AnyJSON { .money(minor, currency) }

  private var taxes: [(rate: Int64, net: Int64, tax: Int64)] {
    let all = sales.flatMap(\.tax)
    return Set(all.map(\.rate)).sorted(by: >).map { rate in
      let own = all.filter { $0.rate == rate }
      return (rate, own.reduce(0) { $0 + $1.net }, own.reduce(0) { $0 + $1.tax })
    }
  }

  var taxList: AnyJSON {
    .array(
      taxes.map {
        .object(["rate": .integer($0.rate), "net": money($0.net), "tax": money($0.tax)])
      })
  }

  var tenderList: AnyJSON {
    .array(
      Set(payments.map(\.tender)).sorted().map { tender in
        let amounts = payments.filter { $0.tender == tender }.map(\.amount)
        // A payment that went back leaves its tender in the list, at nothing.
        let count = amounts.reduce(0) { $0 + ($1 < 0 ? -1 : 1) }
        return .object([
          "tender": .string(tender), "count": .integer(Int64(count)),
          "amount": money(amounts.reduce(0, +)),
        ])
      })
  }

  /// The sums that X and Z show.
  private var sums: [String: AnyJSON] {
    [
      "sales": .integer(Int64(sales.count)),
      "lines": .integer(Int64(sales.reduce(0) { $0 + $1.live.count })),
      "gross": money(gross), "net": money(taxes.reduce(0) { $0 + $1.net }), "discount": money(0),
      "rounding": money(sales.reduce(0) { $0 + ($1.rounding ?? 0) }), "cash": money(cash),
      "payIns": money(moved("pay_in")), "payOuts": money(moved("pay_out")),
      "drops": money(moved("drop")),
      "voidedSales": count { if case .voidedSale = $0 { true } else { false } },
      "voidedLines": count { if case .voidedLine = $0 { true } else { false } },
      "noSales": count { if case .moved("no_sale", _) = $0 { true } else { false } },
      "copies": count { if case .copy = $0 { true } else { false } },
      "firstReceipt": sales.first?.number.map(AnyJSON.string) ?? .null,
      "lastReceipt": sales.last?.number.map(AnyJSON.string) ?? .null,
    ]
  }

  private var drawer: [String: AnyJSON] {
    [
      "float": money(float), "expected": money(expected), "perpetual": money(perpetual),
      "counted": counted.map(money) ?? .null,
      "difference": counted.map { money($0 - (expectedThen ?? 0)) } ?? .null,
    ]
  }

  /// The report in the event that closes the shift.
  var report: AnyJSON {
    AnyJSON.object(drawer).merging([
      "shift": .string(id.description), "day": .string(day),
      "tally": .object(sums.merging(["tax": taxList, "tenders": tenderList]) { _, new in new }),
    ]).withoutNulls
  }

  /// The totals, tenders and taxes in answers.
  var shown: AnyJSON {
    let tax = money(taxes.reduce(0) { $0 + $1.tax })
    let totals = sums.merging(drawer) { _, new in new }.merging(["tax": tax]) { _, new in new }
    return AnyJSON.object([
      "totals": .object(totals), "tenders": tenderList, "tax": taxList,
    ]).withoutNulls
  }
}
