// Jobs in the store: what a row keeps, how a receipt's jobs are found, how an old store opens.

import Domains
import Foundation
import GRDB
import Testing
import Values

@testable import Store

@Suite struct OutboxTests {
  let folder: Folder
  init() throws { folder = try Folder() }

  private func receipt(_ number: String, copy: Int64? = nil) -> [UInt8] {
    Intent.receipt(sale: ID(high: 1, low: 2), number: number, copy: copy).bytes
  }

  @Test func `a row keeps its printer, its misses and its doubt, and a receipt finds its jobs`()
    throws
  {
    let till = try Till(folder.store())
    let first = OutboxRow(number: 1, kind: .print, intent: receipt("T1-000001"))
    let other = OutboxRow(number: 2, kind: .print, intent: receipt("T1-000002"))
    let copy = OutboxRow(number: 3, kind: .print, intent: receipt("T1-000001", copy: 1))
    till.send(outbox: [first, other, copy])
    var started = first
    (started.state, started.attempts, started.printer) = (.started, 1, "printer0")
    till.send(outbox: [started])
    var failed = started
    (failed.state, failed.why, failed.misses) = (.failed, "paper out", 1)
    (failed.isDoubtful, failed.printer) = (true, "printer1")
    till.send(outbox: [failed])
    #expect(till.settle() == nil)
    let reader = try till.store.makeReader()
    #expect(try reader.job(1) == failed)
    #expect(try reader.printJobs(ofReceipt: "T1-000001", limit: 10) == [failed, copy])
    #expect(try reader.printJobs(ofReceipt: "T1-000001", limit: 1) == [failed])
    #expect(try reader.printJobs(ofReceipt: "T1-000003", limit: 10).isEmpty)
    let plan = try reader.queue.unsafeRead { db in
      try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN SELECT 1 FROM outbox WHERE receipt = 'x'")
        .map { $0["detail"] as String }.joined()
    }
    #expect(plan.contains("outbox_receipt"))
    till.store.stop()
  }

  @Test func `jobs that may be tried again are found again, those of a person are not`() throws {
    let till = try Till(folder.store())
    var again = OutboxRow(number: 1, kind: .print, state: .failed, intent: receipt("T1-000001"))
    again.misses = OutboxRow.mostMisses - 1
    var person = OutboxRow(number: 2, kind: .print, state: .failed, intent: receipt("T1-000002"))
    person.misses = OutboxRow.mostMisses
    let kick = OutboxRow(number: 3, kind: .kick, state: .failed, intent: Array("{}".utf8))
    let sent = OutboxRow(number: 4, kind: .print, state: .sent, intent: receipt("T1-000003"))
    till.send(outbox: [again, person, kick, sent])
    #expect(till.settle() == nil)
    till.store.stop()
    let next = try Till(folder.store(), starts: false)
    #expect(next.store.recovery.unsettled == [again])
    next.store.stop()
  }

  @Test func `a store of the release before opens, and its jobs stay what they were`() throws {
    try FileSystem().makeDirectory(folder.store())
    let queue = try DatabaseQueue(path: folder.database())
    try queue.write { db in
      try db.execute(sql: Schema.steps[0])
      try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
      try db.execute(sql: "PRAGMA user_version = 1")
      let rows: [(Int64, String, String?)] = [
        (1, "queued", nil), (2, "queued", "unplugged"), (3, "started", nil),
        (4, "failed", "paper out"), (5, "unknown", "unplugged"), (6, "printed", nil),
      ]
      for (number, state, why) in rows {
        let intent = Data(receipt("T1-00000\(number)"))
        try db.execute(
          sql: """
            INSERT INTO outbox(number, kind, state, intent, attempts, evidence, why)
            VALUES (?, 'print', ?, ?, 1, NULL, ?)
            """, arguments: [number, state, intent, why])
      }
    }
    try queue.close()

    let till = try Till(folder.store(), starts: false)
    let unsettled = till.store.recovery.unsettled
    // What failed waited for a person, and still does.
    #expect(unsettled.map(\.number) == [1, 2, 3])
    #expect(unsettled.map(\.isDoubtful) == [false, true, false])
    #expect(unsettled.allSatisfy { $0.printer == nil })
    let reader = try till.store.makeReader()
    #expect(try reader.job(5)?.isDoubtful == true && reader.job(6)?.isDoubtful == false)
    #expect(try reader.job(4)?.mayRetry == false)
    #expect(try reader.printJobs(ofReceipt: "T1-000004", limit: 5).map(\.number) == [4])
    till.store.stop()
  }
}
