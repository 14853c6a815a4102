// The trace of a run: one hash over everything that went in and came out, and the last inputs.

internal import Domains
internal import ESCPOS
internal import TillLoop
internal import Values

/// What happened, as a hash and as the last few inputs.
struct Trace {
  private(set) var hash = Digest.zero
  private(set) var steps = 0
  private var recent: [(step: Int, time: Int64, words: Words)] = []

  /// Something that can be told in words when somebody asks.
  enum Words {
    case input(Input)
    case note(String)
  }

  static let kept = 30

  mutating func note(_ words: String, at time: Int64) {
    remember(.note(words), at: time)
    add(Array(words.utf8))
  }

  mutating func take(_ input: Input, now: Now) {
    steps += 1
    if case .sent = input {} else { remember(.input(input), at: now.boot) }
    add(Array("\(now.wall) \(now.boot) \(now.zone) \(input.words)".utf8))
    if case .line(_, let line) = input { add(line) }
  }

  mutating func take(_ effect: Effect) {
    switch effect {
    case .append(let batch):
      add(Array("append \(batch.number) \(batch.rows.count) \(batch.outbox.count)".utf8))
      for event in batch.events { add(event.hash.bytes) }
      if let command = batch.command { add(command.id.bytes + command.outcome) }
    case .send(let connection, let line, _): add(Array("send \(connection.number)".utf8) + line)
    default: add(Array(effect.words.utf8))
    }
  }

  private mutating func add(_ bytes: [UInt8]) { hash = Digest(of: hash.bytes + bytes) }

  private mutating func remember(_ words: Words, at time: Int64) {
    if recent.count >= 2 * Self.kept { recent.removeFirst(Self.kept) }
    recent.append((steps, time, words))
  }

  /// The last inputs in words, oldest first.
  var story: [String] {
    recent.suffix(Self.kept).map { entry in
      let words =
        switch entry.words {
        case .note(let text): text
        case .input(.line(let connection, let line)):
          "client \(connection.number) sends \(String(decoding: line.prefix(400), as: UTF8.self))"
        case .input(let input): input.words
        }
      return "step \(entry.step), \(entry.time) ms: \(words)"
    }
  }
}

extension Input {
  /// The input without what a client sent.
  var words: String {
    switch self {
    case .connected(let connection, let peer):
      "client \(connection.number) connects as \(peer.role.rawValue)"
    case .disconnected(let connection): "client \(connection.number) is gone"
    case .line(let connection, _): "client \(connection.number) sends a line"
    case .tooLong(let connection): "client \(connection.number) sends too much"
    case .sent(let connection, let events, let bytes):
      "client \(connection.number) was sent \(events) events, \(bytes) bytes"
    case .scanned(let device, let raw): "\(device) reads \(raw.debugDescription)"
    case .device(let view, let isUsable):
      "\(view.id) is \(view.state)\(isUsable ? "" : ", not usable") \(view.why ?? "")"
    case .found(let views): "\(views.count) devices are plugged in"
    case .heard(let scanner): "\(scanner.address) read \(scanner.code)"
    case .unheard(let code, _): "nobody read \(code)"
    case .drawer(let device, let isOpen): "\(device) is \(isOpen ? "open" : "shut")"
    case .printed(let job, let outcome): "job \(job): \(outcome)"
    case .undrawn(let job, let why): "job \(job) could not be drawn: \(why)"
    case .kicked(let job, let outcome, let why):
      "kick \(job): \(outcome.rawValue) \(why ?? "")"
    case .recalled(let job, let printed):
      "job \(job) is recalled as \(printed.map { "\($0)" } ?? "unknown")"
    case .weighed(let ticket, _): "weighing \(ticket.number) ends"
    case .committed(let batch): "batch \(batch) is durable"
    case .answered(let ticket, let answer): "inquiry \(ticket.number): \(answer.words)"
    case .importProgress(let ticket, let done, let total):
      "import \(ticket.number): \(done) of \(total)"
    case .importChunk(let ticket, let products, let cursor):
      "import \(ticket.number): \(products.count) products up to \(cursor)"
    case .importEnd(let ticket): "import \(ticket.number) has no more"
    case .storage(let freeBytes): "\(freeBytes) bytes are free"
    case .tick: "tick"
    }
  }
}

extension InquiryAnswer {
  /// What kind of answer it is, with its figures; the whole of it is in the line that is sent.
  fileprivate var words: String {
    switch self {
    case .verified(let report): "chain ok \(report.ok), \(report.events) events"
    case .audited(let report): "views ok \(report.ok), \(report.rows) rows"
    case .backup(let report): "backup ok \(report.ok), \(report.why ?? "")"
    case .history(let events): "\(events.count) events"
    case .fault(let fault): "fault \(fault)"
    default: "answered"
    }
  }
}

extension Effect {
  /// What is wanted, without bytes.
  var words: String {
    switch self {
    case .append(let batch): "append \(batch.number)"
    case .send(let connection, _, _): "send to \(connection.number)"
    case .close(let connection): "close \(connection.number)"
    case .inquire(let ticket, _): "inquire \(ticket.number)"
    case .importNext(let ticket, let cursor): "import \(ticket.number) after \(cursor)"
    case .importDone(let ticket): "import \(ticket.number) is over"
    case .print(let job, _, let asCopy, let printer):
      "print \(job)\(asCopy ? " as a copy" : "") on \(printer)"
    case .kick(let job): "kick \(job)"
    case .tryDrawer(let job, let device): "try drawer \(job) \(device)"
    case .recall(let job, let printer): "recall \(job) from \(printer ?? "any")"
    case .useDevices(let devices, _): "use \(devices.keys.sorted())"
    case .listen(let code, let milliseconds): "listen \(code ?? "no more") \(milliseconds)"
    case .show(let lines): "show \(lines.upper.left) \(lines.lower.right)"
    case .weigh(let ticket, let device): "weigh \(ticket.number) on \(device)"
    case .wake(let boot): "wake at \(boot)"
    case .log(let line): "log \(line.text)"
    case .halt(let reason): "halt \(reason)"
    }
  }
}
