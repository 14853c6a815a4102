// The judge agrees with a till that keeps its promises, and with none that does not.

import Domains
import Testing
import TillLoop
import Values
import Wire

@testable import tillsim

@Suite struct JudgeTests {
  /// A day with a few hundred commands and a crash now and then.
  static func day(
    seed: UInt64, commands: Int = 300, rules: [String: AnyJSON] = [:],
    sabotage: Set<Sabotage> = []
  ) throws -> [Told] {
    let rehearsal = try Rehearsal(seed: seed, sabotage: sabotage)
    rehearsal.open(rules: rules)
    for index in 1...commands {
      rehearsal.actByChance()
      if index.isMultiple(of: 60) { try rehearsal.crash() }
    }
    rehearsal.finish()
    return rehearsal.tape
  }

  private static let shops: [[String: AnyJSON]] = [
    [:],
    ["tax.included": .boolean(false), "tax.rounding": .string("line")],
    ["cash.step": .integer(5), "sale.merge_repeats": .boolean(true)],
    [
      "tax.included": .boolean(false), "cash.step": .integer(10),
      "tax.classes": .object([
        "standard": .integer(8_875), "reduced": .integer(8_875), "zero": .integer(0),
      ]),
    ],
    ["tax.rounding": .string("line"), "till.id": .string("Kasse2")],
  ]

  @Test(arguments: Array(0..<5), [1, 2] as [UInt64])
  func `a till that keeps its promises is not blamed`(shop: Int, seed: UInt64) throws {
    let tape = try Self.day(seed: seed &* 7 &+ UInt64(shop), rules: Self.shops[shop])
    let violation = tape.verdict
    #expect(violation == nil)
  }

  @Test func `such days hold enough to be worth judging`() throws {
    let tape = try Self.day(seed: 5)
    func count(_ type: String) -> Int {
      tape.reduce(0) { sum, told in
        guard case .committed(let events, _, _) = told else { return sum }
        return sum + events.count { $0.type == type }
      }
    }
    for type in [
      "sale.completed", "sale.voided", "sale.held", "sale.recalled", "sale.line_voided",
      "shift.closed", "shift.counted", "shift.cash_moved", "print.requested", "print.unknown",
    ] {
      #expect(count(type) > 0, "\(type)")
    }
    #expect(count("sale.completed") > 10)
  }

  @Test(arguments: [
    (Sabotage.skipDeduplication, [Law.once, Law.durability]),
    (.answerBeforeCommit, [Law.durability]),
  ])
  func `a till that breaks a promise is caught`(sabotage: Sabotage, laws: [String]) throws {
    let tape = try Self.day(seed: 3, sabotage: [sabotage])
    let verdict = tape.verdict
    let violation = try #require(verdict)
    #expect(laws.contains(violation.law), "\(violation)")
  }

  @Test func `a job that a crash interrupted is not blamed`() throws {
    let rehearsal = try Rehearsal(seed: 1)
    rehearsal.open()
    try rehearsal.crashWhilePrinting()
    rehearsal.finish()
    let violation = rehearsal.tape.verdict
    #expect(violation == nil)
  }
}
