// The hybrid clock over wall clocks that do what they like.

import Domains
import Testing
import TillLoop
import Values

struct ChronometerTests {
  private static let today: Int64 = 1_790_000_000_000
  private static let year: Int64 = 31_556_952_000

  /// A machine whose wall clock can be set apart from the clock since boot.
  private struct Machine {
    var wall = ChronometerTests.today
    var boot: Int64 = 5_000_000
    var chronometer = Chronometer(highWater: .zero)

    /// Lets time pass, the wall clock at `rate` hundredths, then looks.
    @discardableResult
    mutating func pass(_ milliseconds: Int64, rate: Int64 = 100) -> Int64 {
      boot += milliseconds
      wall += milliseconds * rate / 100
      return look()
    }

    @discardableResult
    mutating func look() -> Int64 {
      chronometer.observe(Now(wall: wall, boot: boot, zone: 0))
    }
  }

  @Test(arguments: [50, -50]) func `a leap of decades is not believed, and time goes on`(
    years: Int64
  ) {
    var machine = Machine()
    let before = machine.look()
    machine.wall += years * Self.year
    let after = machine.pass(1_000)
    #expect(machine.chronometer.quality == .untrusted)
    #expect(after == before + 1_000)
    machine.wall = Self.today + 2_000
    machine.boot += 1_000
    #expect(machine.look() == Self.today + 2_000)
    #expect(machine.chronometer.quality == .trusted)
  }

  @Test func `a clock that stands still is not believed after half a second`() {
    var machine = Machine()
    let before = machine.look()
    machine.pass(500, rate: 0)
    #expect(machine.chronometer.quality == .untrusted)
    #expect(machine.pass(3_600_000, rate: 0) >= before + 3_600_000)
    machine.wall = Self.today + 3_600_500
    machine.look()
    #expect(machine.chronometer.quality == .trusted)
  }

  @Test func `a clock that creeps is not believed in the end, however often it is looked at`() {
    var machine = Machine()
    machine.look()
    var looks = 0
    while machine.chronometer.quality == .trusted, looks < 1_000 {
      machine.pass(500, rate: 50)
      looks += 1
    }
    #expect(looks > 60 && looks < 400)
  }

  @Test func `many small steps are as little believed as one great one`() {
    var machine = Machine()
    machine.look()
    for _ in 0..<4 {
      machine.wall += 50_000
      machine.pass(500)
    }
    #expect(machine.chronometer.quality == .untrusted)
  }

  @Test(arguments: [1_000, -1_000]) func `a leap second is believed, stepped`(step: Int64) {
    var machine = Machine()
    machine.look()
    for second in 0..<20 {
      if second == 10 { machine.wall += step }
      machine.pass(500)
      #expect(machine.chronometer.quality == .trusted)
    }
  }

  @Test(arguments: [92, 108]) func `a clock that is steered is believed all day`(rate: Int64) {
    var machine = Machine()
    machine.look()
    for _ in 0..<20_000 {
      machine.pass(500, rate: rate)
      #expect(machine.chronometer.quality == .trusted)
    }
  }

  @Test func `a clock of 1970 that is set right is believed from then on`() {
    var machine = Machine()
    machine.chronometer = Chronometer(highWater: HybridTime.zero.next(wall: Self.today))
    machine.wall = 5_000
    #expect(machine.look() == Self.today)
    #expect(machine.chronometer.quality == .untrusted)
    #expect(machine.pass(60_000) == Self.today + 60_000)
    // Three days passed since the till was last used, which nobody but the time server knows.
    machine.wall = Self.today + 3 * 86_400_000
    machine.look()
    #expect(machine.chronometer.quality == .trusted)
  }

  @Test func `any wall clock gives times that only rise`() {
    for seed in 0..<300 {
      var chance = Entropy(seed: UInt64(seed))
      var machine = Machine()
      var last = HybridTime.zero
      var effective = machine.look()
      for _ in 0..<300 {
        let passed = Int64.random(in: 0...2_000, using: &chance)
        switch Int.random(in: 0..<8, using: &chance) {
        case 0: machine.wall &+= Int64.random(in: -50...50, using: &chance) * Self.year
        case 1: machine.wall = Int64.random(in: 0...2_000, using: &chance)
        case 2: machine.wall = Self.today
        case 3: machine.wall &+= Int64.random(in: -70_000...70_000, using: &chance)
        case 4: machine.wall = [.min, .max, -1].randomElement(using: &chance) ?? 0
        default: break
        }
        let before = effective
        let rate: Int64 = Int.random(in: 0..<4, using: &chance) == 0 ? 0 : 100
        machine.boot += passed
        machine.wall &+= passed * rate / 100
        effective = machine.look()
        let next = machine.chronometer.next(effective)
        #expect(next > last, "seed \(seed)")
        // Believed or not, no look moves the till's time further than clocks are believed to move.
        let moved = effective - before - passed
        #expect(abs(moved) <= 2 * Chronometer.tolerance + 2_000, "seed \(seed)")
        last = next
      }
    }
  }
}
