// What the trials of the simulated disk must find, because it is there.

import Testing

@testable import tillsim

struct DiskControlTests {
  /// The scripted day on a good disk.
  private func goodDay() -> Trial.Books {
    var day = Trial(on: SimDisk(seed: 1), seed: 1)
    let (verdict, why) = day.run(wanted: nil)
    #expect(verdict == .sellsOn, "\(why ?? "")")
    return day.books
  }

  private func verdict(
    of fault: DiskFault, at operation: Int, forgetsSyncs: Bool, wanted: Trial.Books
  ) -> Verdict {
    let disk = SimDisk(seed: 5)
    disk.forgetsSyncs = forgetsSyncs
    disk.plan = [PlannedFault(operation: operation, fault: fault)]
    var trial = Trial(on: disk, seed: 1)
    return trial.run(wanted: wanted).verdict
  }

  @Test func `a disk that forgets its syncs loses what was answered`() {
    let wanted = goodDay()
    #expect(verdict(of: .lost, at: 900, forgetsSyncs: true, wanted: wanted) == .broken)
    #expect(verdict(of: .lost, at: 900, forgetsSyncs: false, wanted: wanted) == .nextStartSells)
  }

  @Test func `a failing disk ends the process and the next one sells`() {
    let wanted = goodDay()
    for fault in [DiskFault.kill, .torn, .io] {
      #expect(
        verdict(of: fault, at: 1_000, forgetsSyncs: false, wanted: wanted) == .nextStartSells)
    }
  }

  @Test func `without seals a flipped bit is believed`() throws {
    let shop = try Rot(sales: 12, leavesJournal: false, isSealed: false)
    #expect((1...400 as ClosedRange<UInt64>).contains { shop.flip(seed: $0).fate == .believed })
  }

  @Test func `a sealed page that lost a bit is never believed`() throws {
    let shop = try Rot(sales: 12, leavesJournal: false)
    for seed in 1...20 as ClosedRange<UInt64> {
      let (fate, why) = shop.flip(seed: seed)
      #expect(fate != .believed, "seed \(seed): \(why)")
    }
  }
}
