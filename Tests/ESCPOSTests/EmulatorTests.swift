// The emulated printer, one hard fact of real ones at a time.

import ESCPOS
import Testing
import Values

@Suite struct EmulatorTests {
  /// A printer that is fast, and what it sends to a host that reads whatever comes.
  private func printer(
    _ profile: PrinterProfile = .virtual80, _ change: (inout PrinterTraits) -> Void = { _ in }
  ) -> PrinterEmulator {
    var traits = PrinterTraits()
    change(&traits)
    return PrinterEmulator(profile, traits: traits)
  }

  @discardableResult
  private func send(_ bytes: [UInt8], to printer: inout PrinterEmulator) -> Int {
    var sent = 0
    while sent < bytes.count {
      let packet = Array(bytes[sent..<min(sent + 64, bytes.count)])
      guard case .taken(let count) = printer.receive(packet: packet) else { break }
      sent += count
    }
    return sent
  }

  private func deeds(_ printer: PrinterEmulator) -> [PrinterDeed] { printer.events.map(\.deed) }

  private func answers(_ printer: inout PrinterEmulator, after time: Int = 1000) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<time {
      printer.pass(milliseconds: 1)
      bytes += printer.answer()
    }
    return bytes
  }

  private let line = Array("a line\n".utf8)
  private func fence(_ text: String) -> [UInt8] {
    [0x1D, 0x28, 0x48, 6, 0, 0x30, 0x30] + Array(text.utf8)
  }
  private func echo(_ text: String) -> [UInt8] { [0x37, 0x22] + Array(text.utf8) + [0] }
  /// A picture 8 dots wide with these rows.
  private func picture(_ rows: [UInt8]) -> [UInt8] {
    [0x1D, 0x76, 0x30, 0, 1, 0, UInt8(rows.count & 0xFF), UInt8(rows.count >> 8)] + rows
  }

  // MARK: The buffer

  @Test func `a packet has at most 64 bytes`() {
    var printer = printer()
    #expect(printer.receive(packet: [UInt8](repeating: 0x41, count: 100)) == .taken(64))
    #expect(printer.receive(packet: []) == .taken(0))
  }

  @Test func `a full buffer refuses, and takes more once some of it is printed`() {
    var printer = printer()
    let job = [UInt8](repeating: 0x0A, count: 6000)
    #expect(send(job, to: &printer) == 4096)
    #expect(printer.receive(packet: [0x0A]) == .refused)
    printer.pass(milliseconds: 2000)
    #expect(printer.receive(packet: [0x0A]) == .taken(1))
  }

  @Test func `an open cover refuses every byte, even a question`() {
    var printer = printer()
    printer.apply(.coverOpened)
    #expect(printer.receive(packet: StatusQuestion.offlineCause.bytes) == .refused)
    #expect(printer.portStatus == 0x08)
    printer.apply(.paperEnd)
    #expect(printer.portStatus == 0x28)
    printer.apply(.paperLoaded)
    printer.apply(.coverClosed)
    #expect(printer.portStatus == 0x18)
    #expect(printer.receive(packet: [0x10]) == .taken(1))
  }

  @Test func `with the other setting an offline printer still answers`() {
    var printer = printer { $0.refusesWhenOffline = false }
    printer.apply(.coverOpened)
    send(StatusQuestion.offlineCause.bytes + line, to: &printer)
    #expect(printer.answer() == [0x16])
    printer.pass(milliseconds: 500)
    #expect(printer.paper == [])
    printer.apply(.coverClosed)
    printer.pass(milliseconds: 500)
    #expect(printer.paper == line)
  }

  // MARK: Printing

  @Test func `the paper takes its time`() {
    var printer = printer()
    send(line, to: &printer)
    printer.pass(milliseconds: 14)
    #expect(printer.paper == [])
    printer.pass(milliseconds: 1)
    #expect(printer.paper == line)
    #expect(printer.dots == 30)
  }

  @Test func `a power cut keeps the lines that were printed and loses the rest`() {
    var printer = printer()
    send(line + line + line, to: &printer)
    printer.pass(milliseconds: 20)
    printer.apply(.powerCut(100))
    #expect(printer.paper == line)
    #expect(deeds(printer).contains(.torn(dots: 10)))
    #expect(printer.receive(packet: [0]) == .gone)
    #expect(printer.portStatus == nil)
    printer.pass(milliseconds: 1000)
    #expect(printer.isAttached)
    #expect(printer.paper == line)
  }

  @Test func `of a picture the rows that came are on paper`() {
    var printer = printer()
    send(picture([1, 2, 3, 4, 5, 6]).dropLast(2), to: &printer)
    printer.pass(milliseconds: 50)
    #expect(printer.paper == picture([1, 2, 3, 4]))
    printer.apply(.powerCut(1))
    #expect(printer.paper == picture([1, 2, 3, 4]))
  }

  @Test func `of a picture in print the rows that are finished are on paper`() {
    var printer = printer()
    send(picture([1, 2, 3, 4, 5, 6]), to: &printer)
    printer.pass(milliseconds: 2)
    printer.apply(.paperEnd)
    #expect(printer.takePaper() == picture([1, 2, 3, 4]))
    printer.pass(milliseconds: 100)
    #expect(!printer.isIdle)
  }

  @Test func `a line torn by the cover is printed again from its beginning`() {
    var printer = printer()
    send(line, to: &printer)
    printer.pass(milliseconds: 10)
    printer.apply(.coverOpened)
    #expect(printer.status.hasPassingError)
    printer.pass(milliseconds: 100)
    #expect(printer.paper == [])
    printer.apply(.coverClosed)
    printer.pass(milliseconds: 14)
    #expect(printer.paper == [])
    printer.pass(milliseconds: 1)
    #expect(printer.paper == line)
    #expect(deeds(printer).contains(.torn(dots: 20)))
  }

  @Test func `a line that has begun at the paper's end is finished`() {
    var printer = printer()
    send(line + line, to: &printer)
    printer.pass(milliseconds: 5)
    printer.apply(.paperEnd)
    #expect(printer.paper == line)
    printer.pass(milliseconds: 100)
    #expect(printer.paper == line)
    printer.apply(.paperLoaded)
    printer.pass(milliseconds: 100)
    #expect(printer.paper == line + line)
  }

  @Test func `after new paper some printers wait for their button`() {
    var printer = printer {
      $0.waitsForFeed = true
      $0.refusesWhenOffline = false
    }
    printer.apply(.paperEnd)
    printer.apply(.paperLoaded)
    #expect(printer.status.isWaitingForFeed)
    #expect(!printer.status.isReady)
    send(UrgentCommand.feed.bytes, to: &printer)
    #expect(printer.status.isReady)
    printer.apply(.paperEnd)
    printer.apply(.paperLoaded)
    printer.apply(.feedPressed)
    #expect(printer.status.isReady)
  }

  @Test func `a hot head waits and goes on`() {
    var printer = printer()
    send(line, to: &printer)
    printer.apply(.overheated(200))
    #expect(printer.status.troubles == [.hot])
    printer.pass(milliseconds: 199)
    #expect(printer.paper == [])
    printer.pass(milliseconds: 16)
    #expect(printer.paper == line)
  }

  @Test func `a jammed knife leaves the text and not the cut; recovery cuts`() {
    let cut: [UInt8] = [0x1D, 0x56, 66, 0]
    var printer = printer { $0.refusesWhenOffline = false }
    printer.apply(.cutterJammed)
    send(line + cut + line, to: &printer)
    printer.pass(milliseconds: 100)
    #expect(printer.paper == line)
    #expect(printer.status.troubles == [.cutterJammed])
    var other = printer
    send(UrgentCommand.recover.bytes, to: &printer)
    printer.pass(milliseconds: 100)
    #expect(printer.paper == line + cut + line)
    send(UrgentCommand.recoverCleared.bytes, to: &other)
    other.pass(milliseconds: 100)
    #expect(other.paper == line)
    #expect(other.status.isReady)
  }

  @Test func `recovery of a healthy printer clears nothing`() {
    var printer = printer()
    send(line + UrgentCommand.recoverCleared.bytes, to: &printer)
    printer.pass(milliseconds: 100)
    #expect(printer.paper == line)
  }

  @Test func `a broken printer stays broken, whatever is done`() {
    var printer = printer { $0.refusesWhenOffline = false }
    printer.apply(.broken)
    send(UrgentCommand.recover.bytes + line, to: &printer)
    printer.apply(.powerCut(1))
    printer.pass(milliseconds: 100)
    #expect(printer.status.troubles == [.broken])
    #expect(printer.paper == [])
  }

  @Test func `ESC @ forgets the line that was not ended`() {
    var printer = printer()
    send(line + Array("lost".utf8) + [0x1B, 0x40] + line, to: &printer)
    printer.pass(milliseconds: 100)
    #expect(printer.paper == line + [0x1B, 0x40] + line)
  }

  @Test func `a line fuller than the paper is printed and goes on below`() {
    var printer = printer()
    send([UInt8](repeating: 0x41, count: 49), to: &printer)
    printer.pass(milliseconds: 100)
    #expect(printer.paper == [UInt8](repeating: 0x41, count: 48))
  }

  // MARK: Fences

  @Test func `a fence comes when what is before it is on paper, and not sooner`() {
    var printer = printer()
    send(line + fence("0001"), to: &printer)
    #expect(answers(&printer, after: 14) == [])
    #expect(answers(&printer, after: 2) == echo("0001"))
  }

  @Test func `a fence after a line that was not ended never comes`() {
    var printer = printer()
    send(Array("no end".utf8) + fence("0001"), to: &printer)
    #expect(answers(&printer) == [])
    send([0x0A], to: &printer)
    #expect(answers(&printer) == echo("0001"))
  }

  @Test func `of fences that wait only the last comes`() {
    var printer = printer()
    send(line + fence("0001") + line + fence("0002"), to: &printer)
    #expect(answers(&printer) == echo("0002"))
    guard let id = FenceID(bytes: Array("0001".utf8)) else { return }
    #expect(deeds(printer).contains(.fenceDropped(id)))
  }

  @Test func `a fence of data that was cleared never comes`() {
    var printer = printer()
    send(line + fence("0001"), to: &printer)
    printer.pass(milliseconds: 1)
    send(UrgentCommand.clear.bytes, to: &printer)
    #expect(answers(&printer) == [0x37, 0x25, 0])
  }

  @Test func `a fence waits for room in the 99 bytes of answers`() {
    var printer = printer()
    for _ in 0..<99 { send(StatusQuestion.printer.bytes, to: &printer) }
    send(StatusQuestion.printer.bytes, to: &printer)
    #expect(deeds(printer).last == .answerLost)
    send(fence("0001"), to: &printer)
    printer.pass(milliseconds: 10)
    #expect(printer.answer().count == 64)
    #expect(printer.answer().suffix(7) == ArraySlice(echo("0001")))
    #expect(printer.answer() == [])
  }

  @Test func `a printer without fences is silent, and GS r answers in its turn`() {
    var printer = printer(.generic58)
    send(fence("0001") + line + [0x1D, 0x72, 1], to: &printer)
    #expect(answers(&printer, after: 14) == [])
    #expect(answers(&printer, after: 2) == [0])
    #expect(printer.paper == line)
  }

  @Test func `GS r is not answered without paper`() {
    var printer = printer { $0.refusesWhenOffline = false }
    printer.apply(.paperEnd)
    send([0x1D, 0x72, 1], to: &printer)
    #expect(answers(&printer) == [])
    printer.apply(.paperLoaded)
    #expect(answers(&printer) == [0])
  }

  @Test func `a clone may confirm what it has only read`() {
    var printer = printer { $0.confirmsEarly = true }
    send(line + fence("0001"), to: &printer)
    #expect(answers(&printer, after: 1) == echo("0001"))
    #expect(printer.paper == [])
  }

  // MARK: Status

  @Test func `automatic status comes at once, on change, and not after ESC @`() {
    var printer = printer()
    send([0x1D, 0x61, 0xFF], to: &printer)
    #expect(answers(&printer, after: 1) == [0x10, 0, 0, 0])
    printer.apply(.drawerOpened)
    printer.apply(.paperNearEnd)
    #expect(answers(&printer, after: 1) == [0x14, 0, 0, 0, 0x14, 0, 3, 0])
    #expect(answers(&printer, after: 10) == [])
    send([0x1B, 0x40], to: &printer)
    printer.pass(milliseconds: 1)
    printer.apply(.drawerShut)
    #expect(answers(&printer, after: 10) == [])
  }

  @Test func `only the statuses asked for are sent`() {
    var printer = printer { $0.statusTail = 0x0F }
    send([0x1D, 0x61, 0x08], to: &printer)
    _ = answers(&printer, after: 1)
    printer.apply(.drawerOpened)
    #expect(answers(&printer, after: 1) == [])
    printer.apply(.paperEnd)
    #expect(answers(&printer, after: 1) == [0x1C, 0, 0x0F, 0x0F])
  }

  @Test func `some send status before they are asked`() {
    var printer = printer { $0.statusAtPowerOn = 2 }
    printer.apply(.coverOpened)
    #expect(printer.answer() == [0x38, 0, 0, 0])
  }

  @Test func `each cause has its bits in all the answers`() {
    var printer = printer { $0.refusesWhenOffline = false }
    printer.apply(.coverOpened)
    printer.apply(.paperEnd)
    for question in StatusQuestion.allCases { send(question.bytes, to: &printer) }
    #expect(printer.answer() == [0x1A, 0x36, 0x12, 0x7E])
  }

  @Test func `GS I lies as it was told to`() {
    var printer = printer()
    send([0x1D, 0x49, 67, 0x1D, 0x49, 1], to: &printer)
    #expect(answers(&printer) == [0x5F] + Array("TM-T88III".utf8) + [0, 0x20])
  }

  @Test func `the offline answer comes when asked and when it changes`() {
    var printer = printer()
    send([0x1D, 0x28, 0x48, 3, 0, 0x31, 0x30, 1], to: &printer)
    #expect(answers(&printer, after: 1) == [0x37, 0x23, 0])
    printer.apply(.coverOpened)
    #expect(answers(&printer, after: 1) == [0x37, 0x23, 0x40, 0])
  }

  // MARK: Real-time commands

  @Test func `commands within a picture are obeyed, and remembered as what they were`() {
    var printer = printer()
    let kick: [UInt8] = [0x10, 0x14, 1, 0, 1]
    send(picture([0xFF] + kick + [0xFF, 0xFF]), to: &printer)
    #expect(printer.isDrawerOpen)
    printer.pass(milliseconds: 100)
    #expect(deeds(printer).contains(.urgentInData(kick)))
    #expect(deeds(printer).contains(.kicked(pin: 2)))
    #expect(printer.paper.count == 16)
  }

  @Test func `a clear within a picture destroys it and the host is told`() {
    var printer = printer()
    send(line + picture([1] + UrgentCommand.clear.bytes + [2, 3]), to: &printer)
    #expect(answers(&printer).starts(with: [0x37, 0x25, 0]))
    // What came after it is no picture any more.
    #expect(printer.paper == [2, 3])
  }

  @Test func `a command in its own place is no accident`() {
    var printer = printer()
    send(line + StatusQuestion.paper.bytes + line, to: &printer)
    #expect(answers(&printer) == [0x12])
    #expect(!deeds(printer).contains { if case .urgentInData = $0 { true } else { false } })
  }

  @Test func `GS ( D forbids the pulse and allows switching off`() {
    var printer = printer()
    send([0x1D, 0x28, 0x44, 3, 0, 20, 1, 0], to: &printer)
    printer.pass(milliseconds: 1)
    send([0x10, 0x14, 1, 0, 1], to: &printer)
    #expect(!printer.isDrawerOpen)
    #expect(deeds(printer).last == .kickIgnored)
    send(UrgentCommand.powerOff.bytes, to: &printer)
    #expect(printer.isAttached)
    send([0x1D, 0x28, 0x44, 3, 0, 20, 2, 1], to: &printer)
    printer.pass(milliseconds: 1)
    send(UrgentCommand.powerOff.bytes, to: &printer)
    #expect(!printer.isAttached)
  }

  @Test func `a split command is heard all the same`() {
    for cut in 1..<10 {
      var printer = printer()
      send(Array(UrgentCommand.clear.bytes[..<cut]), to: &printer)
      printer.pass(milliseconds: 5)
      send(Array(UrgentCommand.clear.bytes[cut...]), to: &printer)
      #expect(printer.answer() == [0x37, 0x25, 0])
    }
  }

  // MARK: The drawer

  @Test func `a kick follows what was printed before it`() {
    var printer = printer()
    send(line + [0x1B, 0x70, 0, 50, 250], to: &printer)
    printer.pass(milliseconds: 14)
    #expect(!printer.isDrawerOpen)
    printer.pass(milliseconds: 2)
    #expect(printer.isDrawerOpen)
  }

  @Test func `the other pin kicks nothing`() {
    var printer = printer()
    send([0x1B, 0x70, 1, 50, 250], to: &printer)
    printer.pass(milliseconds: 10)
    #expect(!printer.isDrawerOpen)
    #expect(deeds(printer).contains(.kicked(pin: 5)))
  }

  @Test func `a pulse at once is ignored in error and during another pulse`() {
    var printer = printer { $0.refusesWhenOffline = false }
    let pulse: [UInt8] = [0x10, 0x14, 1, 0, 2]
    send(pulse + pulse, to: &printer)
    #expect(deeds(printer).suffix(2) == [.kicked(pin: 2), .kickIgnored])
    printer.pass(milliseconds: 400)
    printer.apply(.coverOpened)
    send(pulse, to: &printer)
    #expect(deeds(printer).last == .kickIgnored)
  }

  @Test func `the switch reads as it is wired`() {
    for isHigh in [true, false] {
      var printer = printer { $0.drawerOpenIsHigh = isHigh }
      let shut = printer.status.isDrawerPinHigh
      printer.apply(.drawerOpened)
      let open = printer.status.isDrawerPinHigh
      let sensor = DrawerSensor(highWhenShut: shut, highWhenOpen: open)
      #expect(sensor == (isHigh ? .openIsHigh : .openIsLow))
      #expect(sensor.isOpen(pinHigh: open) == true)
      #expect(sensor.isOpen(pinHigh: shut) == false)
      send([0x1D, 0x72, 2], to: &printer)
      #expect(answers(&printer) == [open ? 1 : 0])
    }
  }

  // MARK: Clones

  @Test func `a clone prints the parameters of a QR code as text`() {
    var printer = printer(.generic58) { $0.spilledFunctions = [0x6B] }
    var encoder = PrintEncoder(for: .generic58)
    encoder.qr("tea", moduleDots: 4)
    encoder.line()
    send(encoder.bytes, to: &printer)
    printer.pass(milliseconds: 500)
    let text = Page(decoding: printer.paper, profile: .generic58).text()
    #expect(text.contains("1P0tea"))
  }

  // MARK: Faults

  @Test func `a hung printer takes nothing and says nothing`() {
    var printer = printer()
    send(StatusQuestion.printer.bytes, to: &printer)
    printer.apply(.hung(100))
    #expect(printer.answer() == [])
    #expect(printer.receive(packet: [0]) == .refused)
    printer.pass(milliseconds: 100)
    #expect(printer.answer() == [0x12])
  }

  @Test func `unplugged it prints on what it has`() {
    var printer = printer()
    send(line, to: &printer)
    printer.apply(.unplugged)
    #expect(printer.receive(packet: [0]) == .gone)
    printer.pass(milliseconds: 100)
    #expect(printer.paper == line)
    printer.apply(.plugged)
    #expect(printer.receive(packet: [0]) == .taken(1))
  }

  @Test func `a soft reset empties the buffers though every packet is refused`() {
    var printer = printer()
    send(line + line, to: &printer)
    printer.pass(milliseconds: 1)
    printer.apply(.coverOpened)
    printer.softReset()
    printer.apply(.coverClosed)
    printer.pass(milliseconds: 100)
    #expect(printer.isIdle)
    #expect(printer.paper == [])
  }

  @Test func `any bytes leave the printer standing, and a job after them prints`() throws {
    var generator = Entropy(seed: 11)
    for round in 0..<60 {
      var printer = printer { $0.dotsPerMillisecond = 1000 }
      let noise = round % 2 == 0 ? generator.bytes(3000) : generator.commands(400)
      send(noise, to: &printer)
      printer.pass(milliseconds: 50)
      printer.softReset()
      printer.pass(milliseconds: 2000)
      for fault: PrinterFault in [.drawerShut, .paperLoaded] { printer.apply(fault) }
      guard printer.isAttached else { continue }
      var condition = PrinterCondition()
      _ = condition.receive(printer.answer() + printer.answer())
      _ = printer.takePaper()
      let job = [0x1B, 0x40] + line
      let outcome = printer.deliver(job, fence: FenceID(job: 7), to: &condition)
      #expect(outcome == .printed(.fence), "round \(round)")
      #expect(printer.paper == job, "round \(round)")
    }
  }
}
