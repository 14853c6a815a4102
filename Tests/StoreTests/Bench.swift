// What the tests of the store share: a folder on a real disk, a scribe of chained events, and a
// till that waits for its commits.

import Domains
import Foundation
import GRDB
import Synchronization
import Testing
import Values

@testable import Store

/// Foundation has a stream of its own.
typealias Stream = Domains.Stream

/// A folder below `.build`, since the usual place for temporary files may lie in memory.
final class Folder {
  let path: String

  init() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let url = root.appendingPathComponent(".build/store-tests/\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The directory of the store of this name.
  func store(_ name: String = "till") -> String { path + "/" + name }

  func database(_ name: String = "till") -> String { store(name) + "/till.db" }

  /// Changes a closed store behind its back, its triggers put aside.
  func tamper(_ name: String = "till", _ sql: String) throws {
    let queue = try DatabaseQueue(path: Seal.uri(database(name)))
    try queue.writeWithoutTransaction { db in
      try db.execute(
        sql: "PRAGMA foreign_keys = OFF; DROP TRIGGER event_update; DROP TRIGGER event_delete;")
      try db.execute(sql: sql)
    }
    try queue.close()
  }
}

/// Makes events that continue a chain.
struct Scribe {
  var position: Int64
  var head: ChainHead
  var time: HybridTime
  var versions: [Stream: Int64] = [:]
  private var ids: Int64 = 0
  private var entropy = Entropy(seed: 7)

  init(_ recovery: Recovery) {
    position = recovery.position
    head = recovery.head
    time = recovery.time
  }

  /// A new id, later than every one before.
  mutating func id() -> ID {
    ids += 1
    return entropy.id(at: Timestamp(milliseconds: 1_700_000_000_000 + ids))
  }

  mutating func event(
    _ stream: Stream? = nil, type: String = "test.happened", body: String = "{}"
  ) -> Event {
    let stream = stream ?? Stream(.order, id())
    position += 1
    time = time.next(wall: 1_700_000_000_000 + position)
    versions[stream, default: 0] += 1
    func draft(_ hash: Digest) -> Event {
      Event(
        position: position, origin: head.origin, sequence: head.sequence + 1, time: time,
        wall: 1_700_000_000_000 + position, quality: .trusted, stream: stream,
        version: versions[stream, default: 1], type: type, schema: 1, command: nil,
        circumstance: Circumstance(
          actor: "anna", approver: "boss", till: "T1", shift: nil,
          day: BusinessDay(CivilDate(dayNumber: 20_000))),
        body: Array(body.utf8), hash: hash)
    }
    let event = draft(draft(.zero).expectedHash(after: head.hash))
    head = ChainHead(origin: event.origin, sequence: event.sequence, hash: event.hash)
    return event
  }
}

/// Every row change that was submitted, by position: what a projection would draw.
final class Drawn: Sendable {
  private let changes = Mutex<[Int64: [RowChange]]>([:])

  func note(_ batch: Batch) {
    guard let position = batch.events.last?.position else { return }
    changes.withLock { $0[position, default: []] += batch.rows }
  }

  func rows(at position: Int64) -> [RowChange] { changes.withLock { $0[position] ?? [] } }

  struct Replay: Projection {
    let drawn: Drawn
    mutating func rows(for event: Event) -> [RowChange] { drawn.rows(at: event.position) }
  }

  var options: StoreOptions { StoreOptions(projection: { Replay(drawn: self) }) }
}

/// A started store, its scribe, and the news it gave.
final class Till {
  let store: Store
  let drawn: Drawn
  let news = News()
  var scribe: Scribe
  private var number: Int64 = 0

  final class News: @unchecked Sendable {
    private let condition = NSCondition()
    private var last: Int64 = 0
    private var calls: [Int64] = []
    private var failure: StoreFault?

    func committed(_ number: Int64) {
      condition.withLock {
        last = max(last, number)
        calls.append(number)
        condition.broadcast()
      }
    }

    func failed(_ fault: StoreFault) {
      condition.withLock {
        failure = fault
        condition.broadcast()
      }
    }

    var commits: [Int64] { condition.withLock { calls } }

    /// The fault, if one came before the batch was committed.
    func wait(upTo number: Int64) -> StoreFault? {
      condition.withLock {
        let deadline = Date(timeIntervalSinceNow: 60)
        while last < number, failure == nil, condition.wait(until: deadline) {}
        return last >= number ? nil : failure ?? .failed(reason: "nothing came in a minute")
      }
    }
  }

  init(_ directory: String, drawn: Drawn = Drawn(), starts: Bool = true) throws {
    self.drawn = drawn
    store = try Store(directory: directory, options: drawn.options)
    scribe = Scribe(store.recovery)
    if starts { start() }
  }

  func start() {
    store.start(
      onCommitted: { [news] in news.committed($0) }, onFailed: { [news] in news.failed($0) })
  }

  /// Hands in one batch with an event of its own.
  @discardableResult
  func send(
    _ rows: [RowChange] = [], outbox: [OutboxRow] = [], command: CommandRecord? = nil,
    stream: Stream? = nil, body: String = "{}"
  ) -> Event {
    number += 1
    let event = scribe.event(stream, body: body)
    let batch = Batch(
      number: number, events: [event], command: command, rows: rows, outbox: outbox)
    drawn.note(batch)
    #expect(store.submit(batch))
    return event
  }

  func send(raw events: [Event]) {
    number += 1
    #expect(store.submit(Batch(number: number, events: events)))
  }

  /// Waits for everything that was sent.
  func settle() -> StoreFault? { news.wait(upTo: number) }

  /// Waits until the writer found nothing left to purge and has checkpointed.
  func rest() throws {
    #expect(settle() == nil)
    let reader = try store.makeReader()
    let unpurged = "SELECT count(*) FROM import WHERE unpurged IS NOT NULL"
    for _ in 0..<600 {
      let left = try reader.queue.unsafeRead { try Int64.fetchOne($0, sql: unpurged) }
      if left == 0 { break }
      Thread.sleep(forTimeInterval: 0.05)
    }
    Thread.sleep(forTimeInterval: 0.5)
  }
}

func product(
  _ sku: String, _ name: String, _ barcodes: [String] = [], price: Int64 = 199,
  active: Bool = true, rev: Int64 = 1
) -> Product {
  Product(
    sku: sku, name: name, barcodes: barcodes, price: Money(price, .eur), taxClass: "standard",
    active: active, rev: rev)
}

func sale(_ id: ID, _ state: SaleState, revision: Int64 = 1, number: String? = nil) -> SaleRow {
  SaleRow(
    id: id, state: state, revision: revision, opened: 1_700_000_000_000, shift: nil,
    total: Money(1299, .eur), number: number)
}
