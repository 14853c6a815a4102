// The pages of a database file as bytes: who has a seal, which is a tree's, and breaking one.

import CSeal
import Foundation
import GRDB
import Testing

@testable import Store

enum Pages {
  static let size = 4096

  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// Which pages of a file do not have their seal.
  static func unsealed(_ path: String) throws -> [Int] {
    let bytes = try bytes(path)
    #expect(bytes.count % size == 0 && bytes.count > 4 * size)
    return (0..<bytes.count / size).filter { index in
      let page = Array(bytes[index * size..<(index + 1) * size])
      let seal = page.suffix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return seal != seal_of_page(page, UInt32(index + 1))
    }
  }

  /// The leaf of a tree that lies so far on the way from its first row to its last, counted from 1.
  static func leaf(of tree: String, at share: Double = 1, in path: String) throws -> Int {
    let queue = try Connection.reader(path: path)
    defer { try? queue.close() }
    let sql = "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path"
    let leaves = try queue.unsafeRead { try Int.fetchAll($0, sql: sql, arguments: [tree]) }
    try #require(!leaves.isEmpty)
    return leaves[Int(Double(leaves.count - 1) * share)]
  }

  static func flip(_ bit: Int, of page: Int, in path: String) throws {
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    defer { try? file.close() }
    let offset = UInt64((page - 1) * size + bit / 8)
    try file.seek(toOffset: offset)
    let byte = try #require(try file.read(upToCount: 1)?.first)
    try file.seek(toOffset: offset)
    try file.write(contentsOf: Data([byte ^ UInt8(1) << (bit % 8)]))
  }
}
