// The assembler of key presses: whole scans come out, parts of scans never do.

import Testing

@testable import Scanner

struct KeyBurstTests {
  /// Feeds characters one gap apart and gives everything that came of them.
  private func feed(
    _ text: String, to burst: inout KeyBurst, from start: Int64 = 0, gap: Int64 = 6_000
  ) -> [KeyBurst.Outcome] {
    var outcomes: [KeyBurst.Outcome] = []
    for (index, scalar) in text.unicodeScalars.enumerated() {
      let outcome = burst.receive(String(scalar), at: start + Int64(index) * gap)
      if outcome != .nothing { outcomes.append(outcome) }
    }
    return outcomes
  }

  @Test(arguments: ["\r", "\n", "\t", "\r\n"])
  func `Enter and Tab end a scan and CRLF counts once`(terminator: String) {
    var burst = KeyBurst()
    #expect(feed("4006381333931" + terminator, to: &burst) == [.scan("4006381333931")])
    #expect(burst.isIdle)
    #expect(burst.deadline == nil)
  }

  @Test func `two scans in one stream are two scans`() {
    var burst = KeyBurst()
    #expect(feed("11\r22\r", to: &burst) == [.scan("11"), .scan("22")])
  }

  @Test func `a lone terminator is no scan`() {
    var burst = KeyBurst()
    #expect(feed("\r\t\n", to: &burst).isEmpty)
  }

  @Test func `a slow scanner may take as long as it needs`() {
    var burst = KeyBurst()
    let long = String(repeating: "7", count: 250)
    #expect(feed(long + "\r", to: &burst, gap: 100_000) == [.scan(long)])
  }

  @Test func `a pause before the terminator spoils the scan`() {
    var burst = KeyBurst()
    #expect(feed("123", to: &burst).isEmpty)
    #expect(burst.deadline == 1_012_000)
    #expect(burst.timePassed(to: 1_012_000) == .nothing)
    #expect(burst.timePassed(to: 1_012_001) == .rejected(.timedOut))
    #expect(burst.isIdle)
  }

  @Test func `a late character rejects the old scan and starts a new one`() {
    var burst = KeyBurst()
    #expect(feed("12", to: &burst) == [])
    #expect(burst.receive("9", at: 5_000_000) == .rejected(.timedOut))
    #expect(burst.receive("\r", at: 5_001_000) == .scan("9"))
  }

  @Test func `silence ends a scan of a scanner without terminator`() {
    var burst = KeyBurst(framing: .silence(leastMicroseconds: 150_000))
    #expect(feed("123", to: &burst) == [])
    #expect(burst.timePassed(to: 162_000) == .nothing)
    #expect(burst.timePassed(to: 162_001) == .scan("123"))
    // At 80 ms a character the usual gap stretches the silence to four gaps.
    #expect(feed("4567890123456789", to: &burst, from: 1_000_000, gap: 80_000) == [])
    let last: Int64 = 1_000_000 + 15 * 80_000
    #expect(burst.deadline == last + 320_000)
  }

  @Test func `lost events void the scan and its tail`() {
    var burst = KeyBurst()
    #expect(feed("4006", to: &burst) == [])
    #expect(burst.eventsLost(at: 30_000) == .rejected(.eventsLost))
    #expect(feed("3931\r", to: &burst, from: 36_000) == [])
    #expect(feed("55\r", to: &burst, from: 100_000) == [.scan("55")])
  }

  @Test func `a terminator lost with the events does not swallow the next scan`() {
    var burst = KeyBurst()
    _ = burst.eventsLost(at: 0)
    #expect(feed("393", to: &burst, from: 6_000) == [])
    #expect(feed("4006381333931\r", to: &burst, from: 2_000_000) == [.scan("4006381333931")])
  }

  @Test func `cutting a scan by lost events at any place never gives a part of it`() {
    let code = Array("4006381333931\r")
    for cut in 0...code.count {
      var burst = KeyBurst()
      var scans: [KeyBurst.Outcome] = []
      for (index, character) in code.enumerated() {
        if index == cut { #expect(burst.eventsLost(at: Int64(index)) == .rejected(.eventsLost)) }
        let outcome = burst.receive(String(character), at: Int64(index))
        if case .scan = outcome { scans.append(outcome) }
      }
      #expect(scans == (cut == code.count ? [.scan("4006381333931")] : []))
    }
  }

  @Test func `an unplugged scanner rejects what was under way`() {
    var burst = KeyBurst()
    #expect(burst.unplugged() == .nothing)
    #expect(feed("12", to: &burst) == [])
    #expect(burst.unplugged() == .rejected(.unplugged))
    #expect(burst.isIdle)
  }

  @Test func `more than 4096 bytes are rejected once and swallowed whole`() {
    var burst = KeyBurst()
    let flood = String(repeating: "1", count: 5_000)
    #expect(feed(flood + "\r", to: &burst) == [.rejected(.tooLong)])
    #expect(feed("77\r", to: &burst, from: 40_000_000) == [.scan("77")])
  }

  @Test func `time that runs backwards does no harm`() {
    var burst = KeyBurst()
    #expect(burst.receive("1", at: 1_000_000) == .nothing)
    #expect(burst.receive("2", at: 0) == .nothing)
    #expect(burst.receive("\r", at: 500_000) == .scan("12"))
  }
}
