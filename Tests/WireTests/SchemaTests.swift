// The schema read off a type, and the topics of events.

import Testing
import Values
import Wire

private enum Colour: String, Codable, CaseIterable { case red, green }

private struct Inner: Codable {
  let flag: Bool
  let words: [String]
}

private struct Outer: Codable {
  let cmd: ID
  let count: Int
  let limit: Int64?
  let price: Money
  let given: Money?
  let colour: Colour
  let wish: Colour?
  let inner: Inner
  let inners: [Inner]?
  let qty: Quantity?
  let rate: Rate
  let at: Timestamp
  let day: BusinessDay?
  let hash: Digest
  let data: AnyJSON
  let table: [[String]]?
  let name: String?
  let on: Bool?
}

private typealias Field = Schema.Field

private let money = Schema.object([
  Field(name: "minor", schema: .integer, required: true),
  Field(name: "cur", schema: .string(format: "iso4217"), required: true),
])
private let inner = Schema.object([
  Field(name: "flag", schema: .boolean, required: true),
  Field(name: "words", schema: .array(.string(format: nil)), required: true),
])

struct SchemaTests {
  @Test func `every field of a type is in its schema with its kind`() throws {
    guard case .object(let fields) = Schema.of(Outer.self) else {
      Issue.record("the schema of a struct is an object")
      return
    }
    let expected: [(String, Schema, Bool)] = [
      ("cmd", .string(format: "uuid"), true), ("count", .integer, true),
      ("limit", .integer, false), ("price", money, true), ("given", money, false),
      ("colour", .choice(["red", "green"]), true), ("wish", .choice(["red", "green"]), false),
      ("inner", inner, true), ("inners", .array(inner), false), ("qty", .integer, false),
      ("rate", .integer, true), ("at", .string(format: "date-time"), true),
      ("day", .string(format: "date"), false), ("hash", .string(format: "sha256"), true),
      ("data", .any, true), ("table", .array(.array(.string(format: nil))), false),
      ("name", .string(format: nil), false), ("on", .boolean, false),
    ]
    #expect(fields == expected.map { Field(name: $0.0, schema: $0.1, required: $0.2) })
  }

  @Test func `a schema is JSON Schema`() {
    #expect(
      JSON.text(money)
        == #"{"properties":{"cur":{"format":"iso4217","type":"string"},"#
        + #""minor":{"type":"integer"}},"required":["minor","cur"],"type":"object"}"#)
    #expect(JSON.text(Schema.choice(["a", "b"])) == #"{"enum":["a","b"],"type":"string"}"#)
    #expect(
      JSON.text(Schema.array(.boolean)) == #"{"items":{"type":"boolean"},"type":"array"}"#)
    #expect(JSON.text(Schema.any) == "{}")
  }

  @Test func `an object without required fields lists none`() {
    let optional = Schema.object([Field(name: "a", schema: .any, required: false)])
    #expect(JSON.text(optional) == #"{"properties":{"a":{}},"type":"object"}"#)
    #expect(Schema.of(NoParams.self) == .object([]) || Schema.of(NoParams.self) == .any)
  }

  @Test func `values that are one JSON value have its schema`() {
    #expect(Schema.of(Quantity.self) == .integer)
    #expect(Schema.of([Money].self) == .array(money))
    #expect(Schema.of(FaultCode.self) == .integer)
    #expect(Schema.of(Colour.self) == .choice(["red", "green"]))
  }

  @Test(
    arguments: [
      ("sale.line_added", .sale), ("sale", .sale), ("scan.read", .scan), ("print.failed", .print),
      ("payment.captured", .payment),
    ] as [(String, Topic)])
  func `a topic is the word before the dot`(type: String, topic: Topic) {
    #expect(Topic(type: type) == topic)
  }

  @Test(arguments: ["", ".", "nothing.here", "Sale.x", "salevoid.x"])
  func `another word is no topic`(type: String) {
    #expect(Topic(type: type) == nil)
  }
}
