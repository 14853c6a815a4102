// The till on a simulated disk without a world around it: each command is committed at once, and
// devices do at once what they are told.

internal import Domains
internal import ESCPOS
internal import Store
internal import TillLoop
internal import Values
internal import Wire

/// Why a process ended.
enum Ended: Error, CustomStringConvertible {
  /// The store could not be opened, or failed.
  case store(StoreFault)
  /// The loop would not go on.
  case halted(String)

  var description: String {
    switch self {
    case .store(let fault): fault.description
    case .halted(let why): why
    }
  }
}

/// One process that sells over a simulated disk.
final class Counter {
  static let folder = "/shop"
  private static let client = Connection(1)

  let disk: SimDisk
  private let store: Store
  private let facts: StoreReader
  private var till: Till
  private var now: Now
  private var lastRequest: Int64 = 0
  private var answers: [Int64: AnyJSON] = [:]
  private var waiting: [Effect] = []

  /// Opens the store as the daemon does; the disk has been started.
  init(_ disk: SimDisk, seed: UInt64) throws(Ended) {
    self.disk = disk
    now = Now(wall: 1_790_000_000_000 + Int64(disk.life) * 60_000, boot: 1_000_000, zone: 0)
    do {
      var options = StoreOptions(projection: { Books() })
      options.medium = disk
      store = try Store(directory: Self.folder, options: options)
      facts = try store.makeReader()
    } catch {
      throw .store(error)
    }
    do {
      till = try Till(store.recovery, now: now, seed: seed, version: "sim")
    } catch {
      throw .halted("\(error)")
    }
    waiting = till.start(now: now, facts: facts)
    try step(.connected(Self.client, Peer(uid: 1000, role: .admin)))
    for kind in ["printer", "drawer"] {
      try step(.device(DeviceView(id: kind + "0", kind: kind, state: "ready", why: nil)))
    }
  }

  /// Sends a command and gives its answer.
  func call(_ method: String, _ params: AnyJSON) throws(Ended) -> AnyJSON {
    lastRequest += 1
    let line = JSON.bytes(
      AnyJSON.object([
        "jsonrpc": .string("2.0"), "id": .integer(lastRequest), "method": .string(method),
        "params": params,
      ]))
    try step(.line(Self.client, line))
    // A drawer that is told to open may keep an answer for a while.
    var turns = 0
    while answers[lastRequest] == nil, turns < 8 {
      pass(milliseconds: 500)
      try step(.tick)
      turns += 1
    }
    guard let answer = answers.removeValue(forKey: lastRequest) else {
      throw .halted("\(method) was never answered")
    }
    return answer
  }

  /// The writer's upkeep, until there is none.
  func pause() throws(Ended) {
    do {
      for _ in 0..<4 { while try store.step(onCommitted: { _ in }) {} }
    } catch {
      throw .store(error)
    }
  }

  /// Ends in good order, unless the disk has other plans: it knows whether the machine still runs.
  func stop() { store.stop() }

  // MARK: - What is on the disk

  func verify() throws(FactsFault) -> ChainReport { try facts.verify(from: 1) }
  func audit() throws(FactsFault) -> ViewReport { try facts.audit() }
  func events() throws(FactsFault) -> [Event] { try facts.history(after: 0, limit: 1_000_000) }
  func command(_ id: ID) throws(FactsFault) -> CommandRecord? { try facts.command(id) }

  // MARK: - The loop

  private func pass(milliseconds: Int64) {
    now = Now(wall: now.wall + milliseconds, boot: now.boot + milliseconds, zone: now.zone)
  }

  private func step(_ input: Input) throws(Ended) {
    pass(milliseconds: 7)
    waiting += till.step(input, now: now, facts: facts)
    while !waiting.isEmpty { try perform(waiting.removeFirst()) }
  }

  private func perform(_ effect: Effect) throws(Ended) {
    var happened: [Input] = []
    switch effect {
    case .append(let batch):
      guard store.submit(batch) else { throw .halted("the store takes no more batches") }
      do {
        _ = try store.step { happened.append(.committed(upTo: $0)) }
      } catch {
        throw .store(error)
      }
    case .send(_, let bytes, _):
      let line = AnyJSON.value(of: bytes)
      if case .object(let fields) = line, case .integer(let id)? = fields["id"] {
        answers[id] = line
      }
    case .print(let job, let intent, let asCopy, _):
      happened.append(printed(job, intent, asCopy))
    case .kick(let job): happened.append(.kicked(job: job, .opened, why: nil))
    case .recall(let job, _): happened.append(.recalled(job: job, printed: nil))
    case .halt(let reason): throw .halted(reason)
    default: break
    }
    for input in happened { waiting += till.step(input, now: now, facts: facts) }
  }

  private func printed(_ job: Int64, _ intent: Intent, _ asCopy: Bool) -> Input {
    do {
      let document = try Paper(facts).document(for: intent, asCopy: asCopy)
      return document == nil
        ? .undrawn(job: job, why: "it is not in the journal")
        : .printed(job: job, .printed(.fence))
    } catch {
      return .undrawn(job: job, why: "it could not be read: \(error)")
    }
  }
}
