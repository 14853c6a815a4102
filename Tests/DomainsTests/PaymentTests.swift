// Taking money: split, exact, change, cash rounding; and references that must never be stored.

import Domains
import Testing
import Values
import Wire

private func take(
  _ tender: Tender, _ given: Int64?, due: Int64, step: Int64 = 1
) throws(PaymentRefusal) -> Taken {
  try Taken(tender, given: given.map(eur), due: eur(due), cashStep: step)
}

struct PaymentTests {
  @Test(
    arguments: [
      (.cash, 4000, 3462, 1, 3462, 538, 0), (.cash, 3462, 3462, 1, 3462, 0, 0),
      (.cash, nil, 3462, 1, 3462, 0, 0), (.cash, 1000, 3462, 1, 1000, 0, 0),
      (.cash, 1000, 969, 5, 970, 30, 1), (.cash, 970, 969, 5, 970, 0, 1),
      (.cash, 970, 972, 5, 970, 0, -2), (.cash, nil, 2, 5, 0, 0, -2), (.cash, 0, 2, 5, 0, 0, -2),
      (.cash, 5, 2, 5, 0, 5, -2), (.cash, nil, 0, 1, 0, 0, 0), (.cash, 500, 0, 1, 0, 500, 0),
      (.card, 3462, 3462, 5, 3462, 0, 0), (.card, nil, 3462, 5, 3462, 0, 0),
      (.card, 1, 3462, 5, 1, 0, 0), (.card, nil, 0, 1, 0, 0, 0),
    ] as [(Tender, Int64?, Int64, Int64, Int64, Int64, Int64)])
  func `money is applied, changed and rounded`(
    tender: Tender, given: Int64?, due: Int64, step: Int64, applied: Int64, change: Int64,
    rounding: Int64
  ) throws {
    let taken = try take(tender, given, due: due, step: step)
    #expect(taken.applied == eur(applied))
    #expect(taken.change == eur(change))
    #expect(taken.rounding == eur(rounding))
    #expect(taken.tendered == eur(applied + change))
  }

  @Test func `a card over what is due is refused`() {
    let refusal = PaymentRefusal.moreThanDue(.card, given: eur(101), due: eur(100))
    #expect(throws: refusal) { try take(.card, 101, due: 100) }
    #expect(refusal.fault.data.kind == "change_from_card")
    #expect(throws: PaymentRefusal.moreThanDue(.card, given: eur(1), due: eur(0))) {
      try take(.card, 1, due: 0)
    }
  }

  @Test(arguments: [0, -1, .min, Limits.amountMinor + 1, .max] as [Int64])
  func `an amount out of range is refused`(given: Int64) {
    for tender in Tender.allCases {
      #expect(throws: PaymentRefusal.amountOutOfRange(given)) {
        try take(tender, given, due: Limits.amountMinor)
      }
    }
  }

  @Test func `money of another currency is refused`() throws {
    let usd = try #require(Currency(code: "USD"))
    #expect(throws: PaymentRefusal.wrongCurrency(usd, expected: .eur)) {
      try Taken(.cash, given: Money(1, usd), due: eur(1), cashStep: 1)
    }
  }

  @Test func `a due that cannot be rounded is refused and never a trap`() {
    #expect(throws: PaymentRefusal.amount(.overflow)) { try take(.cash, nil, due: .max, step: 10) }
  }

  @Test func `payments in coins of the step never leave less than nothing due`() throws {
    var entropy = Entropy(seed: 40)
    for _ in 0..<10_000 {
      let step = [1, 5, 10, 50, 100].randomElement(using: &entropy) ?? 1 as Int64
      let due = Int64.random(in: 0...5_000, using: &entropy)
      let given = Int64.random(in: 0...6_000 / step, using: &entropy) * step
      guard let taken = try? take(.cash, given, due: due, step: step) else { continue }
      #expect(taken.tendered.minor == taken.applied.minor + taken.change.minor)
      #expect(taken.rounding.minor.magnitude * 2 <= step.magnitude)
      #expect(due + taken.rounding.minor - taken.applied.minor >= 0)
      #expect(taken.change.minor == 0 || due + taken.rounding.minor == taken.applied.minor)
    }
  }

  @Test
  func `odd cents never leave less than nothing due`() throws {
    for given in 1_003...1_005 as ClosedRange<Int64> {
      let taken = try take(.cash, given, due: 1_003, step: 5)
      #expect(1_003 + taken.rounding.minor - taken.applied.minor >= 0, "given \(given)")
    }
  }

  @Test(arguments: [
    "4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "ref 4111111111111111",
    "4111111111111111/ok", "378282246310005", "4222222222222", "4000000000000000006",
    "%B4111111111111111^DOE/J^2512", ";4111111111111111=2512", "x;4111111111111111=2512",
  ])
  func `what looks like a card number is refused`(ref: String) {
    #expect(throws: PaymentRefusal.cardNumber) { try PaymentReference.check(ref) }
  }

  @Test(arguments: [
    "", "0912", "T-9934/A12", "000000912345", "4111111111111112", "2026-01-01 12:00", "41111 1111",
    "a1b2c3d4e5f6",
  ])
  func `a terminal's receipt number is taken`(ref: String) throws {
    try PaymentReference.check(ref)
  }

  @Test(
    arguments: [
      "4111111111111111 1225", "4111111111111111 12/25", "4111111111111111 1225 123",
      "no. 1 4111111111111111",
    ])
  func `a card number beside other digits is refused`(ref: String) {
    #expect(throws: PaymentRefusal.cardNumber) { try PaymentReference.check(ref) }
  }

  @Test func `a reference has at most 64 characters`() throws {
    try PaymentReference.check(String(repeating: "x", count: 64))
    #expect(throws: PaymentRefusal.referenceTooLong) {
      try PaymentReference.check(String(repeating: "x", count: 65))
    }
  }

  @Test func `a tender that is not offered is named with those that are`() {
    let fault = PaymentRefusal.unknownTender("seashells").fault
    #expect(fault.data.kind == "tender_not_offered")
    #expect(fault.message.contains("cash and card"))
    #expect(Tender.allCases.filter(\.givesChange) == [.cash])
  }
}
