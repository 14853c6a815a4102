// One bit of the write-ahead log rots: SQLite would forget every commit from there on.

import GRDB
import Testing
import Values

@testable import Store

struct JournalImageTests {
  /// A log with several commits, as a killed process leaves it.
  private func journal() throws -> [UInt8] {
    let folder = try Folder()
    let queue = try Connection.writer(path: folder.path + "/j.db", options: StoreOptions())
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "CREATE TABLE t(a INTEGER PRIMARY KEY, b BLOB)")
      for number in 0..<5 {
        try db.execute(sql: "INSERT INTO t(b) VALUES (zeroblob(\(3000 + number)))")
      }
    }
    let bytes = try FileSystem().read(folder.path + "/j.db-wal", limit: 1 << 24)
    try queue.close()
    return try #require(bytes)
  }

  @Test func `a log as it was written is whole`() throws {
    var image = JournalImage(try journal())
    #expect(image.mend() == .whole)
  }

  @Test func `one wrong bit is put right or named, and never taken for the end`() throws {
    let right = try journal()
    var chance = Entropy(seed: 1)
    var (mended, named) = (0, 0)
    for _ in 0..<60 {
      let place = Int(chance.next() % UInt64(right.count * 8))
      var wrong = right
      wrong[place / 8] ^= 1 << UInt8(place % 8)
      var image = JournalImage(wrong)
      switch image.mend() {
      // Of the last two commits it cannot always be told whether they were torn.
      case .whole where place / 8 > right.count / 2: continue
      case .whole: Issue.record("bit \(place) of \(right.count * 8) was overlooked")
      case .mended(let frames):
        mended += 1
        #expect(frames.count == 1)
        #expect(image.bytes.elementsEqual(right) == true, "bit \(place)")
      case .damaged: named += 1
      }
    }
    // In three words of four, it can be told which bit it was.
    #expect(mended > 2 * named)
  }

  @Test func `a last commit that was torn is no damage`() throws {
    var torn = try journal()
    for index in torn.count - 2000..<torn.count { torn[index] = 0xA5 }
    var image = JournalImage(torn)
    #expect(image.mend() == .whole)
  }

  @Test func `a log that is cut off is no damage`() throws {
    let right = try journal()
    for length in [0, 31, 40, 32 + 24 + 4096, right.count - 1] {
      var image = JournalImage(Array(right.prefix(length)))
      #expect(image.mend() == .whole)
    }
  }
}
