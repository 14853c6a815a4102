// The seal: no page that is not what was written is believed, wherever it is broken.

import CSeal
import Domains
import Foundation
import GRDB
import Testing
import Values

@testable import Store

@Suite struct SealTests {
  let folder: Folder
  init() throws { folder = try Folder() }

  /// A closed store with some products.
  private func catalogue(_ count: Int = 40, drawn: Drawn = Drawn()) throws {
    let till = try Till(folder.store(), drawn: drawn)
    for number in 0..<count {
      till.send([.product(product("SKU-\(number)", "Chocolate \(number)", price: 1999))])
    }
    #expect(till.settle() == nil)
    till.store.stop()
  }

  @Test func `every page of a new store has its seal`() throws {
    try catalogue()
    #expect(try Pages.unsealed(folder.database()) == [])
    let queue = try Connection.reader(path: folder.database())
    defer { try? queue.close() }
    #expect(queue.unsafeRead { Seal.state(of: $0) } == true)
    #expect(try Pages.bytes(folder.database())[20] == 8)
  }

  @Test func `a changed byte and a page in another's place lose their seal`() throws {
    try catalogue()
    let bytes = try Pages.bytes(folder.database())
    let page = Array(bytes[Pages.size..<2 * Pages.size])
    let seal = seal_of_page(page, 2)
    #expect(seal_of_page(page, 3) != seal)
    for bit in 0..<8 * (Pages.size - 8) {
      var other = page
      other[bit / 8] ^= 1 << (bit % 8)
      if seal_of_page(other, 2) == seal { Issue.record("bit \(bit) does not count") }
    }
  }

  @Test func `each of the 32,768 bits of a page is missed when it is read`() throws {
    try catalogue()
    let path = folder.database()
    let page = try Pages.leaf(of: "product", in: path)
    let queue = try Connection.reader(path: path)
    defer { try? queue.close() }
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    let start = UInt64((page - 1) * Pages.size)
    try file.seek(toOffset: start)
    let good = try #require(try file.read(upToCount: Pages.size))
    var believed: [Int] = []
    try queue.unsafeRead { db in
      // A page that could not be read is not kept, so that each reading is a new one.
      let statement = try db.makeStatement(sql: "SELECT sum(minor) FROM product")
      for bit in 0..<8 * Pages.size {
        try file.seek(toOffset: start + UInt64(bit / 8))
        try file.write(contentsOf: Data([good[bit / 8] ^ UInt8(1) << (bit % 8)]))
        do {
          _ = try Int64.fetchOne(statement)
          believed.append(bit)
        } catch let error as DatabaseError {
          #expect(error.extendedResultCode.rawValue == 8202)
        }
        try file.seek(toOffset: start + UInt64(bit / 8))
        try file.write(contentsOf: Data([good[bit / 8]]))
      }
      #expect(try Int64.fetchOne(statement) == 40 * 1999)
    }
    #expect(believed == [])
  }

  @Test func `a price that changed on the disk is not believed, but without the seal`() throws {
    try catalogue(1)
    let path = folder.database()
    let page = try Pages.leaf(of: "product", in: path)
    // 1999 is 07 CF as SQLite writes it; 3F CF is 16335.
    let all = try Pages.bytes(path)
    let at = try #require(
      ((page - 1) * Pages.size..<page * Pages.size - 1).last {
        all[$0] == 0x07 && all[$0 + 1] == 0xCF
      })
    try Pages.flip(8 * (at % Pages.size) + 4, of: page, in: path)
    func price(_ name: String) throws -> Int64? {
      let queue = try DatabaseQueue(path: name)
      defer { try? queue.close() }
      return try queue.unsafeRead {
        try Int64.fetchOne($0, sql: "SELECT minor FROM product WHERE sku = 'SKU-0'")
      }
    }
    #expect(try price(path) == 0x17CF)
    #expect {
      _ = try price(Seal.uri(path))
    } throws: {
      ($0 as? DatabaseError)?.extendedResultCode.rawValue == 8202
    }
    #expect(Seal.lastFault == "page \(page) of \(path)")
  }

  @Test(arguments: [8 * 16, 8 * 17 + 7, 8 * 20 + 3, 8 * 20, 8 * 21 + 6, 8 * 60, 8 * 4090])
  func `a broken header is not believed, not even that there are no seals`(bit: Int) throws {
    try catalogue()
    try Pages.flip(bit, of: 1, in: folder.database())
    #expect(throws: StoreFault.self) { try Store(directory: folder.store()).stop() }
    try Pages.flip(bit, of: 1, in: folder.database())
    try Store(directory: folder.store()).stop()
  }
}
