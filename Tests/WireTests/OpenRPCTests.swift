// The discovery document of a small till: shape, order, examples.

import Testing
import Values
import Wire

private enum Ask: Method {
  struct Params: Codable, Sendable {
    let code: String
    let limit: Int?
  }
  struct Result: Codable, Sendable { let price: Money }
  static let name = "b.ask"
  static let summary = "Asks."
  static let right = Right.look
  static var example: (params: Params, result: Result) {
    (Params(code: "x", limit: nil), Result(price: Money(1, .eur)))
  }
}

private enum Write: Method {
  struct Params: CommandParams { let cmd: ID }
  static let name = "a.write"
  static let summary = "Writes."
  static let right = Right.manage
  static var example: (params: Params, result: NoParams) {
    (Params(cmd: ID(high: 1, low: 2)), NoParams())
  }
}

struct OpenRPCTests {
  private let document = AnyJSON.value(
    of: JSON.bytes(
      OpenRPC(version: "1.2.3", methods: [MethodCard(Ask.self), MethodCard(Write.self)])))

  private func field(_ value: AnyJSON?, _ path: String...) -> AnyJSON? {
    path.reduce(value) { value, name in
      switch value {
      case .object(let fields): fields[name]
      case .array(let values): Int(name).flatMap { values.indices.contains($0) ? values[$0] : nil }
      default: nil
      }
    }
  }

  @Test func `the document names its version and sorts its methods`() {
    #expect(field(document, "openrpc") == .string("1.3.2"))
    #expect(field(document, "info", "title") == .string("tilld"))
    #expect(field(document, "info", "version") == .string("1.2.3"))
    #expect(field(document, "methods", "0", "name") == .string("a.write"))
    #expect(field(document, "methods", "1", "name") == .string("b.ask"))
    #expect(field(document, "methods", "2") == nil)
  }

  @Test func `a method has by-name params with their schemas`() {
    let ask = field(document, "methods", "1")
    #expect(field(ask, "paramStructure") == .string("by-name"))
    #expect(field(ask, "params", "0", "name") == .string("code"))
    #expect(field(ask, "params", "0", "required") == .boolean(true))
    #expect(field(ask, "params", "1", "required") == .boolean(false))
    #expect(field(ask, "params", "1", "schema", "type") == .string("integer"))
    #expect(field(ask, "result", "schema", "properties", "price", "type") == .string("object"))
    #expect(field(ask, "x-right") == .string("look"))
  }

  @Test func `a method has an example with values`() {
    let ask = field(document, "methods", "1")
    #expect(field(ask, "examples", "0", "params", "0", "value") == .string("x"))
    #expect(
      field(ask, "examples", "0", "result", "value", "price")
        == .object(["minor": .integer(1), "cur": .string("EUR")]))
  }

  @Test func `a write can fail in more ways than a look`() {
    func codes(_ method: AnyJSON?) -> [AnyJSON] {
      guard case .array(let errors) = field(method, "errors") else { return [] }
      return errors.compactMap { field($0, "code") }
    }
    let (write, ask) = (
      codes(field(document, "methods", "0")), codes(field(document, "methods", "1"))
    )
    #expect(write.contains(.integer(1409)) && write.contains(.integer(1422)))
    #expect(!ask.contains(.integer(1409)))
    #expect(ask.contains(.integer(1404)) && ask.contains(.integer(-32602)))
  }

  @Test func `a card knows whether its method writes`() {
    #expect(MethodCard(Write.self).isWrite)
    #expect(!MethodCard(Ask.self).isWrite)
    #expect(String(decoding: MethodCard(Ask.self).exampleParams, as: UTF8.self) == #"{"code":"x"}"#)
  }
}
