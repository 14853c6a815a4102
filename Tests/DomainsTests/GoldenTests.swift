// One stored body of each type of event: a shape that changes is seen here.
// Golden/TYPE.json holds the body as a till wrote it. These files are added to and never edited:
// shops have events of these shapes on their disks.

import Domains
import Foundation
import Testing
import Values
import Wire

private let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

private func golden(_ type: String) throws -> [UInt8] {
  var bytes = [UInt8](try Data(contentsOf: folder.appending(path: "\(type).json")))
  if bytes.last == 0x0A { bytes.removeLast() }
  return bytes
}

/// What this release reads from a stored body and would write again.
private func rewritten(_ type: String, _ body: [UInt8], schema: Int64 = 1) throws -> [UInt8]? {
  let event = Journal().event(type, schema: schema, Domains.Stream(.saga, sampleID(1)), body)
  switch try Fact(event) {
  case .order(let fact): return fact.body
  case .payment(let fact): return fact.body
  case .product(let fact): return fact.body
  case .category(let fact): return fact.body
  case .outlet(let fact): return fact.body
  case .config(let fact): return fact.body
  case .saga(let fact): return fact.body
  case .scan(let fact): return fact.body
  case .foreign: return nil
  }
}

struct GoldenTests {
  @Test(arguments: Fact.types)
  func `a stored body is read and would be written the same`(type: String) throws {
    let body = try golden(type)
    let again = try #require(try rewritten(type, body))
    #expect(String(decoding: again, as: UTF8.self) == String(decoding: body, as: UTF8.self))
  }

  @Test func `every type has a golden body and every golden body a type`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path())
    #expect(Set(files) == Set(Fact.types.map { "\($0).json" }))
  }

  @Test func `no two events share a type, and each type has its topic`() {
    #expect(Set(Fact.types).count == Fact.types.count)
    for type in Fact.types { #expect(Topic(type: type) != nil, "\(type)") }
  }

  @Test(arguments: Fact.types)
  func `a field that is not known is not kept, so a renamed one is seen`(type: String) throws {
    guard case .object(let fields) = AnyJSON.value(of: try golden(type)) else {
      Issue.record("\(type) is no object")
      return
    }
    for key in fields.keys {
      var renamed = fields
      renamed["\(key)X"] = renamed.removeValue(forKey: key)
      let body = JSON.bytes(AnyJSON.object(renamed))
      let again = try? rewritten(type, body)
      #expect(again != body, "\(type) took \(key)X for \(key)")
    }
  }

  @Test(arguments: Fact.types)
  func `a body that is not what its type promises is damage`(type: String) throws {
    #expect(throws: JSONFault.self) { try rewritten(type, Array("{".utf8)) }
    // A body without fields promises nothing that another value could lack.
    if try golden(type) == Array("{}".utf8) { return }
    #expect(throws: JSONFault.self) { try rewritten(type, Array("[]".utf8)) }
    #expect(throws: JSONFault.self) { try rewritten(type, Array("{}".utf8)) }
  }

  @Test func `an event of a newer till is kept and not understood`() throws {
    #expect(try rewritten("sale.teleported", Array("{}".utf8)) == nil)
    #expect(try rewritten("sale.held", Array("{}".utf8), schema: 2) == nil)
  }

  @Test func `the hash of an event covers its header and its body`() throws {
    let journal = Journal()
    let event = journal.event("sale.held", Domains.Stream(.order, sampleID(2)), Array("{}".utf8))
    #expect(event.expectedHash(after: .zero) == event.hash)
    #expect(event.expectedHash(after: Digest(of: [1])) != event.hash)
    let others = [
      journal.event("sale.held", Domains.Stream(.order, sampleID(2)), Array("{ }".utf8)),
      journal.event("sale.held", Domains.Stream(.order, sampleID(3)), Array("{}".utf8)),
      journal.event("sale.hel", Domains.Stream(.order, sampleID(2)), Array("d{}".utf8)),
      journal.event("sale.held", schema: 2, Domains.Stream(.order, sampleID(2)), Array("{}".utf8)),
    ]
    for other in others { #expect(other.hash != event.hash) }
  }
}
