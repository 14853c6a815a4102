// Requests as they arrive: what is understood, and which fault names what is not.

import Testing
import Values
import Wire

private func request(_ text: String) throws(Fault) -> Request {
  try Request(line: Array(text.utf8))
}

private func refusal(_ text: String) -> Fault? {
  do {
    _ = try request(text)
    return nil
  } catch {
    return error
  }
}

private struct Params: Decodable, Equatable {
  struct Given: Decodable, Equatable { let minor: Int64 }
  let code: String
  let qty: Int64?
  let given: Given?
  let list: [Bool]?
}

struct RequestTests {
  @Test func `ids of both kinds come back as they came`() throws {
    #expect(try request(#"{"jsonrpc":"2.0","id":7,"method":"a.b"}"#).id == .number(7))
    #expect(try request(#"{"jsonrpc":"2.0","id":"x-7","method":"a.b"}"#).id == .text("x-7"))
    #expect(try request(#"{"jsonrpc":"2.0","id":"7","method":"a.b"}"#).id == .text("7"))
    #expect(
      try request(#"{"jsonrpc":"2.0","id":-9223372036854775808,"method":"a"}"#).id == .number(.min))
  }

  @Test func `without an id or with null it is a notification`() throws {
    #expect(try request(#"{"jsonrpc":"2.0","method":"a.b"}"#).id == nil)
    #expect(try request(#"{"jsonrpc":"2.0","id":null,"method":"a.b"}"#).id == nil)
  }

  @Test func `unknown fields are ignored`() throws {
    let known = try request(#"{"jsonrpc":"2.0","id":1,"method":"a.b","trace":[1.5,{}],"x":null}"#)
    #expect(known.method == "a.b")
  }

  @Test(arguments: [
    "", "   ", "{", "hello", #"{"jsonrpc":"2.0","id":1,"method":"a"} x"#, #"{'a':1}"#, "[1,2",
    "\u{0}", #"{"jsonrpc":"2.0" "id":1}"#, "nul",
  ])
  func `text that is no JSON is -32700`(text: String) throws {
    let fault = try #require(refusal(text))
    #expect(fault.code == .parse)
    #expect(fault.data.kind == "parse")
  }

  @Test func `bytes that are no UTF-8 are -32700`() {
    #expect(throws: Fault.self) { try Request(line: [0x22, 0xFF, 0xFE, 0x22]) }
    do {
      _ = try Request(line: Array(#"{"jsonrpc":"2.0","method":""#.utf8) + [0xC3, 0x28, 0x22, 0x7D])
      Issue.record("bytes that are no UTF-8 were understood")
    } catch {
      #expect(error.code == .parse)
    }
  }

  @Test func `very deep nesting is a fault and never a trap`() throws {
    let deep = String(repeating: "[", count: 100_000)
    #expect(try #require(refusal(deep)).code == .parse)
    let object = String(repeating: #"{"a":"#, count: 100_000)
    #expect(try #require(refusal(object)).code == .parse)
  }

  @Test(arguments: ["[]", "[1]", #"  [{"jsonrpc":"2.0","id":1,"method":"a"}]"#, "\t[[]]"])
  func `a batch is refused by its name`(text: String) throws {
    let fault = try #require(refusal(text))
    #expect(fault.code == .invalidRequest)
    #expect(fault.data.kind == "batch")
  }

  @Test(arguments: [
    #"{"id":1,"method":"a.b"}"#, #"{"jsonrpc":"1.0","id":1,"method":"a.b"}"#,
    #"{"jsonrpc":null,"id":1,"method":"a.b"}"#,
  ])
  func `a missing or other jsonrpc is named`(text: String) throws {
    let fault = try #require(refusal(text))
    #expect(fault.code == .invalidRequest)
    #expect(fault.data.field == "jsonrpc")
  }

  @Test(arguments: [
    #"{"jsonrpc":"2.0","id":1}"#, #"{"jsonrpc":"2.0","id":1,"method":7}"#,
    #"{"jsonrpc":"2.0","id":1.5,"method":"a"}"#, #"{"jsonrpc":"2.0","id":{},"method":"a"}"#,
    #"{"jsonrpc":"2.0","id":true,"method":"a"}"#, #"{"jsonrpc":2.0,"id":1,"method":"a"}"#,
    "1", "null", #""text""#, "true",
  ])
  func `JSON that is no request is -32600`(text: String) throws {
    #expect(try #require(refusal(text)).code == .invalidRequest)
  }

  private func paramsFault(_ params: String) throws -> Fault? {
    let request = try request(#"{"jsonrpc":"2.0","id":1,"method":"a.b","params":\#(params)}"#)
    do {
      _ = try request.params(Params.self)
      return nil
    } catch {
      return error
    }
  }

  @Test func `params are read as the method declares them`() throws {
    let request = try request(
      #"{"jsonrpc":"2.0","id":1,"method":"a","params":{"code":"x","qty":3,"later":1.5}}"#)
    #expect(try request.params(Params.self) == Params(code: "x", qty: 3, given: nil, list: nil))
  }

  @Test(arguments: [
    ("{}", "code"), (#"{"code":1}"#, "code"), (#"{"code":"x","qty":"3"}"#, "qty"),
    (#"{"code":"x","given":{}}"#, "given.minor"),
    (#"{"code":"x","given":{"minor":true}}"#, "given.minor"),
    (#"{"code":"x","given":[]}"#, "given"),
    (#"{"code":"x","list":[true,1]}"#, "list.1"), (#"{"code":null}"#, "code"), ("null", "code"),
    ("[1]", "params"), (#""x""#, "params"),
  ])
  func `params that are not understood name the field`(params: String, field: String) throws {
    let fault = try #require(try paramsFault(params))
    #expect(fault.code == .invalidParams)
    #expect(fault.data.kind == "invalid_params")
    #expect(fault.data.field == field)
    #expect(fault.message.hasPrefix("a.b was not understood: \(field)"))
  }

  @Test(arguments: [#"{"code":"x","qty":1.5}"#, #"{"code":"x","qty":9223372036854775808}"#])
  func `a number that is no whole number of 64 bits is refused`(params: String) throws {
    #expect(try #require(try paramsFault(params)).code == .invalidParams)
  }

  @Test(
    arguments: [#"{"code":"x","qty":1.5}"#, #"{"code":"x","qty":9223372036854775808}"#])
  func `a number that is no whole number of 64 bits is named`(params: String) throws {
    #expect(try #require(try paramsFault(params)).data.field == "qty")
  }

  @Test func `params that are left out are an empty object`() throws {
    let request = try request(#"{"jsonrpc":"2.0","id":1,"method":"till.status"}"#)
    #expect(try request.params(NoParams.self) == NoParams())
    #expect(throws: Fault.self) { try request.params(Params.self) }
  }
}
