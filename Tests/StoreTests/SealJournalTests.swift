// The journal below the seal: read while selling, recovered after a crash, moved into the database.

import Domains
import Foundation
import GRDB
import Testing
import Values

@testable import Store

@Suite struct SealJournalTests {
  let folder: Folder
  init() throws { folder = try Folder() }

  static let frame = 24 + Pages.size

  /// A database of one table, written by the store's own connection, its journal left as it is.
  private func writer(rows: Int = 200) throws -> DatabaseQueue {
    try FileSystem().makeDirectory(folder.store())
    try FileSystem().touch(folder.database())
    let queue = try Connection.writer(path: folder.database(), options: StoreOptions())
    try queue.writeWithoutTransaction { db in
      try db.execute(
        sql: """
          PRAGMA application_id = \(Schema.applicationID);
          CREATE TABLE price(id INTEGER PRIMARY KEY, minor INTEGER NOT NULL, name TEXT NOT NULL);
          WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(rows))
          INSERT INTO price SELECT i, 0, printf('%0100d', i) FROM n;
          """)
      _ = try db.checkpoint(.truncate)
    }
    return queue
  }

  /// One commit, which changes every page of the table.
  private func raise(_ queue: DatabaseQueue) throws {
    try queue.writeWithoutTransaction { try $0.execute(sql: "UPDATE price SET minor = minor + 1") }
  }

  /// What all rows say, or nil if they do not agree.
  private func value(_ queue: DatabaseQueue) throws -> Int64? {
    try queue.unsafeRead { db in
      let values = try Int64.fetchAll(db, sql: "SELECT DISTINCT minor FROM price")
      return values.count == 1 ? values[0] : nil
    }
  }

  private func reading(_ name: String = "till") throws -> Int64? {
    // As the next start would: recovery needs a connection that may write.
    let queue = try Connection.writer(path: folder.database(name), options: StoreOptions())
    defer { try? queue.close() }
    return try value(queue)
  }

  /// What a crash would leave: these files and nothing that was only in memory.
  private func image(_ name: String, database: [UInt8], journal: [UInt8]) throws {
    try? FileManager.default.removeItem(atPath: folder.store(name))
    try FileSystem().makeDirectory(folder.store(name))
    try FileSystem().write(database, to: folder.database(name))
    try FileSystem().write(journal, to: folder.database(name) + "-wal")
  }

  private func isBroken(_ error: any Error) -> Bool {
    (error as? DatabaseError)?.extendedResultCode == Seal.broken
  }

  @Test func `a bit that flips in the journal of a running till is not believed`() throws {
    let queue = try writer()
    try raise(queue)
    let path = folder.database() + "-wal"
    let good = try Pages.bytes(path)
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    let frames = (good.count - 32) / Self.frame
    #expect(frames > 5)
    // In a page, in its checksum, in its number, and in the checksum of the frame before.
    let frame = 32 + (frames - 2) * Self.frame
    for offset in [frame + 24 + 3000, frame + 24, frame + 17, frame + 3, frame - Self.frame + 20] {
      try file.seek(toOffset: UInt64(offset))
      try file.write(contentsOf: Data([good[offset] ^ 4]))
      let reader = try Connection.reader(path: folder.database())
      #expect(throws: DatabaseError.self) { try value(reader) }
      try reader.close()
      #expect {
        try queue.writeWithoutTransaction { _ = try $0.checkpoint(.passive) }
      } throws: {
        isBroken($0)
      }
      #expect(Seal.lastFault?.hasPrefix("frame ") == true)
      try file.seek(toOffset: UInt64(offset))
      try file.write(contentsOf: Data([good[offset]]))
    }
    // Put right again, nothing was lost: the control.
    let reader = try Connection.reader(path: folder.database())
    #expect(try value(reader) == 1)
    try reader.close()
    try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    try queue.close()
    #expect(try reading() == 1)
  }

  @Test func `a page that one commit writes several times is right before and after`() throws {
    let queue = try writer(rows: 5000)
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA cache_size = 10")
      try db.inTransaction {
        for round in 1...4 {
          try db.execute(sql: "UPDATE price SET minor = minor + 1")
          try db.execute(sql: "INSERT INTO price(minor, name) VALUES (\(round), 'new')")
          #expect(
            try Int64.fetchOne(db, sql: "SELECT sum(minor) FROM price WHERE id <= 5000")
              == Int64(round) * 5000)
        }
        return .commit
      }
      // The same given up halfway, and then something shorter in its place.
      try db.inTransaction {
        for _ in 1...3 { try db.execute(sql: "UPDATE price SET minor = 99 + length(name)") }
        return .rollback
      }
      try db.execute(sql: "DELETE FROM price WHERE id > 5000")
    }
    let reader = try Connection.reader(path: folder.database())
    #expect(try value(reader) == 4)
    try image(
      "crash", database: try Pages.bytes(folder.database()),
      journal: try Pages.bytes(folder.database() + "-wal"))
    #expect(try reading("crash") == 4)
    try reader.close()
    try queue.writeWithoutTransaction { db in
      _ = try db.checkpoint(.truncate)
      #expect(try String.fetchOne(db, sql: "PRAGMA integrity_check") == "ok")
    }
    try queue.close()
    #expect(try reading() == 4)
  }

  /// A database and its journal of four commits, each of which ends where it says.
  private func fourCommits() throws -> (database: [UInt8], journal: [UInt8], ends: [Int]) {
    let queue = try writer()
    defer { try? queue.close() }
    let log = folder.database() + "-wal"
    var ends: [Int] = []
    for _ in 1...4 {
      try raise(queue)
      ends.append(try Pages.bytes(log).count)
    }
    return (try Pages.bytes(folder.database()), try Pages.bytes(log), ends)
  }

  @Test func `a journal that was cut off anywhere ends with a whole commit`() throws {
    let (database, journal, ends) = try fourCommits()
    for end in Array(stride(from: 0, through: journal.count, by: 2560)) + ends {
      try image("cut", database: database, journal: Array(journal.prefix(end)))
      #expect(try reading("cut") == Int64(ends.filter { $0 <= end }.count))
    }
  }

  @Test func `one bit broken in the middle of a journal is put right, or named`() throws {
    let (database, journal, ends) = try fourCommits()
    for offset in Array(stride(from: 0, to: journal.count, by: 1777)) + ends.dropLast() {
      var broken = journal
      broken[offset] ^= 16
      var mended = JournalImage(broken)
      switch mended.mend() {
      // Of the last commits it cannot always be told whether they were torn.
      case .whole where offset >= ends[1]: continue
      case .whole: Issue.record("the byte at \(offset) was overlooked")
      case .damaged: continue
      case .mended:
        try image("broken", database: database, journal: mended.bytes)
        #expect(try reading("broken") == Int64(ends.count))
      }
    }
    // As it is, SQLite forgets what was acknowledged: the control.
    var broken = journal
    broken[ends[0] + 500] ^= 16
    try image("broken", database: database, journal: broken)
    let plain = try DatabaseQueue(path: folder.database("broken"))
    #expect(try value(plain) == 1)
    try plain.close()
  }

  @Test func `a crash in the middle of a checkpoint is made good from the journal`() throws {
    let queue = try writer()
    for _ in 1...3 { try raise(queue) }
    let path = folder.database()
    let (before, journal) = (try Pages.bytes(path), try Pages.bytes(path + "-wal"))
    try queue.writeWithoutTransaction { _ = try $0.checkpoint(.passive) }
    let after = try Pages.bytes(path)
    try queue.close()
    let changed = (0..<before.count / Pages.size).filter {
      before[$0 * Pages.size..<($0 + 1) * Pages.size]
        != after[$0 * Pages.size..<($0 + 1) * Pages.size]
    }
    #expect(changed.count > 5)
    for index in changed {
      for torn in [512, 2048, 4088] {
        var image = Array(after.prefix(index * Pages.size + torn))
        image += before.dropFirst(image.count)
        try self.image("torn", database: image, journal: journal)
        #expect(try reading("torn") == 3)
        // The journal is in the database now, with every seal as it should be.
        #expect(try Pages.bytes(folder.database("torn")) == after)
        // The same without its journal is a page that nobody wrote: the control.
        try self.image("torn", database: image, journal: [])
        #expect(throws: DatabaseError.self) { _ = try reading("torn") }
      }
    }
  }
}
