// What goes back to a client, byte for byte.

import Testing
import Values
import Wire

private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

private struct Paid: Encodable {
  let receipt: String
  let change: Money
}

struct AnswerTests {
  private let paid = Paid(receipt: "T1-000912", change: Money(538, .eur))

  @Test func `a result is one line with sorted keys`() {
    #expect(
      text(Answer.result(.number(3), paid))
        == #"{"id":3,"jsonrpc":"2.0","result":{"change":{"cur":"EUR","minor":538},"#
        + #""receipt":"T1-000912"}}"# + "\n")
  }

  @Test func `a replayed result says so and is the same otherwise`() {
    let first = text(Answer.result(.text("a"), paid))
    let again = text(Answer.result(.text("a"), paid, replayed: true))
    #expect(again.contains(#""replayed":true"#))
    #expect(again.replacing(#","replayed":true"#, with: "") == first)
    #expect(
      text(Answer.result(.number(1), NoParams(), replayed: true))
        == #"{"id":1,"jsonrpc":"2.0","result":{"replayed":true}}"# + "\n")
  }

  @Test func `a fault carries code, message, kind, retry, text key and field`() {
    let fault = Fault(
      .conflict, kind: "stale_revision", "Look again.", retry: .snapshot, field: "rev")
    #expect(
      text(Answer.fault(.number(4), fault))
        == #"{"error":{"code":1409,"data":{"field":"rev","kind":"stale_revision","#
        + #""retry":"snapshot","text_key":"fault.stale_revision"},"message":"Look again."},"#
        + #""id":4,"jsonrpc":"2.0"}"# + "\n")
  }

  @Test func `an unreadable request is answered with a null id`() {
    let line = text(Answer.fault(nil, Fault(.parse, kind: "parse", "No JSON.")))
    #expect(line.contains(#""id":null"#))
    #expect(!line.contains("field"))
  }

  @Test(arguments: FaultCode.allCases)
  func `every fault survives its JSON`(code: FaultCode) throws {
    let fault = Fault(code, kind: "some_kind", "Why.", retry: .after(milliseconds: 5), field: nil)
    #expect(try JSON.decode(Fault.self, from: JSON.bytes(fault)) == fault)
  }

  @Test func `the codes are those of the protocol`() {
    #expect(
      FaultCode.allCases.map(\.rawValue) == [
        -32700, -32600, -32601, -32602, 1400, 1401, 1403, 1404, 1408, 1409, 1410, 1422, 1423, 1429,
        1503, 1507,
      ])
  }

  @Test(
    arguments: [
      (.never, #""never""#), (.now, #""now""#), (.afterApproval, #""after_approval""#),
      (.snapshot, #""snapshot""#), (.after(milliseconds: 2000), "2000"),
      (.after(milliseconds: 0), "0"),
    ] as [(Retry, String)])
  func `when to retry is a word or milliseconds`(retry: Retry, json: String) throws {
    #expect(JSON.text(retry) == json)
    #expect(try JSON.decode(Retry.self, from: Array(json.utf8)) == retry)
  }

  @Test func `a word of a newer till means never`() throws {
    #expect(try JSON.decode(Retry.self, from: Array(#""tomorrow""#.utf8)) == .never)
    #expect(throws: JSONFault.self) { try JSON.decode(Retry.self, from: Array("{}".utf8)) }
  }
}
