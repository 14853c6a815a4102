// Law M2: shares add up exactly, each within a unit of its ideal, the same on every machine.

import Testing
import Values

struct AllocationTests {
  @Test(
    arguments: [
      (1000, [1, 1, 1], [334, 333, 333]),
      (500, [1999, 350, 1], [425, 75, 0]),
      (330, [2500, 799], [250, 80]),
      (0, [5, 5], [0, 0]),
      (1, [1, 1], [1, 0]),
      (-1000, [1, 1, 1], [-334, -333, -333]),
      (10, [0, 3, 0], [0, 10, 0]),
      (100, [-1, -3], [25, 75]),
      (50, [99, 99, 99], [17, 17, 16]),
    ] as [(Int64, [Int64], [Int64])])
  func `M2 the worked vectors`(total: Int64, bases: [Int64], shares: [Int64]) throws {
    #expect(try Allocation.shares(of: total, over: bases) == shares)
  }

  /// One to twelve bases of one sign, some of them zero, at least one not.
  private func bases(_ entropy: inout Entropy) -> [Int64] {
    let count = Int.random(in: 1...12, using: &entropy)
    let top = Int64.random(in: 1...3, using: &entropy) * 1_000
    var bases = (0..<count).map { _ in max(0, Int64.random(in: -top / 4...top, using: &entropy)) }
    bases[Int.random(in: 0..<count, using: &entropy)] = Int64.random(in: 1...top, using: &entropy)
    return bases
  }

  @Test func `M2 holds in 10,000 random allocations`() throws {
    var entropy = Entropy(seed: 5)
    for _ in 0..<10_000 {
      let bases = bases(&entropy)
      let sum = bases.reduce(0, +)
      let total = Int64.random(in: 0...3 * sum, using: &entropy)
      let shares = try Allocation.shares(of: total, over: bases)
      #expect(shares.count == bases.count)
      #expect(shares.reduce(0, +) == total, "\(total) over \(bases)")
      let unfair = zip(shares, bases).filter { share, basis in
        // |share - ideal| < 1, in whole numbers: the ideal is total * basis / sum.
        let off = (share * sum - total * basis).magnitude
        let isNear = off < sum.magnitude && share >= 0
        return !isNear || basis == 0 && share != 0 || total <= sum && share > basis
      }
      #expect(unfair.isEmpty, "\(total) over \(bases)")
      #expect(try Allocation.shares(of: -total, over: bases) == shares.map { -$0 })
      #expect(try Allocation.shares(of: total, over: bases.map { -$0 }) == shares)
      #expect(try Allocation.shares(of: total, over: bases) == shares)
    }
  }

  @Test func `M2 a larger remainder is served first and ties go to the lower index`() throws {
    var entropy = Entropy(seed: 6)
    for _ in 0..<2_000 {
      let bases = bases(&entropy)
      let sum = bases.reduce(0, +)
      let total = Int64.random(in: 0...sum, using: &entropy)
      let shares = try Allocation.shares(of: total, over: bases)
      let raised = bases.indices.filter { shares[$0] > total * bases[$0] / sum }
      let kept = bases.indices.filter { !raised.contains($0) }
      for high in raised {
        for low in kept {
          let (a, b) = (total * bases[high] % sum, total * bases[low] % sum)
          if !(a > b || a == b && high < low) { Issue.record("\(total) over \(bases)") }
        }
      }
    }
  }

  @Test func `nothing is shared over nothing`() throws {
    #expect(try Allocation.shares(of: 0, over: []) == [])
    #expect(try Allocation.shares(of: 0, over: [0, 0]) == [0, 0])
    #expect(throws: ValueFault.nothingToShareOver) { try Allocation.shares(of: 1, over: [0, 0]) }
    #expect(throws: ValueFault.nothingToShareOver) { try Allocation.shares(of: -1, over: []) }
  }

  @Test func `bases of both signs have no fair shares`() {
    #expect(throws: ValueFault.mixedSigns) { try Allocation.shares(of: 10, over: [1, -1]) }
    #expect(throws: ValueFault.mixedSigns) { try Allocation.shares(of: 10, over: [5, 0, -1]) }
  }

  @Test func `the largest numbers are shared exactly or refused`() throws {
    let shares = try Allocation.shares(of: .max, over: [.max, .max, .max])
    #expect(shares.reduce(0, +) == .max)
    #expect(try Allocation.shares(of: .max, over: [1]) == [.max])
    #expect(try Allocation.shares(of: .min, over: [.min, .min]) == [.min / 2, .min / 2])
    #expect(throws: ValueFault.overflow) { try Allocation.shares(of: .min, over: [1]) }
  }
}
