// All that is known of one printer, from all that it sent: answers are matched with what was asked.
// The framing is in StatusParser.swift.

/// What a printer just told.
package enum PrinterNews: Sendable, Equatable {
  /// The status is known now, or changed.
  case status(PrinterStatus)
  /// Everything before this id is on paper.
  case fence(FenceID)
  /// `GS r 1` was answered: everything before it is on paper, unless there is no paper.
  case turn(PrinterStatus.Paper)
  /// The printer threw away what was in its buffers; ids that were pending will never come.
  case cleared
  /// The printer has switched itself off.
  case poweredOff
  /// An answer to `GS I n`, or to `DLE EOT` 7, 8 or 18, as it came.
  case answer(PrinterQuestion, [UInt8])
  /// Something that nobody asked for.
  case stray(StatusParser.Answer)
}

/// What is known about one printer while it is connected.
///
/// A value: make a new one when the printer comes back. It sends nothing and keeps no time.
package struct PrinterCondition: Sendable {
  /// The printer's health as far as it was told.
  package private(set) var status = PrinterStatus()
  /// Whether the printer ever told its whole status; before that, `status` is a hope.
  package private(set) var isTold = false

  /// Questions that were sent and not answered, oldest first.
  private var asked: [PrinterQuestion] = []
  private var parser = StatusParser()
  private var partsTold: Set<StatusQuestion> = []

  /// Questions that may wait for their answer at once.
  ///
  /// The oldest is forgotten for one more: printers hold no more than this (Epson TM-T88III).
  package static let questionLimit = 4

  package init() {}

  /// All that is wrong, the gravest first; empty when the printer is well or said nothing yet.
  package var troubles: [PrinterTrouble] { status.troubles }

  /// Notes that a question is sent now.
  ///
  /// - Returns: the bytes to send.
  package mutating func ask(_ question: PrinterQuestion) -> [UInt8] {
    let waiting = asked.indices.filter { asked[$0].isRealTime == question.isRealTime }
    if waiting.count >= Self.questionLimit, let oldest = waiting.first { asked.remove(at: oldest) }
    asked.append(question)
    return question.bytes
  }

  /// Gives up what was asked: an answer that comes after all would be taken for that of another
  /// question, as answers do not name theirs.
  mutating func forgetQuestions() { asked = [] }

  /// Takes bytes in the pieces they came in.
  package mutating func receive(_ bytes: some Sequence<UInt8>) -> [PrinterNews] {
    var news: [PrinterNews] = []
    for byte in bytes {
      if let answer = parser.receive(byte) { news.append(take(answer)) }
    }
    return news
  }

  /// Takes over what the port says, by GET_PORT_STATUS of the USB printer class (1.1, 4.2.2).
  ///
  /// It comes even while the printer refuses every packet, so it is all that is known then. It does
  /// not say why a printer is offline; a cause that was told before stays.
  package mutating func receive(port byte: UInt8) {
    if byte & 0x20 != 0 {
      status.paper = .out
    } else if status.paper == .out {
      status.paper = .ok
    }
    status.isOffline = byte & 0x10 == 0 || byte & 0x28 != 0x08
  }

  private mutating func take(_ answer: StatusParser.Answer) -> PrinterNews {
    switch answer {
    case .status(let new):
      status = new
      isTold = true
      return .status(new)
    case .fence(let id): return .fence(id)
    case .cleared:
      // Questions that waited in the buffers went with them.
      asked.removeAll { !$0.isRealTime }
      return .cleared
    case .poweredOff: return .poweredOff
    case .offline: return .stray(answer)
    case .realTime, .byte, .identity, .block:
      guard let question = takeQuestion(for: answer) else { return .stray(answer) }
      return news(of: answer, to: question)
    }
  }

  /// The oldest question that this can answer.
  ///
  /// Answers come in the order of their questions: older ones of its kind were never heard.
  private mutating func takeQuestion(for answer: StatusParser.Answer) -> PrinterQuestion? {
    guard let index = asked.firstIndex(where: { $0.fits(answer) }) else { return nil }
    let question = asked[index]
    var position = -1
    asked.removeAll { other in
      position += 1
      return position <= index && other.isRealTime == question.isRealTime
    }
    return question
  }

  private mutating func news(
    of answer: StatusParser.Answer, to question: PrinterQuestion
  ) -> PrinterNews {
    switch (question, answer) {
    case (.status(let part), .realTime(let byte)):
      status.update(byte, answering: part)
      partsTold.insert(part)
      isTold = isTold || partsTold.count == StatusQuestion.allCases.count
      return .status(status)
    case (.paper, .byte(let byte)):
      status.paper = byte & 0x0C != 0 ? .out : byte & 0x03 != 0 ? .nearEnd : .ok
      return .turn(status.paper)
    case (.drawer, .byte(let byte)):
      status.isDrawerPinHigh = byte & 0x01 != 0
      return .status(status)
    case (_, .realTime(let byte)), (_, .byte(let byte)): return .answer(question, [byte])
    case (_, .identity(let bytes)), (_, .block(let bytes)): return .answer(question, bytes)
    default: return .stray(answer)
    }
  }
}
