// Status bytes in any order, in any pieces, after any garbage: the same answers as whole ones.

import ESCPOS
import Testing
import Values

/// A stream of answers as printers send them, with what a reader must make of it.
private struct Stream {
  var bytes: [UInt8] = []
  var answers: [StatusParser.Answer] = []

  /// Adds one answer, sometimes with flow control within, sometimes with a real-time one.
  ///
  /// The bytes are made here by the manual's tables, not by the code under test.
  mutating func add(_ bits: UInt64) {
    let pick = { (shift: UInt64) in UInt8(truncatingIfNeeded: bits >> shift) }
    switch bits & 7 {
    case 0...2: addStatus(pick(8), pick(16), pick(24), pick(32), extra: pick(40))
    case 3: addRealTime(pick(8))
    case 4:
      let byte = pick(8) & 0x6F
      bytes.append(byte)
      answers.append(.byte(byte))
    case 5:
      let id = FenceID(job: bits >> 8)
      bytes += [0x37, 0x22]
      if bits & 8 != 0 { bytes.append(0x13) }
      bytes += id.bytes
      if bits & 16 != 0 { bytes.append(0x11) }
      bytes.append(0)
      answers.append(.fence(id))
    case 6:
      bytes += [0x37, 0x25, 0]
      answers.append(.cleared)
    default:
      let text = [0x54 + pick(8) % 16, 0x20 + pick(16) % 0x5F]
      bytes += [0x5F] + text + [0]
      answers.append(.identity(text))
    }
  }

  private mutating func addRealTime(_ byte: UInt8) {
    bytes.append(byte & 0x6C | 0x12)
    answers.append(.realTime(byte & 0x6C | 0x12))
  }

  private mutating func addStatus(
    _ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8, extra: UInt8
  ) {
    bytes.append(first & 0x6C | 0x10)
    if extra & 1 != 0 { bytes.append(0x13) }
    bytes.append(second & 0x6F)
    if extra & 2 != 0 { addRealTime(extra) }
    bytes.append(third & 0x6F)
    if extra & 4 != 0 { bytes.append(0x11) }
    bytes.append(fourth & 0x6F)
    var status = PrinterStatus()
    status.isDrawerPinHigh = first & 4 != 0
    status.isOffline = first & 8 != 0
    status.isCoverOpen = first & 32 != 0
    status.isFeedPressed = first & 64 != 0 || second & 2 != 0
    status.isWaitingForFeed = second & 1 != 0
    status.hasRecoverableError = second & 4 != 0
    status.hasCutterError = second & 8 != 0
    status.hasUnrecoverableError = second & 32 != 0
    status.hasPassingError = second & 64 != 0
    status.paper = third & 12 != 0 ? .out : third & 3 != 0 ? .nearEnd : .ok
    answers.append(.status(status))
  }
}

@Suite struct StatusStreamTests {
  /// Four times 250,000 streams of two answers, each cut into random pieces: a million.
  @Test(arguments: [UInt64(1), 2, 3, 4])
  func `split anywhere and mixed, answers are what they were whole`(seed: UInt64) {
    var generator = Entropy(seed: seed)
    var wrong = 0
    var stream = Stream()
    var found: [StatusParser.Answer] = []
    for _ in 0..<250_000 {
      stream.bytes.removeAll(keepingCapacity: true)
      stream.answers.removeAll(keepingCapacity: true)
      found.removeAll(keepingCapacity: true)
      stream.add(generator.next())
      stream.add(generator.next())
      var parser = StatusParser()
      var cuts = generator.next()
      var begin = 0
      for end in 1...stream.bytes.count {
        cuts >>= 1
        guard cuts & 1 != 0 || end == stream.bytes.count else { continue }
        found += parser.receive(stream.bytes[begin..<end])
        begin = end
      }
      if found != stream.answers { wrong += 1 }
    }
    #expect(wrong == 0)
  }

  @Test func `after any garbage a status is found again within the longest block`() {
    var generator = Entropy(seed: 5)
    for _ in 0..<2000 {
      var parser = StatusParser()
      _ = parser.receive(generator.bytes(Int(generator.next() % 40)))
      // Quiet padding that is no answer: the longest thing that could have begun ends in it.
      _ = parser.receive([UInt8](repeating: 0x41, count: StatusParser.blockLimit))
      _ = parser.receive([0x10, 0, 0, 0])
      #expect(parser.receive([0x18, 0, 0x0C, 0]).count == 1)
    }
  }

  @Test func `what comes after a power cut within an answer is understood at once`() {
    let whole: [[UInt8]] = [
      [0x10, 0, 0, 0], [0x37, 0x22, 0x30, 0x30, 0x30, 0x31, 0], [0x5F, 0x41, 0],
    ]
    for answer in whole {
      for cut in 1..<answer.count {
        var parser = StatusParser()
        _ = parser.receive(answer[..<cut])
        #expect(parser.receive([0x10, 0, 0x0F, 0]).count == 1, "\(answer) \(cut)")
      }
    }
  }

  @Test func `blocks have their names`() {
    var parser = StatusParser()
    #expect(parser.receive([0x37, 0x23, 0x40, 0x41, 0]) == [.offline([0x40, 0x41])])
    #expect(parser.receive([0x37, 0x23, 0]) == [.offline([])])
    #expect(parser.receive([0x3B, 0x30, 0]) == [.poweredOff])
    #expect(parser.receive([0x3D, 0x23, 0x31, 0]) == [.block([0x3D, 0x23, 0x31])])
    #expect(parser.receive([0x37, 0x23, 0x20, 0]) == [.block([0x37, 0x23, 0x20])])
  }
}

@Suite struct PrinterConditionTests {
  @Test func `answers find their questions, whatever comes in between`() {
    var condition = PrinterCondition()
    for question in StatusQuestion.allCases { _ = condition.ask(.status(question)) }
    _ = condition.ask(.drawer)
    _ = condition.ask(.identity(67))
    #expect(!condition.isTold)
    let news = condition.receive(
      [0x1A, 0x36, 0x10, 0x12, 0, 0, 0x0F, 0x7E, 0x01, 0x5F] + Array("X1".utf8) + [0])
    #expect(condition.isTold)
    #expect(news.last == .answer(.identity(67), Array("X1".utf8)))
    #expect(condition.status.paper == .out)
    #expect(condition.status.isDrawerPinHigh)
    #expect(!news.contains { if case .stray = $0 { true } else { false } })
  }

  @Test func `an answer that nobody asked for is stray`() {
    var condition = PrinterCondition()
    #expect(condition.receive([0x12]) == [.stray(.realTime(0x12))])
    #expect(condition.receive([0x00]) == [.stray(.byte(0))])
    #expect(condition.status == PrinterStatus())
  }

  @Test func `a question that was never answered does not take the answer of the next`() {
    var condition = PrinterCondition()
    _ = condition.ask(.paper)
    _ = condition.ask(.identity(66))
    let news = condition.receive([0x5F, 0x41, 0, 0x03])
    #expect(news == [.answer(.identity(66), [0x41]), .stray(.byte(3))])
  }

  @Test func `cleared buffers take the questions in them along`() {
    var condition = PrinterCondition()
    _ = condition.ask(.paper)
    _ = condition.ask(.status(.paper))
    #expect(condition.receive([0x37, 0x25, 0, 0x00, 0x12]).count == 3)
    #expect(condition.receive([0x00]) == [.stray(.byte(0))])
  }

  @Test func `the port says little, and says it when nothing else does`() {
    var condition = PrinterCondition()
    condition.receive(port: 0x30)
    #expect(condition.troubles == [.paperOut])
    condition.receive(port: 0x08)
    #expect(condition.troubles == [.offline])
    _ = condition.receive([0x38, 0, 0, 0])
    condition.receive(port: 0x08)
    #expect(condition.troubles == [.coverOpen])
    var fresh = PrinterCondition()
    fresh.receive(port: 0x18)
    #expect(fresh.status.isReady && !fresh.isTold)
  }

  @Test func `no more questions wait than a printer holds`() {
    var condition = PrinterCondition()
    for _ in 0..<9 { _ = condition.ask(.status(.printer)) }
    let news = condition.receive([UInt8](repeating: 0x12, count: 5))
    #expect(news.last == .stray(.realTime(0x12)))
    #expect(news.count == 5)
  }

  @Test func `each cause is told in words and with what ends it`() {
    let causes: [(PrinterTrouble, PrinterTrouble.Cure, (inout PrinterStatus) -> Void)] = [
      (.paperNearEnd, .newRoll, { $0.paper = .nearEnd }),
      (.paperOut, .newRoll, { $0.paper = .out }),
      (.coverOpen, .closeCover, { $0.isCoverOpen = true }),
      (.cutterJammed, .command, { $0.hasCutterError = true }),
      (.stuck, .command, { $0.hasRecoverableError = true }),
      (.hot, .time, { $0.hasPassingError = true }),
      (.broken, .service, { $0.hasUnrecoverableError = true }),
      (.waitsForFeed, .feedButton, { $0.isWaitingForFeed = true }),
      (.offline, .unknown, { $0.isOffline = true }),
    ]
    #expect(causes.count == PrinterTrouble.allCases.count)
    for (trouble, cure, change) in causes {
      var status = PrinterStatus()
      change(&status)
      #expect(status.troubles == [trouble])
      #expect(trouble.cure == cure)
      #expect(status.isReady == !trouble.stopsPrinting)
      #expect(!trouble.words.isEmpty && trouble.advice.hasSuffix("."))
    }
    #expect(PrinterStatus().troubles == [])
  }

  @Test func `an open cover while printing is no hot head`() {
    var status = PrinterStatus()
    status.isCoverOpen = true
    status.hasPassingError = true
    status.isOffline = true
    #expect(status.troubles == [.coverOpen])
  }

  @Test func `urgent commands are bytes that printers know`() {
    #expect(UrgentCommand.clear.bytes == [0x10, 0x14, 8, 1, 3, 0x14, 1, 6, 2, 8])
    #expect(UrgentCommand.allCases.map { $0.bytes[0] }.allSatisfy { $0 == 0x10 })
    #expect(PrinterQuestion.part(8, 3).bytes == [0x10, 4, 8, 3])
  }
}
