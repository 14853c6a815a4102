// The hybrid clock rises whatever the wall clock does.

import Testing
import Values

struct HybridTimeTests {
  private let fiftyYears: Int64 = 50 * 366 * 86_400_000

  @Test func `a later wall clock is taken over with a fresh counter`() {
    let time = HybridTime.zero.next(wall: 1_000).next(wall: 1_000).next(wall: 2_000)
    #expect(time.milliseconds == 2_000)
    #expect(time.counter == 0)
  }

  @Test func `a wall clock that stands still or falls raises the counter`() {
    let first = HybridTime.zero.next(wall: 1_000)
    #expect(first.next(wall: 1_000).counter == 1)
    #expect(first.next(wall: 3).counter == 1)
    #expect(first.next(wall: 3).milliseconds == 1_000)
  }

  @Test func `a full counter carries into the milliseconds`() throws {
    let full = try #require(HybridTime(raw: 1_000 << 16 | 0xFFFF))
    let next = full.next(wall: 1_000)
    #expect(next.milliseconds == 1_001)
    #expect(next.counter == 0)
    #expect(full < next)
  }

  @Test func `it rises through 10,000 jumps of up to fifty years both ways`() {
    var entropy = Entropy(seed: 10)
    var time = HybridTime.zero
    var wall: Int64 = 1_767_225_600_000
    for _ in 0..<10_000 {
      wall += Int64.random(in: -fiftyYears...fiftyYears, using: &entropy)
      let next = time.next(wall: wall)
      #expect(next > time, "wall \(wall) after \(time)")
      #expect(next.milliseconds >= min(wall, 1 << 47 - 1))
      time = next
    }
  }

  @Test(arguments: [.min, -1, 0, 1 << 47, .max] as [Int64])
  func `a wall clock out of range reads as if it stood still`(wall: Int64) throws {
    let time = try #require(HybridTime(raw: 5 << 16))
    #expect(time.next(wall: wall).raw == time.raw + 1)
  }

  @Test func `the highest wall clock within range is taken over`() {
    #expect(HybridTime.zero.next(wall: (1 << 47) - 1).milliseconds == (1 << 47) - 1)
  }

  @Test func `at the end of its range it stands and never falls`() throws {
    let last = try #require(HybridTime(raw: .max))
    #expect(last.next(wall: 0) == last)
    #expect(last.next(wall: .max) == last)
  }

  @Test(arguments: [-1, .min, Int64.min + 1])
  func `a set top bit is refused`(raw: Int64) {
    #expect(HybridTime(raw: raw) == nil)
  }

  @Test func `it is written as its wall time and counter`() throws {
    let time = try #require(HybridTime(raw: 1_767_225_600_007 << 16 | 3))
    #expect(time.description == "2026-01-01T00:00:00.007Z+3")
  }
}
