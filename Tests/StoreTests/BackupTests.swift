// Backups that are made while selling, verified, restored elsewhere; and views against events.

import Domains
import Foundation
import GRDB
import Testing
import Values

@testable import Store

@Suite struct BackupTests {
  let folder: Folder
  init() throws { folder = try Folder() }

  /// A till with some of everything.
  private func busyTill(_ drawn: Drawn = Drawn()) throws -> Till {
    let till = try Till(folder.store(), drawn: drawn)
    let id = till.scribe.id()
    till.send((0..<300).map { .product(product("S\($0)", "Thing \($0)", ["B\($0)"])) })
    till.send([.staged(import: id, (0..<50).map { product("S\($0)", "Other \($0)", rev: 2) })])
    till.send([.applied(import: id), .category(Category(code: "c", name: "C"))])
    for number in 0..<40 {
      let sale = till.scribe.id()
      let row = SaleRow(
        id: sale, state: .completed, revision: 2, opened: 1, shift: nil, total: Money(5, .eur),
        number: "T1-\(number)")
      let outlet = Array("{\"n\":\(number)}".utf8)
      till.send([.sale(row), .outlet(outlet)], stream: Stream(.order, sale))
    }
    till.send([
      .shift(ShiftRow(id: id, isOpen: true, z: nil, body: Array("{}".utf8))),
      .setting(SettingRow(key: "k", value: Array("1".utf8))),
    ])
    #expect(till.settle() == nil)
    return till
  }

  @Test func `a backup while selling is verified, and restored it begins a new epoch`() throws {
    let till = try busyTill()
    let path = folder.path + "/copy.db"
    let reader = try till.store.makeReader()
    let before = till.scribe.position
    let finished = DispatchSemaphore(value: 0)
    nonisolated(unsafe) var report: BackupReport?
    Thread.detachNewThread {
      report = try? reader.backup(to: path)
      finished.signal()
    }
    while finished.wait(timeout: .now()) != .success {
      till.send()
      Thread.sleep(forTimeInterval: 0.0005)
    }
    #expect(till.settle() == nil)
    let made = try #require(report)
    #expect(made.ok, "\(made.why ?? "")")
    #expect(made.file == path && made.sales == 40 && made.head >= before && made.bytes > 0)
    #expect(try reader.event(at: made.head)?.hash == made.hash)
    #expect(FileSystem().size(of: path) == made.bytes)
    for rest in [".partial", ".partial-wal", "-wal", "-shm", "-journal"] {
      #expect(FileSystem().size(of: path + rest) == nil)
    }
    #expect(try reader.verifyBackup(at: path) == made)
    #expect(try !reader.backup(to: path).ok)
    till.store.stop()

    let restored = try Store.restore(from: path, to: folder.store("new"))
    #expect(restored.hash == made.hash && restored.head == made.head)
    #expect(throws: StoreFault.occupied(path: folder.store("new"))) {
      try Store.restore(from: path, to: folder.store("new"))
    }
    let new = try Till(folder.store("new"))
    #expect(new.store.recovery.epoch == 2)
    #expect(new.store.recovery.head == ChainHead(origin: 2, sequence: 0, hash: .zero))
    #expect(new.store.recovery.position == made.head)
    new.send()
    #expect(new.settle() == nil)
    #expect(try new.store.makeReader().verify(from: 1).ok)
    new.store.stop()
  }

  @Test func `a backup put in place by hand begins a new epoch too`() throws {
    let till = try busyTill()
    #expect(try till.store.makeReader().backup(to: folder.path + "/copy.db").ok)
    till.store.stop()
    FileSystem().remove(folder.database())
    try FileManager.default.copyItem(
      atPath: folder.path + "/copy.db", toPath: folder.database())
    let again = try Till(folder.store(), starts: false)
    #expect(again.store.recovery.epoch == 2)
    again.store.stop()
  }

  @Test func `a damaged backup is not restored`() throws {
    let till = try busyTill()
    let path = folder.path + "/copy.db"
    #expect(try till.store.makeReader().backup(to: path).ok)
    till.store.stop()
    let queue = try DatabaseQueue(path: Seal.uri(path))
    try queue.writeWithoutTransaction {
      try $0.execute(sql: "DROP TRIGGER event_update; UPDATE event SET body = x'00' WHERE pos = 9")
    }
    try queue.close()
    #expect(throws: StoreFault.self) { try Store.restore(from: path, to: folder.store("new")) }
    #expect(FileSystem().size(of: folder.database("new")) == nil)
  }

  @Test func `a backup that cannot be written leaves nothing behind`() throws {
    let till = try busyTill()
    let reader = try till.store.makeReader()
    let report = try reader.backup(to: folder.path + "/no/such/copy.db")
    #expect(!report.ok && report.why != nil)
    #expect(try !reader.verifyBackup(at: folder.path + "/none.db").ok)
    till.store.stop()
  }

  @Test func `views are what the events say, and a planted row is named`() throws {
    let drawn = Drawn()
    let till = try busyTill(drawn)
    let good = try till.store.makeReader().audit()
    #expect(good.ok && good.stored == good.redrawn && good.firstBad == nil)
    #expect(good.rows == 300 + 40 + 1 + 1 + 1 + 1)
    till.store.stop()
    for (view, sql) in [
      ("sale", "UPDATE sale SET minor = 6 WHERE number = 'T1-7'"),
      ("product", "UPDATE product SET minor = 1 WHERE sku = 'S299'"),
      ("outlet", "DELETE FROM outlet"),
      ("category", "INSERT INTO category VALUES ('x', 'X', NULL, 0, NULL, 1)"),
    ] {
      let queue = try DatabaseQueue(path: Seal.uri(folder.database()))
      try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
      try queue.close()
      let planted = try Till(folder.store(), drawn: drawn, starts: false)
      let report = try planted.store.makeReader().audit()
      #expect(!report.ok && report.firstBad == view)
      #expect(report.redrawn == good.redrawn)
      // Drawn again, the views are right again.
      try planted.store.rebuild()
      #expect(try planted.store.makeReader().audit().ok)
      #expect(planted.store.recovery.outlet == Array("{\"n\":39}".utf8))
      planted.store.stop()
      #expect(FileSystem().size(of: folder.store() + "/audit.db") == nil)
    }
  }

  @Test func `without a projection there is no audit and no rebuild`() throws {
    let store = try Store(directory: folder.store())
    #expect(throws: FactsFault.self) { try store.makeReader().audit() }
    #expect(throws: StoreFault.self) { try store.rebuild() }
    store.stop()
  }
}
