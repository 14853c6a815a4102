// Long reads: asked here, answered on a thread of their own, told to whoever asked.

internal import Domains
internal import Values
internal import Wire

/// Who waits for an inquiry.
enum Question: Sendable {
  case client(Connection, RequestID?)
  case history(Connection, String, after: Int64)
}

extension Till {
  mutating func inquire(_ inquiry: Inquiry, _ question: Question, _ work: inout Work) {
    guard inquiries.count < Limits.inquiries else {
      if case .client(let connection, let id) = question {
        let fault = Fault(
          .throttled, kind: "busy", "Too many long questions at once; try again.",
          retry: .after(milliseconds: 100))
        send(connection, Answer.fault(id, fault), &work)
      }
      return
    }
    lastTicket += 1
    let ticket = Ticket(lastTicket)
    inquiries[ticket] = question
    work.effects.append(.inquire(ticket, inquiry))
  }

  mutating func answer(_ ticket: Ticket, _ answer: InquiryAnswer, _ work: inout Work) {
    if importChecked(ticket, answer, &work) { return }
    switch inquiries.removeValue(forKey: ticket) {
    case .client(let connection, let id?):
      send(connection, answer.line(id), &work)
    case .history(let connection, let name, let after):
      guard case .history(let events) = answer else {
        work.effects.append(.halt(reason: "the journal could not be read"))
        return
      }
      tellHistory(events, to: connection, name, after: after, &work)
    case .client(_, nil), nil: break
    }
  }
}

extension InquiryAnswer {
  func line(_ id: RequestID) -> [UInt8] {
    switch self {
    case .found(let result): Answer.result(id, result)
    case .receipt(let result): Answer.result(id, result)
    case .sales(let result): Answer.result(id, result)
    case .jobs(let result): Answer.result(id, result)
    case .report(let result): Answer.result(id, result)
    case .read(let result): Answer.result(id, result)
    case .verified(let result): Answer.result(id, result)
    case .audited(let result): Answer.result(id, result)
    case .backup(let result): Answer.result(id, result)
    case .history(let events): Answer.result(id, events.map(EventView.init))
    case .checked(let result): Answer.result(id, result)
    case .fault(let fault): Answer.fault(id, fault)
    }
  }
}
