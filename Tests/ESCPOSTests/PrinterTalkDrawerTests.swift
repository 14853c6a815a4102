// The drawer on a printer's connector: kicked in every state of the printer, and seen to open.

import ESCPOS
import Testing

@Suite struct PrinterTalkDrawerTests {
  private let hello: [UInt8] = [0x1B, 0x40] + Array("Hello\n".utf8)
  private let urgent: [UInt8] = [0x10, 0x14, 1, 0, 1]

  private func bench(
    _ sensor: DrawerSensor = .openIsHigh, _ change: (inout PrinterTraits) -> Void = { _ in }
  ) -> TalkBench {
    var bench = TalkBench(sensor: sensor, traits: change)
    bench.open()
    return bench
  }

  private func pulses(_ bench: TalkBench) -> Int {
    bench.printer.events.count { if case .kicked = $0.deed { true } else { false } }
  }

  @Test func `an idle printer kicks in turn and the switch is seen`() {
    var bench = bench()
    #expect(bench.kick("k1") == true)
    #expect(bench.kick("k2") == false)
    bench.run(until: { !$0.kicks.isEmpty })
    #expect(bench.kicks == [.opened])
    #expect(bench.packets.last == PrinterProfile.virtual80.drawerPulse)
    #expect(pulses(bench) == 1)
    let drawer = bench.told.compactMap { if case .drawer(let open) = $0 { open } else { nil } }
    #expect(drawer == [false, true])
    #expect(bench.kick("k3") == true)
  }

  @Test func `a drawer that does not open has failed`() {
    var profile = PrinterProfile.virtual80
    var bench = TalkBench(profile, sensor: .openIsHigh)
    // The drawer hangs on the other pin.
    profile.drawer = PrinterProfile.Drawer(pin: .pin5, onUnits: 50, offUnits: 250)
    bench.printer = PrinterEmulator(profile)
    bench.open()
    #expect(bench.kick("k1") == true)
    bench.run(until: { !$0.kicks.isEmpty })
    #expect(bench.kicks == [.failed])
    #expect(pulses(bench) == 1)
  }

  @Test func `without a switch the pulse is given and nothing is claimed`() {
    var bench = bench(.unknown)
    #expect(bench.kick("k1") == true)
    bench.run(until: { !$0.kicks.isEmpty })
    #expect(bench.kicks == [.unverified])
    #expect(bench.printer.isDrawerOpen)
  }

  @Test func `a drawer that says open already is kicked and nothing is claimed`() {
    // So a switch that is wired the other way round never passes for an opened drawer.
    for sensor in [DrawerSensor.openIsHigh, .openIsLow] {
      var bench = bench(sensor)
      if sensor == .openIsHigh { bench.printer.apply(.drawerOpened) }
      bench.run(5)
      #expect(bench.kick("k1") == true)
      bench.run(until: { !$0.kicks.isEmpty })
      #expect(bench.kicks == [.unverified])
      #expect(pulses(bench) == 1)
    }
  }

  @Test func `while a receipt is printed the pulse is given at once, between two commands`() {
    for delay in 1..<12 {
      var bench = bench { $0.dotsPerMillisecond = 2 }
      let job = [0x1B, 0x40] + Array("one\ntwo\nthree\nfour\nfive\n".utf8)
      _ = bench.printer.takePaper()
      _ = bench.talk.submit(job: "j1", job)
      bench.run(delay)
      #expect(bench.kick("k1") == true)
      bench.run(until: { $0.outcomes.count == 1 && $0.kicks.count == 1 })
      #expect(bench.kicks == [.opened])
      #expect(bench.outcomes == [.printed(.fence)])
      #expect(bench.papers["j1"] == job, "after \(delay) ms")
      #expect(bench.packets.contains(urgent))
      #expect(pulses(bench) == 1)
    }
  }

  @Test func `a picture is not broken by a pulse`() {
    let picture: [UInt8] =
      [0x1D, 0x76, 0x30, 0, 72, 0, 100, 0] + [UInt8](repeating: 0x55, count: 7200)
    for delay in stride(from: 1, to: 60, by: 7) {
      var bench = bench { $0.dotsPerMillisecond = 2 }
      let job = [0x1B, 0x40] + picture + Array("end\n".utf8)
      _ = bench.printer.takePaper()
      _ = bench.talk.submit(job: "j1", job)
      bench.run(delay)
      #expect(bench.kick("k1") == true)
      bench.run(until: { $0.outcomes.count == 1 && $0.kicks.count == 1 })
      #expect(bench.papers["j1"] == job, "after \(delay) ms")
      #expect(bench.kicks == [.opened])
    }
  }

  @Test func `a job that forbids the pulse is let end first`() {
    let forbidding: [UInt8] = [0x1D, 0x28, 0x44, 3, 0, 20, 1, 0]
    var bench = bench { $0.dotsPerMillisecond = 10 }
    _ = bench.talk.submit(job: "j1", [0x1B, 0x40] + forbidding + Array("tea\n".utf8))
    bench.run(1)
    #expect(bench.kick("k1") == true)
    bench.run(until: { $0.kicks.count == 1 })
    #expect(bench.outcomes == [.printed(.fence)])
    #expect(bench.kicks == [.opened])
    #expect(!bench.packets.contains(urgent))
  }

  @Test func `an offline printer is asked at once, and the switch tells whether it obeyed`() {
    var bench = bench { $0.refusesWhenOffline = false }
    bench.printer.apply(.coverOpened)
    bench.run(5)
    #expect(bench.kick("k1") == true)
    bench.run(until: { !$0.kicks.isEmpty })
    // This emulated printer ignores the pulse then, as the manuals allow.
    #expect(bench.kicks == [.failed])
    #expect(bench.packets.contains(urgent))
  }

  @Test func `a printer that takes nothing fails the kick, and later gives no late pulse`() {
    var bench = bench()
    bench.printer.apply(.hung(500))
    #expect(bench.kick("k1") == true)
    bench.run(until: { !$0.kicks.isEmpty })
    #expect(bench.kicks == [.failed])
    bench.run(1000)
    #expect(pulses(bench) == 0)
    #expect(!bench.printer.isDrawerOpen)
  }

  @Test func `a drawer whose printer is gone fails, and one that goes meanwhile is unverified`() {
    var bench = bench()
    bench.printer.apply(.unplugged)
    bench.run(5)
    #expect(bench.kick("k1") == true)
    bench.run(until: { !$0.kicks.isEmpty })
    #expect(bench.kicks == [.failed])
    bench.printer.apply(.plugged)
    bench.open()
    bench.ear = { _ in [] }
    #expect(bench.kick("k2") == true)
    bench.run(2)
    bench.printer.apply(.unplugged)
    bench.run(until: { $0.kicks.count == 2 })
    #expect(bench.kicks == [.failed, .unverified])
  }

  @Test func `without a drawer every kick is refused`() {
    var bench = TalkBench()
    bench.open()
    #expect(bench.kick("k1") == false)
  }

  @Test func `a drawer opened by its key is told`() {
    var bench = bench()
    bench.printer.apply(.drawerOpened)
    bench.run(3)
    bench.printer.apply(.drawerShut)
    bench.run(3)
    let drawer = bench.told.compactMap { if case .drawer(let open) = $0 { open } else { nil } }
    #expect(drawer == [false, true, false])
    #expect(pulses(bench) == 0)
  }
}
