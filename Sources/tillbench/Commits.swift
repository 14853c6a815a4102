// The store alone: one small commit after the other, each on the disk before the next is handed
// over. `bare.c` writes the same rows.

internal import Domains
internal import Store
internal import TillLoop
internal import Values

/// Measures durable commits in a folder of their own.
struct Commits {
  private let folder: Folder

  /// - Parameter directory: where the folder is made, on the disk that is to be measured.
  init(in directory: String) throws(BenchFault) { folder = try Folder(in: directory) }

  /// One event, the rows of its sale and its shift, and the answer kept for a retry.
  ///
  /// - Returns: from handing a batch over until the store says that it is durable, and until the
  ///   thread that waits for it goes on.
  func measure(_ count: Int64) throws -> [Figure] {
    defer { folder.remove() }
    let store = try Store(directory: folder.path)
    let disk = Disk()
    disk.listen(to: store)
    var scribe = Scribe(head: store.recovery.head)
    var (durable, heard) = (Samples(), Samples())
    for number in 1...count {
      let batch = scribe.batch(number)
      let start = Clock.nanoseconds()
      guard store.submit(batch) else { throw BenchFault("the store takes no more") }
      durable.append(try disk.wait(for: number) - start)
      heard.append(Clock.nanoseconds() - start)
    }
    store.stop()
    return [durable.figure("commit"), heard.figure("commit.heard")]
  }
}

/// Writes a chain of events as a sale makes them.
private struct Scribe {
  var head: ChainHead
  var entropy = Entropy(seed: 4)
  var time = HybridTime.zero
  var sale = ID(high: 0, low: 0)
  var shift = ID(high: 0, low: 1)

  static let linesPerSale: Int64 = 10
  static let bodyBytes = 400
  static let shiftBytes = 1000
  static let outcomeBytes = 70

  init(head: ChainHead) { self.head = head }

  mutating func batch(_ number: Int64) -> Batch {
    let now = Clock.now().wall
    let line = (number - 1) % Self.linesPerSale
    let command = entropy.id(at: Timestamp(milliseconds: now))
    if line == 0 { sale = entropy.id(at: Timestamp(milliseconds: now)) }
    time = time.next(wall: now)
    func event(_ hash: Digest) -> Event {
      Event(
        position: number, origin: head.origin, sequence: head.sequence + 1, time: time, wall: now,
        quality: .trusted, stream: Stream(.order, sale), version: line + 1,
        type: "sale.line_added", schema: 1, command: command,
        circumstance: Circumstance(
          actor: "uid:1000", till: "T1", shift: shift,
          day: BusinessDay(Timestamp(milliseconds: now).date())),
        body: Self.text(Self.bodyBytes), hash: hash)
    }
    let sealed = event(event(.zero).expectedHash(after: head.hash))
    head.sequence = sealed.sequence
    head.hash = sealed.hash
    return Batch(
      number: number, events: [sealed],
      command: CommandRecord(
        id: command, request: sealed.hash, position: number,
        outcome: Self.text(Self.outcomeBytes)),
      rows: [
        .sale(
          SaleRow(
            id: sale, state: .open, revision: line + 1, opened: now, shift: shift,
            total: Money(number, .eur), number: nil)),
        .shift(ShiftRow(id: shift, isOpen: true, z: nil, body: Self.text(Self.shiftBytes))),
      ])
  }

  private static func text(_ count: Int) -> [UInt8] {
    [UInt8](repeating: UInt8(ascii: "x"), count: count)
  }
}
