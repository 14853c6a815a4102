// The conversation with one printer: opening, liars, printers that never take a byte, the drawer.

import ESCPOS
import Testing

@Suite struct PrinterTalkTests {
  private let hello: [UInt8] = [0x1B, 0x40] + Array("Hello\n".utf8)
  private let cut: [UInt8] = [0x1D, 0x56, 66, 0]

  // MARK: Opening

  @Test func `a printer is ready as soon as its first status came`() {
    var bench = TalkBench()
    bench.open()
    #expect(bench.healths == [PrinterHealth(isOpening: false, troubles: [])])
    #expect(bench.packets == [[0x1D, 0x61, 0xFF]])
  }

  @Test func `a printer that says nothing unasked is asked, and asked again`() {
    var bench = TalkBench { $0.refusesWhenOffline = false }
    // Statuses that come unasked are lost on their way.
    bench.ear = { bytes in
      var rest = bytes[...]
      while let first = rest.first, first & 0x93 == 0x10 { rest = rest.dropFirst(4) }
      return Array(rest)
    }
    bench.open()
    #expect(bench.packets.contains(StatusQuestion.paper.bytes))
    #expect(bench.print("j1", hello) == .printed(.fence))
    bench.printer.apply(.coverOpened)
    bench.run(until: { $0.healths.last?.troubles == [.coverOpen] })
    #expect(bench.healths.last?.troubles == [.coverOpen])
    bench.printer.apply(.coverClosed)
    bench.run(until: { $0.healths.last?.isUsable == true })
    #expect(bench.healths.last?.troubles == [])
  }

  @Test func `a picture that an earlier life left open is ended before the first job`() {
    var bench = TalkBench()
    // 200 rows of 72 bytes are awaited; ten came.
    _ = bench.printer.receive(packet: [0x1D, 0x76, 0x30, 0, 72, 0, 200, 0] + [UInt8](1...10))
    bench.open()
    bench.run(until: { $0.talk.isClear })
    #expect(bench.print("j1", hello) == .printed(.fence))
    #expect(bench.papers["j1"] == hello)
  }

  @Test func `what an earlier life left comes out and is cut off before the next job`() {
    var bench = TalkBench()
    _ = bench.printer.receive(packet: Array("half of it\nand m".utf8))
    bench.talk.expectRest()
    bench.open()
    bench.run(until: { $0.talk.isClear })
    #expect(Page(decoding: bench.printer.paper, profile: .virtual80).text().contains("half of it"))
    #expect(bench.printer.paper.suffix(4) == [0x1D, 0x56, 66, 0])
    #expect(bench.print("j1", hello) == .printed(.fence))
    #expect(bench.papers["j1"] == hello)
  }

  @Test func `opening is told only when it takes long`() {
    var bench = TalkBench()
    bench.printer.apply(.hung(100))
    bench.run(300)
    #expect(bench.healths.first == PrinterHealth(isOpening: true, troubles: []))
    #expect(bench.healths.last == PrinterHealth(isOpening: false, troubles: []))
  }

  // MARK: Jobs

  @Test func `automatic status is switched on again after the job's own reset`() {
    var bench = TalkBench()
    bench.open()
    #expect(bench.print("j1", hello) == .printed(.fence))
    bench.printer.apply(.coverOpened)
    bench.run(2)
    #expect(bench.healths.last?.troubles == [.coverOpen])
    #expect(bench.papers["j1"] == hello)
  }

  @Test func `a receipt whose cut fails is printed, and the printer says what is wrong`() {
    var bench = TalkBench()
    bench.open()
    bench.printer.apply(.cutterJammed)
    #expect(bench.print("j1", hello + cut) == .printed(.fence))
    #expect(bench.papers["j1"] == hello)
    #expect(bench.healths.last?.troubles == [.cutterJammed])
  }

  @Test func `a jammed knife tries again when somebody wants to print`() {
    var bench = TalkBench { $0.refusesWhenOffline = false }
    bench.open()
    bench.printer.apply(.cutterJammed)
    #expect(bench.print("j1", hello + cut) == .printed(.fence))
    // The knife is free now: the first try cleared it.
    bench.run(until: { $0.talk.isClear })
    #expect(bench.print("j2", hello + cut) == .printed(.fence))
    #expect(bench.papers["j2"] == hello + cut)
  }

  @Test func `a printer that takes nothing for ever fails the job and is not asked to death`() {
    var bench = TalkBench(patience: 10_000)
    bench.open()
    bench.printer.apply(.hung(1_000_000))
    #expect(bench.print("j1", hello) == .failed("the printer takes no data"))
    #expect(bench.healths.last?.isUsable == false)
    let packets = bench.packets.count
    bench.run(20_000)
    #expect(bench.packets.count <= packets + 1)
    // The next job need not be waited for as long.
    #expect(bench.print("j2", hello, atMost: 2) == .failed("printer offline"))
  }

  @Test func `a job for a printer that is not there fails when patience ends`() {
    var bench = TalkBench()
    bench.printer.apply(.unplugged)
    #expect(bench.print("j1", hello) == .failed("not connected"))
  }

  @Test func `a fence that names another job, or comes too soon, proves nothing`() {
    // It hears an id that nobody gave, and its own before the job was sent.
    for id in ["ZZZZ", "0002"] {
      var bench = TalkBench()
      bench.open()
      bench.ear = { _ in [] }
      _ = bench.talk.submit(job: "j1", hello)
      bench.talk.hear([0x37, 0x22] + Array(id.utf8) + [0])
      bench.run(until: { !$0.outcomes.isEmpty })
      #expect(bench.outcomes == [.unknown("no answer from the printer")], "\(id)")
    }
  }

  @Test func `a status that is a lie is asked about and does not last`() {
    var bench = TalkBench()
    bench.open()
    bench.talk.hear([0x38, 0x00, 0x0C, 0x00])
    #expect(bench.talk.health?.isUsable == false)
    #expect(bench.print("j1", hello) == .printed(.fence))
  }

  @Test func `without any answer the bytes are sent and nothing is claimed`() {
    var profile = PrinterProfile.generic80
    profile.cutter = .none
    var bench = TalkBench(profile)
    bench.ear = { _ in [] }
    bench.open()
    #expect(bench.print("j1", hello) == .printed(.none))
    var other = TalkBench(profile)
    other.open()
    #expect(other.print("j1", hello) == .printed(.status))
  }

  @Test func `a stop breaks a job off and tells the truth of it`() {
    var bench = TalkBench()
    bench.open()
    _ = bench.talk.submit(job: "j1", hello)
    bench.talk.abandon("the till was stopped", inFlight: false)
    bench.run(1)
    #expect(bench.outcomes == [.failed("the till was stopped")])
  }

  @Test func `the same story gives the same deeds`() {
    func story() -> TalkBench {
      var bench = TalkBench(script: FaultScript().at(.byte(9), .coverOpened))
      _ = bench.print("j1", hello + cut)
      bench.printer.apply(.coverClosed)
      _ = bench.print("j2", hello + cut)
      return bench
    }
    #expect(story().told == story().told)
    #expect(story().packets == story().packets)
  }

  // MARK: Negative controls

  @Test func `a host that is deaf to cleared buffers would be caught`() {
    // A picture holds the command that empties the buffers: what came before it is lost.
    let picture: [UInt8] =
      [0x1D, 0x76, 0x30, 0, 16, 0, 1, 0] + UrgentCommand.clear.bytes
      + [UInt8](repeating: 0x0A, count: 6)
    let job = Array("Tea\nTwo\nThree\n".utf8) + picture + Array("Thank you\n".utf8)
    for isDeaf in [false, true] {
      var bench = TalkBench()
      bench.open()
      if isDeaf { bench.ear = { $0.starts(with: [0x37, 0x25, 0]) ? Array($0.dropFirst(3)) : $0 } }
      let outcome = bench.print("j1", job)
      #expect(bench.papers["j1"] != job)
      #expect(
        outcome == (isDeaf ? .printed(.fence) : .unknown("the printer dropped part of it")))
    }
  }

  @Test func `a printer that confirms before it prints would be caught`() {
    var bench = TalkBench { $0.confirmsEarly = true }
    bench.open()
    bench.printer.follow(FaultScript().at(.dot(1), .paperEnd))
    // No host can know; that is why a profile says which printers are believed.
    let job = hello + hello + hello
    #expect(bench.print("j1", job) == .printed(.fence))
    #expect(bench.papers["j1"] != job)
  }
}
