// A shift: what the drawer should hold, counts, reports, and refusals.

import Domains
import Testing
import Values
import Wire

private func shift(float: Int64 = 10_000, perpetual: Int64 = 900) -> Shift {
  Shift(
    id: sampleID(4), day: BusinessDay(CivilDate(dayNumber: 20_000)),
    openedAt: Timestamp(milliseconds: 0),
    .init(float: eur(float), perpetual: eur(perpetual), taxIncluded: true, zone: 0))
}

private func moved(_ shift: inout Shift, _ kind: OutletEvent.CashMoved.Kind, _ amount: Int64?)
  throws
{
  shift.evolve(
    try shift.moving(kind, amount: amount.map(eur), reason: "r", kickJob: nil))
}

struct ShiftTests {
  private let mark = ReportMark(at: Timestamp(milliseconds: 1), head: 7, hash: .zero)

  @Test func `the drawer should hold float, pay-ins and cash less pay-outs and drops`() throws {
    var shift = shift()
    try moved(&shift, .payIn, 500)
    try moved(&shift, .payOut, 1_250)
    try moved(&shift, .drop, 3_000)
    try moved(&shift, .noSale, nil)
    shift.tally.cash = eur(970)
    #expect(try shift.expected() == eur(10_000 + 970 + 500 - 1_250 - 3_000))
    #expect(shift.tally.noSales == 1)
    #expect(shift.version == 5)
  }

  @Test func `a move needs an amount and a no-sale has none`() throws {
    let shift = shift()
    for kind in [OutletEvent.CashMoved.Kind.payIn, .payOut, .drop] {
      for amount in [nil, eur(0)] {
        #expect(throws: OutletRefusal.amountMissing) {
          try shift.moving(kind, amount: amount, reason: "r", kickJob: nil)
        }
      }
    }
    #expect(throws: OutletRefusal.amountOutOfRange(1)) {
      try shift.moving(.noSale, amount: eur(1), reason: "r", kickJob: nil)
    }
  }

  @Test(arguments: [-1, .min, Limits.amountMinor + 1, .max] as [Int64])
  func `an amount out of range is refused`(minor: Int64) {
    #expect(throws: OutletRefusal.amountOutOfRange(minor)) {
      try shift().moving(.payIn, amount: eur(minor), reason: "r", kickJob: nil)
    }
    #expect(throws: OutletRefusal.amountOutOfRange(minor)) {
      try shift().counting(eur(minor), denominations: nil)
    }
    #expect(throws: OutletRefusal.amountOutOfRange(minor)) {
      try Shift.check(eur(minor), currency: .eur)
    }
  }

  @Test func `another currency does not go into the drawer`() throws {
    let usd = try #require(Currency(code: "USD"))
    #expect(throws: OutletRefusal.wrongCurrency(usd, expected: .eur)) {
      try shift().counting(Money(1, usd), denominations: nil)
    }
  }

  private func counted(_ event: OutletEvent) throws -> OutletEvent.Counted {
    guard case .counted(let count) = event else { throw OutletRefusal.countMissing }
    return count
  }

  @Test func `a count by denominations is their sum`() throws {
    let parts = [Denomination(minor: 5_000, count: 1), Denomination(minor: 200, count: 24)]
    let count = try counted(try shift().counting(nil, denominations: parts))
    #expect(count.counted == eur(9_800))
    #expect(count.expected == eur(10_000))
    #expect(count.difference == eur(-200))
    #expect(count.denominations == parts)
    #expect(try counted(try shift().counting(eur(9_800), denominations: parts)) == count)
    #expect(try counted(try shift().counting(nil, denominations: [])).counted == eur(0))
  }

  @Test func `a count that contradicts itself or is no count is refused`() {
    let parts = [Denomination(minor: 5_000, count: 1)]
    #expect(throws: OutletRefusal.countMissing) { try shift().counting(nil, denominations: nil) }
    #expect(throws: OutletRefusal.denominationOutOfRange) {
      try shift().counting(eur(4_999), denominations: parts)
    }
    for (minor, count) in [(0, 1), (-5, 1), (5, -1)] as [(Int64, Int64)] {
      #expect(throws: OutletRefusal.denominationOutOfRange) {
        try shift().counting(nil, denominations: [Denomination(minor: minor, count: count)])
      }
    }
  }

  @Test func `a count beyond 64 bits is an error and never a trap`() {
    let huge = Denomination(minor: .max, count: 2)
    let high = Denomination(minor: .max, count: 1)
    for parts in [[huge], [high, high]] {
      #expect(throws: OutletRefusal.amount(.overflow)) {
        try shift().counting(nil, denominations: parts)
      }
    }
  }

  @Test func `what cannot be added is an error and never a trap`() throws {
    var full = shift(float: .max)
    full.tally.payIns = eur(1)
    #expect(throws: ValueFault.overflow) { try full.expected() }
    #expect(throws: OutletRefusal.amount(.overflow)) {
      try full.counting(eur(1), denominations: nil)
    }
    #expect(throws: OutletRefusal.amount(.overflow)) { try full.report(mark) }
    var old = shift(perpetual: .max)
    old.tally.gross = eur(1)
    #expect(throws: ValueFault.overflow) { try old.perpetual() }
  }

  @Test func `a report holds the count, the grand total and where the journal stands`() throws {
    var shift = shift()
    #expect(try shift.report(mark).counted == nil)
    shift.evolve(try shift.counting(eur(10_100), denominations: nil))
    shift.tally.gross = eur(100)
    let report = try shift.report(mark)
    #expect(report.counted == eur(10_100) && report.difference == eur(100))
    #expect(report.perpetual == eur(1_000))
    #expect(report.head == 7 && report.at == mark.at)
    #expect(shift.isOpen)
    shift.evolve(.closed(.init(z: 17, report: report, printJob: 1)))
    #expect(!shift.isOpen && shift.row.z == 17 && !shift.row.isOpen)
    #expect(try JSON.decode(Shift.self, from: shift.row.body) == shift)
  }

  @Test(
    arguments: [
      (.noOpenShift, "no_open_shift"),
      (.alreadyOpen(since: Timestamp(milliseconds: 0)), "shift_already_open"),
      (.saleInPayment, "sale_part_paid"), (.amountMissing, "amount_missing"),
      (.countMissing, "count_missing"), (.denominationOutOfRange, "denomination_out_of_range"),
      (.amount(.overflow), "amount_out_of_range"),
    ] as [(OutletRefusal, String)])
  func `a refusal has its kind`(refusal: OutletRefusal, kind: String) {
    #expect(refusal.fault.data.kind == kind)
  }
}
