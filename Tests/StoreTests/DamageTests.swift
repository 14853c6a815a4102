// Damage: what is mended, what is named and left, and what keeps a till from opening.

import Domains
import Foundation
import GRDB
import Testing
import Values

@testable import Store

@Suite struct DamageTests {
  let folder: Folder
  let drawn = Drawn()
  init() throws { folder = try Folder() }

  /// A closed store with so many events, and a product for each of the last ones.
  private func store(_ events: Int = 3000, products: Int = 200) throws {
    let till = try Till(folder.store(), drawn: drawn)
    till.send(raw: (0..<events - products).map { till.scribe.event(body: "{\"n\":\($0)}") })
    for number in 0..<products {
      let command = CommandRecord(
        id: till.scribe.id(), request: .zero, position: 1, outcome: Array("{}".utf8))
      till.send(
        [.product(product("SKU-\(number)", "Chocolate \(number)", price: 1999))], command: command)
    }
    #expect(till.settle() == nil)
    till.store.stop()
  }

  /// - Returns: the page, whose bit flips back by `flip`.
  @discardableResult
  private func breakLeaf(of tree: String, at share: Double) throws -> Int {
    let page = try Pages.leaf(of: tree, at: share, in: folder.database())
    try flip(page)
    return page
  }

  private func flip(_ page: Int) throws {
    try Pages.flip(8 * 3333 + 1, of: page, in: folder.database())
  }

  /// As if the run before had met the damage.
  private func leaveWord() throws {
    try FileSystem().write(Array("broken".utf8), to: folder.store() + "/storage-failed")
  }

  /// A stream that no scribe begins.
  private var later: Stream {
    var entropy = Entropy(seed: 99)
    return Stream(.order, entropy.id(at: Timestamp(milliseconds: 1_800_000_000_000)))
  }

  private func fault() -> String? {
    do {
      try Store(directory: folder.store(), options: drawn.options).stop()
      return nil
    } catch {
      return "\(error)"
    }
  }

  private func prices(_ store: Store) throws -> [Int64?] {
    let reader = try store.makeReader()
    return try (0..<200).map { try reader.product(sku: "SKU-\($0)")?.price.minor }
  }

  @Test func `a reader that meets a broken page has the next start look at everything`() throws {
    try store()
    try breakLeaf(of: "product", at: 0.5)
    let till = try Till(folder.store(), drawn: drawn)
    #expect(throws: FactsFault.self) { try prices(till.store) }
    #expect(FileSystem().size(of: folder.store() + "/storage-failed") ?? 0 > 0)
    till.store.stop()
    let next = try Till(folder.store(), drawn: drawn, starts: false)
    #expect(next.store.notices.count == 1)
    next.store.stop()
  }

  @Test(arguments: [
    "product", "sqlite_autoindex_product_1", "setting", "search_data", "sqlite_autoindex_event_1",
  ])
  func `views and indexes are made anew from the facts, and the damaged file is kept`(
    tree: String
  ) throws {
    try store(1200)
    let damaged = folder.database() + ".damaged-1"
    try breakLeaf(of: tree, at: 0.5)
    try leaveWord()
    let till = try Till(folder.store(), drawn: drawn)
    #expect(till.store.notices.count == 1)
    #expect(till.store.notices.first?.contains(damaged) == true)
    #expect(FileSystem().size(of: damaged) != nil)
    #expect(till.store.recovery.position == 1200)
    #expect(try prices(till.store).allSatisfy { $0 == 1999 })
    let reader = try till.store.makeReader()
    #expect(try reader.audit().ok && reader.verify(from: 1).events == 1200)
    till.send(stream: later)
    #expect(till.settle() == nil)
    till.store.stop()
    #expect(try Pages.unsealed(folder.database()) == [])
    let again = try Till(folder.store(), drawn: drawn, starts: false)
    #expect(again.store.notices.isEmpty && again.store.recovery.position == 1201)
    again.store.stop()
  }

  @Test func `what is damaged again at the next start is refused, and later mended again`() throws {
    try store()
    try breakLeaf(of: "product", at: 0.5)
    try leaveWord()
    #expect(fault() == nil)
    let page = try breakLeaf(of: "product", at: 0.2)
    try leaveWord()
    #expect(fault()?.contains("the disk is failing") == true)
    // A start that found nothing lies between: the control.
    try flip(page)
    #expect(fault() == nil)
    try breakLeaf(of: "product", at: 0.2)
    try leaveWord()
    #expect(fault() == nil)
    #expect(FileSystem().size(of: folder.database() + ".damaged-2") != nil)
  }

  @Test func `old events that cannot be read are named, and selling goes on`() throws {
    try store()
    try breakLeaf(of: "event", at: 0.3)
    try leaveWord()
    let till = try Till(folder.store(), drawn: drawn)
    let reader = try till.store.makeReader()
    let report = try reader.verify(from: 1)
    let first = try #require(report.firstBad)
    #expect(!report.ok && report.events == first - 1)
    // Exactly those that lie on the page.
    var gone: [Int64] = []
    for position in Int64(1)...3000 {
      do { _ = try reader.event(at: position) } catch { gone.append(position) }
    }
    let last = try #require(gone.last)
    #expect(gone == Array(first...last) && gone.count > 2 && gone.count < 60)
    let named = "events \(first) to \(last) cannot be read"
    #expect(report.why?.hasPrefix(named) == true)
    #expect(till.store.notices.count == 1)
    #expect(till.store.notices.first?.hasPrefix(named) == true)
    #expect(try reader.verify(from: last + 2).ok)
    #expect(try prices(till.store).allSatisfy { $0 == 1999 })
    for _ in 1...50 { till.send(stream: later) }
    #expect(till.settle() == nil)
    till.store.stop()
  }

  @Test(arguments: [("event", 0.99), ("command", 0.5), ("node", 0), ("outbox", 0)])
  func `what selling needs is refused with what, which, why and what next`(
    tree: String, share: Double
  ) throws {
    try store()
    let page = try breakLeaf(of: tree, at: share)
    try leaveWord()
    for _ in 1...2 {
      let refusal = fault() ?? ""
      #expect(refusal.contains("till.db is damaged"))
      #expect(refusal.contains("page \(page) of"))
      #expect(refusal.contains("is not what was written"))
      #expect(refusal.contains("restore a backup to another directory"))
      #expect(FileSystem().size(of: folder.database() + ".damaged-1") == nil)
      #expect(FileSystem().size(of: folder.database() + ".new") == nil)
    }
  }

  @Test func `an open sale whose events cannot be read keeps the till from opening`() throws {
    let till = try Till(folder.store(), drawn: drawn)
    till.send(raw: (0..<400).map { till.scribe.event(body: "{\"n\":\($0)}") })
    let id = till.scribe.id()
    till.send([.sale(sale(id, .parked))], stream: Stream(.order, id))
    till.send(raw: (0..<2000).map { till.scribe.event(body: "{\"n\":\($0)}") })
    #expect(till.settle() == nil)
    let position = 401
    till.store.stop()
    // The page of that event is found by breaking pages until it is gone.
    for share in stride(from: 0.1, to: 0.3, by: 0.002) {
      let page = try breakLeaf(of: "event", at: share)
      let queue = try Connection.reader(path: folder.database())
      let isGone = try queue.unsafeRead {
        try Damage.unreadableEvents(in: $0).contains { $0.contains(Int64(position)) }
      }
      try queue.close()
      if isGone { break }
      try flip(page)
    }
    try leaveWord()
    #expect(fault()?.contains("the table event") == true)
  }

  @Test func `a copy of a large store is sealed to its last page`() throws {
    let till = try Till(folder.store(), drawn: drawn)
    let intent = Array(String(repeating: "x", count: 3000).utf8)
    let jobs = (1...3000).map {
      OutboxRow(number: $0, kind: .print, state: .printed, intent: intent)
    }
    till.send(outbox: jobs)
    #expect(till.settle() == nil)
    let copy = folder.path + "/copy.db"
    #expect(try till.store.makeReader().backup(to: copy).ok)
    till.store.stop()
    #expect(FileSystem().size(of: copy) ?? 0 > 8 << 20)
    #expect(try Pages.unsealed(copy) == [])
    #expect(try Pages.unsealed(folder.database()) == [])
  }

  /// A store as the release before wrote it: no seals, and so many events.
  private func oldStore(_ events: Int) throws {
    try FileSystem().makeDirectory(folder.store())
    let queue = try DatabaseQueue(path: folder.database())
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA journal_mode = WAL")
      try db.execute(
        sql: Schema.steps[0] + Schema.steps[1]
          + "PRAGMA application_id = \(Schema.applicationID); PRAGMA user_version = 2;")
      try Recovery.settleOrigin([UInt8](repeating: 7, count: 16), in: db)
      var scribe = Scribe(try Recovery(verifying: db))
      try db.inTransaction {
        for _ in 1...events { try EventRow.insert(scribe.event(), into: db) }
        try db.execute(
          sql: "UPDATE node SET head_seq = ?, head_hash = ?, head_hlc = ?",
          arguments: [scribe.head.sequence, scribe.head.hash.bytes.data, scribe.time.raw])
        return .commit
      }
    }
    try queue.close()
    #expect(try Pages.unsealed(folder.database()).count > 5)
  }

  @Test func `a store of the release before is sealed when it is opened`() throws {
    try oldStore(2500)
    let till = try Till(folder.store(), drawn: drawn)
    #expect(till.store.recovery.position == 2500)
    #expect(try till.store.makeReader().verify(from: 1).ok)
    till.send(stream: later)
    #expect(till.settle() == nil)
    till.store.stop()
    #expect(try Pages.unsealed(folder.database()) == [])
  }

  @Test func `a crash while an old store is being sealed leaves it whole`() throws {
    try oldStore(500)
    let (path, log) = (folder.database(), folder.database() + "-wal")
    let old = try Pages.bytes(path)
    let queue = try Connection.writer(path: path, options: StoreOptions())
    try queue.writeWithoutTransaction { db in
      Seal.reserve(db)
      try db.execute(sql: "VACUUM")
    }
    let journal = try Pages.bytes(log)
    try queue.writeWithoutTransaction { _ = try $0.checkpoint(.passive) }
    let new = try Pages.bytes(path)
    try queue.close()
    for share in [0.0, 0.1, 0.5, 0.9, 1] {
      // Pages are moved in their order; the journal is synchronized before, in part or whole.
      let moved = Int(Double(new.count) * share)
      let database = Array(new.prefix(moved)) + old.dropFirst(moved)
      for written in moved > 0 ? [journal.count] : [0, journal.count / 2, journal.count] {
        try FileSystem().write(database, to: path)
        try FileSystem().write(Array(journal.prefix(written)), to: log)
        FileSystem().remove(path + "-shm")
        let till = try Till(folder.store(), drawn: drawn)
        #expect(till.store.recovery.position == 500)
        #expect(try till.store.makeReader().verify(from: 1).ok)
        till.store.stop()
        #expect(try Pages.unsealed(path) == [])
      }
    }
  }
}
