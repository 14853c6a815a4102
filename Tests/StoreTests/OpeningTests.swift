// Opening: what a connection really has, what is refused, and who writes after a restore.

import Domains
import Foundation
import GRDB
import Testing
import Values

@testable import Store

@Suite struct OpeningTests {
  let folder: Folder
  init() throws { folder = try Folder() }

  @Test func `the writer waits for the disk and nothing is mapped into memory`() throws {
    let till = try Till(folder.store(), starts: false)
    defer { till.store.stop() }
    let writer = till.store.writer.queue
    let reader = try till.store.makeReader().queue
    func pragma(_ name: String, _ queue: DatabaseQueue) throws -> Int64? {
      try queue.unsafeRead { try Int64.fetchOne($0, sql: "PRAGMA \(name)") }
    }
    #expect(try pragma("synchronous", writer) == 2)
    #expect(try pragma("wal_autocheckpoint", writer) == 0)
    #expect(try pragma("journal_size_limit", writer) == 67_108_864)
    #expect(try pragma("page_size", writer) == 4096)
    #expect(try pragma("application_id", writer) == Schema.applicationID)
    #expect(try pragma("user_version", writer) == Schema.number)
    #expect(
      try writer.unsafeRead { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
    for queue in [writer, reader] {
      #expect(try pragma("mmap_size", queue) == 0)
      #expect(try pragma("trusted_schema", queue) == 0)
      #expect(try pragma("cell_size_check", queue) == 1)
      #expect(try pragma("foreign_keys", queue) == 1)
      #expect(try pragma("cache_size", queue) == -4096)
    }
  }

  @Test func `a store that would not wait for the disk is seen to be one`() throws {
    var options = StoreOptions()
    options.sabotage = [.synchronousNormal]
    try FileSystem().makeDirectory(folder.store())
    let queue = try Connection.writer(path: folder.database(), options: options)
    #expect(try queue.unsafeRead { try Int64.fetchOne($0, sql: "PRAGMA synchronous") } == 1)
  }

  @Test func `a reader can neither write nor checkpoint nor remove the journal`() throws {
    let till = try Till(folder.store())
    till.send()
    #expect(till.settle() == nil)
    let reader = try till.store.makeReader()
    #expect(throws: DatabaseError.self) {
      try reader.queue.writeWithoutTransaction { try $0.execute(sql: "DELETE FROM setting") }
    }
    #expect(throws: DatabaseError.self) {
      try reader.queue.writeWithoutTransaction { _ = try $0.checkpoint(.passive) }
    }
    let size = FileSystem().size(of: folder.database() + "-wal")
    try reader.queue.close()
    #expect(FileSystem().size(of: folder.database() + "-wal") == size)
    #expect(size ?? 0 > 0)
    till.store.stop()
    #expect(FileSystem().size(of: folder.database() + "-wal") == nil)
  }

  @Test func `a fresh store begins epoch 1 in a folder of its own`() throws {
    let till = try Till(folder.store(), starts: false)
    #expect(till.store.recovery.epoch == 1)
    #expect(till.store.recovery.head == ChainHead(origin: 1, sequence: 0, hash: .zero))
    till.store.stop()
    let mode = try FileManager.default.attributesOfItem(atPath: folder.store())[.posixPermissions]
    #expect(mode as? Int == 0o700)
    #expect(FileSystem().size(of: folder.store() + "/install-id") == 16)
    #expect(FileSystem().size(of: folder.store() + "/reserve") == 32 << 20)
  }

  @Test func `a second process is told who holds the store`() throws {
    let till = try Till(folder.store(), starts: false)
    defer { till.store.stop() }
    let expected = StoreFault.locked(path: folder.store(), holder: getpid())
    #expect(throws: expected) { try Store(directory: folder.store()) }
    #expect(expected.exitCode == 75)
    #expect("\(expected)".contains("process \(getpid())"))
  }

  @Test func `a store of a newer release is left alone`() throws {
    try Till(folder.store(), starts: false).store.stop()
    let queue = try DatabaseQueue(path: Seal.uri(folder.database()))
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 9") }
    try queue.close()
    #expect(throws: StoreFault.newer(path: folder.database(), found: 9, known: Schema.number)) {
      try Store(directory: folder.store())
    }
  }

  @Test func `a file that is no till's database is left alone`() throws {
    try FileSystem().makeDirectory(folder.store())
    let text = Array("not a database, but long enough to be looked at as one".utf8)
    try FileSystem().write(text, to: folder.database())
    #expect(throws: StoreFault.foreign(path: folder.database())) {
      try Store(directory: folder.store())
    }
    #expect(try FileSystem().read(folder.database(), limit: 4096) == text)

    try FileSystem().makeDirectory(folder.store("other"))
    let queue = try DatabaseQueue(path: folder.database("other"))
    try queue.writeWithoutTransaction { try $0.execute(sql: "CREATE TABLE bird(name)") }
    try queue.close()
    #expect(throws: StoreFault.foreign(path: folder.database("other"))) {
      try Store(directory: folder.store("other"))
    }
  }

  @Test func `a directory that cannot be made names the reason`() throws {
    #expect(throws: StoreFault.self) { try Store(directory: folder.path + "/no/such") }
  }

  @Test func `file systems that a power cut empties are known by their device`() {
    let mounts = """
      22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
      40 22 0:35 / /dev/shm rw,nosuid shared:4 - tmpfs tmpfs rw
      41 22 0:36 / /merged rw - overlay overlay rw,lowerdir=/a
      """
    #expect(FileSystem.volatileKind(of: "254:0", in: mounts) == nil)
    #expect(FileSystem.volatileKind(of: "0:35", in: mounts) == "tmpfs")
    #expect(FileSystem.volatileKind(of: "0:36", in: mounts) == "overlay")
    #expect(FileSystem.volatileKind(of: "0:99", in: mounts) == nil)
  }

  @Test(.enabled(if: (try? FileSystem().volatileKind(at: "/dev/shm")) == "tmpfs"))
  func `a store in memory is refused unless it is allowed`() throws {
    let path = "/dev/shm/tilld-test-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let expected = StoreFault.volatileMedium(path: path, kind: "tmpfs")
    #expect(throws: expected) { try Store(directory: path) }
    #expect(expected.exitCode == 78)
    try Store(directory: path, options: StoreOptions(allowsVolatileMedium: true)).stop()
  }

  @Test func `a copied directory without its install id begins a new epoch`() throws {
    let till = try Till(folder.store())
    for _ in 0..<3 { till.send() }
    #expect(till.settle() == nil)
    till.store.stop()
    try FileManager.default.copyItem(atPath: folder.store(), toPath: folder.store("clone"))
    FileSystem().remove(folder.store("clone") + "/install-id")

    let clone = try Till(folder.store("clone"))
    #expect(clone.store.recovery.epoch == 2)
    #expect(clone.store.recovery.head == ChainHead(origin: 2, sequence: 0, hash: .zero))
    #expect(clone.store.recovery.position == 3)
    #expect(clone.store.recovery.time == till.scribe.time)
    clone.send()
    #expect(clone.settle() == nil)
    #expect(try clone.store.makeReader().verify(from: 1).ok)
    clone.store.stop()

    // Where the id is still right, nothing changes: the control.
    let same = try Till(folder.store(), starts: false)
    #expect(same.store.recovery.epoch == 1)
    #expect(same.store.recovery.head == till.scribe.head)
    same.store.stop()
    let again = try Till(folder.store("clone"), starts: false)
    #expect(again.store.recovery.epoch == 2)
    #expect(again.store.recovery.head.sequence == 1)
    again.store.stop()
  }

  @Test func `after a failing medium everything is verified again`() throws {
    let till = try Till(folder.store())
    for number in 0..<1200 { till.send(body: "{\"n\":\(number)}") }
    #expect(till.settle() == nil)
    till.store.stop()
    try folder.tamper("till", "UPDATE event SET body = x'7b7d' WHERE pos = 5")
    // The last 1,000 are as they were, so an ordinary start is content.
    try Store(directory: folder.store()).stop()
    try FileSystem().write(Array("EIO".utf8), to: folder.store() + "/storage-failed")
    #expect {
      try Store(directory: folder.store())
    } throws: { error in
      guard case StoreFault.damaged(_, _, let position) = error else { return false }
      return position == 5
    }
  }
}
