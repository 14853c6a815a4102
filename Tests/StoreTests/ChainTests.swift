// The chain: what damage is found, where it is said to be, and what opening makes of it.

import Domains
import Foundation
import GRDB
import Testing
import Values

@testable import Store

@Suite struct ChainTests {
  let folder: Folder
  init() throws { folder = try Folder() }

  /// A closed store with so many events, some of them in a second epoch.
  private func store(_ count: Int, cloned: Int = 0) throws {
    let till = try Till(folder.store())
    for number in 0..<count { till.send(body: "{\"n\":\(number)}") }
    #expect(till.settle() == nil)
    till.store.stop()
    guard cloned > 0 else { return }
    FileSystem().remove(folder.store() + "/install-id")
    let clone = try Till(folder.store())
    for number in 0..<cloned { clone.send(body: "{\"c\":\(number)}") }
    #expect(clone.settle() == nil)
    clone.store.stop()
  }

  private func verify(from position: Int64 = 1) throws -> ChainReport {
    let queue = try Connection.reader(path: folder.database())
    defer { try? queue.close() }
    return try StoreReader(
      queue: queue, files: StoreFiles(directory: folder.store()), projection: nil
    ).verify(from: position)
  }

  private func damage() throws -> (position: Int64?, reason: String)? {
    do {
      try Store(directory: folder.store()).stop()
      return nil
    } catch let StoreFault.damaged(_, reason, position) {
      return (position, reason)
    }
  }

  @Test func `an intact chain of two epochs is walked from anywhere`() throws {
    try store(5000, cloned: 10)
    let whole = try verify()
    #expect(whole.ok && whole.head == 5010 && whole.events == 5010)
    for position: Int64 in [2, 4096, 5000, 5001, 5010] {
      let part = try verify(from: position)
      #expect(part.ok && part.events == 5011 - position && part.hash == whole.hash)
    }
    let none = ChainReport(ok: true, head: 5010, hash: whole.hash, events: 0)
    #expect(try verify(from: 6000) == none)
  }

  @Test func `an empty chain is intact`() throws {
    try store(0)
    #expect(try verify() == ChainReport(ok: true, head: 0, hash: .zero, events: 0))
  }

  @Test func `a damaged byte is named by its position and the store does not open`() throws {
    try store(20)
    try folder.tamper("till", "UPDATE event SET body = x'7b227822' WHERE pos = 7")
    let report = try verify()
    #expect(!report.ok && report.firstBad == 7 && report.events == 6)
    #expect(report.why?.contains("hash") == true)
    #expect(try damage()?.position == 7)
  }

  @Test(arguments: [
    "actor = 'eve'", "till = 'T9'", "wall = wall + 1", "hlc = hlc + 1", "tq = 1", "ver = 2",
    "approver = NULL", "day = '2001-01-01'", "type = 'test.other'", "cmd = zeroblob(16)",
    "hash = zeroblob(32)",
  ])
  func `every part of an event is under its hash`(change: String) throws {
    try store(5)
    try folder.tamper("till", "UPDATE event SET \(change) WHERE pos = 3")
    #expect(try verify().firstBad == 3)
  }

  @Test func `a value of the wrong shape is damage and no crash`() throws {
    try store(5)
    try folder.tamper("till", "UPDATE event SET stream = x'01', hash = x'02' WHERE pos = 4")
    let report = try verify()
    #expect(report.firstBad == 4)
    #expect(report.why?.contains("stream") == true)
    #expect(try damage()?.position == 4)
  }

  @Test func `a missing event is named`() throws {
    try store(20)
    try folder.tamper("till", "DELETE FROM event WHERE pos = 7")
    let report = try verify()
    #expect(report.firstBad == 7)
    #expect(report.why == "the event is missing")
    #expect(try damage() != nil)
  }

  @Test func `a missing tail is seen because the head remembers it`() throws {
    try store(20)
    try folder.tamper("till", "DELETE FROM event WHERE pos > 18")
    #expect(try verify().firstBad == 19)
    #expect(try damage() != nil)
  }

  @Test func `a head that was turned back does not hide later events`() throws {
    try store(20)
    try folder.tamper(
      "till",
      """
      UPDATE node SET head_seq = 19, head_hash = (SELECT hash FROM event WHERE pos = 19)
      """)
    #expect(try damage() != nil)
  }

  @Test func `damaged pages are damage`() throws {
    try store(3000)
    let handle = try #require(FileHandle(forUpdatingAtPath: folder.database()))
    let size = try handle.seekToEnd()
    for page in stride(from: UInt64(20), to: size / 4096, by: 1) {
      try handle.seek(toOffset: page * 4096)
      try handle.write(contentsOf: Data(repeating: 0x5A, count: 4096))
    }
    try handle.close()
    #expect((try? verify().ok) != true)
    #expect(try damage() != nil)
  }
}
