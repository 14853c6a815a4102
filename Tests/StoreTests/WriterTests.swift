// The writer: group commits, refusals, immutability, upkeep, recovery.

import Domains
import Foundation
import GRDB
import Synchronization
import Testing
import Values

@testable import Store

@Suite struct WriterTests {
  let folder: Folder
  init() throws { folder = try Folder() }

  @Test func `batches that wait together share commits and all are there`() throws {
    let till = try Till(folder.store(), starts: false)
    var scribe = till.scribe
    let batches = (1...100).map { Batch(number: $0, events: [scribe.event()]) }
    // Order is the submitter's: threads take turns, each hands in the next batch.
    let turn = NSCondition()
    let store = till.store
    nonisolated(unsafe) var next = 0
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      while true {
        let isDone = turn.withLock {
          guard next < batches.count else { return true }
          #expect(store.submit(batches[next]))
          next += 1
          return false
        }
        if isDone { break }
      }
    }
    till.start()
    #expect(till.news.wait(upTo: 100) == nil)
    #expect(till.news.commits.count < 10)
    #expect(till.news.commits == till.news.commits.sorted())
    let reader = try till.store.makeReader()
    #expect(try reader.history(after: 0, limit: 1000) == batches.flatMap(\.events))
    #expect(try reader.verify(from: 1).events == 100)
    till.store.stop()
  }

  @Test func `a full mailbox takes nothing`() throws {
    let till = try Till(folder.store(), starts: false)
    for number in 1...Int64(Mailbox.capacity) {
      #expect(till.store.submit(Batch(number: number)))
    }
    #expect(!till.store.submit(Batch(number: 9999)))
    till.store.stop()
    #expect(!till.store.submit(Batch(number: 10_000)))
  }

  @Test func `an event that skips the chain stops the writer and is not stored`() throws {
    let till = try Till(folder.store())
    till.send()
    _ = till.scribe.event()
    till.send()
    let fault = till.settle()
    guard case .failed(let reason) = fault else {
      Issue.record("a gap was taken: \(String(describing: fault))")
      return
    }
    #expect(reason.contains("does not follow"))
    #expect(try till.store.makeReader().history(after: 0, limit: 10).count <= 1)
    till.store.stop()
    #expect(!till.store.submit(Batch(number: 4)))
  }

  @Test func `a fault is told before the store takes no more`() throws {
    let till = try Till(folder.store(), starts: false)
    let (store, news) = (till.store, till.news)
    let taken = Mutex(false)
    store.start(
      onCommitted: { news.committed($0) },
      onFailed: { fault in
        taken.withLock { $0 = store.submit(Batch(number: 9)) }
        news.failed(fault)
      })
    _ = till.scribe.event()
    till.send()
    #expect(till.settle() != nil)
    #expect(taken.withLock { $0 })
    store.stop()
  }

  @Test func `an event with another hash stops the writer`() throws {
    let till = try Till(folder.store())
    let event = till.scribe.event()
    till.send(raw: [
      Event(
        position: event.position, origin: 1, sequence: 1, time: event.time, wall: event.wall,
        quality: .trusted, stream: event.stream, version: 1, type: event.type, schema: 1,
        command: nil, circumstance: event.circumstance, body: Array("{\"x\":1}".utf8),
        hash: event.hash)
    ])
    guard case .failed(let reason) = till.settle() else {
      Issue.record("a wrong hash was taken")
      return
    }
    #expect(reason.contains("hash"))
    till.store.stop()
  }

  @Test(arguments: [
    "UPDATE event SET actor = 'eve'", "DELETE FROM event", "UPDATE command SET position = 0",
    "DELETE FROM command",
    "INSERT OR REPLACE INTO event SELECT * FROM event",
    "INSERT OR REPLACE INTO command SELECT * FROM command",
  ])
  func `events and answers are never changed or deleted`(sql: String) throws {
    let till = try Till(folder.store())
    let id = till.scribe.id()
    till.send(
      command: CommandRecord(id: id, request: .zero, position: 1, outcome: Array("{}".utf8)))
    #expect(till.settle() == nil)
    till.store.stop()
    let queue = try Connection.writer(path: folder.database(), options: StoreOptions())
    #expect(throws: DatabaseError.self) {
      try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    }
  }

  @Test func `an answer is kept, and the same command is not answered twice`() throws {
    let till = try Till(folder.store())
    let record = CommandRecord(
      id: till.scribe.id(), request: Digest(of: [1]), position: 1, outcome: Array("{}".utf8))
    till.send(command: record)
    #expect(till.settle() == nil)
    let reader = try till.store.makeReader()
    #expect(try reader.command(record.id) == record)
    #expect(try reader.command(till.scribe.id()) == nil)
    till.send(command: record)
    #expect(till.settle() != nil)
    till.store.stop()
  }

  @Test func `a full medium undoes the commit and acknowledges nothing`() throws {
    let till = try Till(folder.store(), starts: false)
    try till.store.writer.queue.writeWithoutTransaction { db in
      let pages = try #require(try Int64.fetchOne(db, sql: "PRAGMA page_count"))
      try db.execute(sql: "PRAGMA max_page_count = \(pages + 20)")
    }
    till.start()
    till.send(body: "\"small\"")
    #expect(till.settle() == nil)
    till.send(body: "\"" + String(repeating: "x", count: 200_000) + "\"")
    #expect(till.settle() == .full)
    #expect(StoreFault.full.exitCode == 74)
    #expect(till.news.commits == [1])
    #expect(try till.store.makeReader().history(after: 0, limit: 9).count == 1)
    till.store.stop()
    #expect(!till.store.submit(Batch(number: 3)))
  }

  @Test func `a probe answers after what waits, with the room on the medium`() throws {
    let till = try Till(folder.store())
    let done = DispatchSemaphore(value: 0)
    nonisolated(unsafe) var free: Int64 = 0
    till.send()
    till.store.probe {
      free = $0
      done.signal()
    }
    #expect(done.wait(timeout: .now() + 10) == .success)
    #expect(free > 0)
    #expect(till.news.commits == [1])
    #expect(till.store.releaseReserve())
    #expect(!till.store.releaseReserve())
    till.store.stop()
  }

  @Test func `the journal moves into the database at rest and is gone at the end`() throws {
    let till = try Till(folder.store())
    for _ in 0..<20 { till.send() }
    try till.rest()
    let reader = try till.store.makeReader()
    // A copy of the database file alone now holds what was committed.
    try FileManager.default.copyItem(atPath: folder.database(), toPath: folder.path + "/alone.db")
    let alone = try DatabaseQueue(path: folder.path + "/alone.db")
    let last = try alone.unsafeRead { try Int64.fetchOne($0, sql: "SELECT max(pos) FROM event") }
    #expect(last == 20)
    try reader.queue.close()
    till.store.stop()
    #expect(FileSystem().size(of: folder.database() + "-wal") == nil)
  }

  @Test func `what was open is found again`() throws {
    let till = try Till(folder.store())
    let (open, parked, done) = (till.scribe.id(), till.scribe.id(), till.scribe.id())
    let shift = till.scribe.id()
    let queued = OutboxRow(number: 1, kind: .print, intent: Array("{}".utf8))
    var started = OutboxRow(number: 2, kind: .kick, intent: Array("{}".utf8))
    var printed = OutboxRow(number: 3, kind: .print, intent: Array("{}".utf8))
    let first = till.send([.sale(sale(open, .open))], stream: Stream(.order, open))
    till.send([.sale(sale(parked, .parked))], stream: Stream(.order, parked))
    till.send(
      [.sale(sale(done, .completed, number: "T1-000001")), .copied(sale: done)],
      outbox: [queued, started, printed], stream: Stream(.order, done))
    let second = till.send(
      [.sale(sale(open, .open, revision: 2))], stream: Stream(.order, open))
    (started.state, started.attempts) = (.started, 1)
    (printed.state, printed.evidence) = (.printed, "fence 7")
    till.send(
      [
        .shift(ShiftRow(id: shift, isOpen: true, z: nil, body: Array("{\"s\":1}".utf8))),
        .outlet(Array("{\"o\":1}".utf8)), .outlet(Array("{\"o\":2}".utf8)),
        .setting(SettingRow(key: "a", value: Array("1".utf8))),
        .setting(SettingRow(key: "b", value: Array("2".utf8))),
        .setting(SettingRow(key: "a", value: nil)),
        .staged(import: shift, [product("1", "Bread")]),
      ], outbox: [started, printed])
    #expect(till.settle() == nil)
    till.store.stop()

    let again = try Till(folder.store(), starts: false)
    let recovery = again.store.recovery
    #expect(recovery.position == 5)
    #expect(recovery.head == till.scribe.head)
    #expect(recovery.time == till.scribe.time)
    #expect(recovery.openSales == [[first, second]])
    #expect(recovery.unsettled == [queued, started])
    #expect(recovery.lastJob == 3)
    #expect(recovery.shift == Array("{\"s\":1}".utf8))
    #expect(recovery.outlet == Array("{\"o\":2}".utf8))
    #expect(recovery.settings == [SettingRow(key: "b", value: Array("2".utf8))])
    #expect(recovery.unfinishedImports == [shift])
    let reader = try again.store.makeReader()
    let receipt = try reader.receipt(number: "T1-000001")
    #expect(receipt?.sale == done && receipt?.copies == 1)
    #expect(try reader.receipt(number: "T1-000002") == nil)
    #expect(try reader.sales(in: [.open, .parked], limit: 10).map(\.id) == [parked, open])
    #expect(try reader.sales(in: SaleState.allCases, limit: 2).map(\.id) == [done, parked])
    #expect(try reader.sales(in: [.open], limit: 10).first?.revision == 2)
    #expect(try reader.jobs(in: [], limit: 10).map(\.number) == [3, 2, 1])
    #expect(try reader.jobs(in: [.queued, .started], limit: 10).map(\.number) == [2, 1])
    #expect(try reader.job(3) == printed)
    #expect(try reader.event(at: 2)?.sequence == 2)
    #expect(try reader.event(at: 6) == nil)
    again.store.stop()
  }

  @Test func `lists of what is open and what waits use their indexes`() throws {
    let till = try Till(folder.store(), starts: false)
    defer { till.store.stop() }
    let reader = try till.store.makeReader()
    func plan(_ sql: String) throws -> String {
      try reader.queue.unsafeRead { db in
        try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql).map { $0["detail"] as String }
          .joined(separator: "; ")
      }
    }
    let open = try plan("SELECT id FROM sale WHERE state IN ('open') AND state <> 'completed'")
    #expect(open.contains("sale_uncompleted"))
    let queued = try plan("SELECT 1 FROM outbox WHERE state = 'queued' AND \(Outbox.isWaiting)")
    #expect(queued.contains("outbox_waiting"))
    #expect(try plan("SELECT body FROM shift WHERE open = 1").contains("shift_open"))
  }
}
