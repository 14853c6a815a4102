// JSON bytes: sorted, stable, without line separators; and the values on the wire.

import Testing
import Values
import Wire

private func text(_ value: some Encodable) -> String { JSON.text(value) }

private func decode<T: Decodable>(_ type: T.Type, _ text: String) throws(JSONFault) -> T {
  try JSON.decode(type, from: Array(text.utf8))
}

struct JSONTests {
  @Test func `keys are sorted and slashes stay as they are`() {
    #expect(text(["b": "/", "a": "é", "C": "\""]) == #"{"C":"\"","a":"é","b":"/"}"#)
  }

  @Test func `the same value has the same bytes whatever order it was built in`() {
    var entropy = Entropy(seed: 21)
    let fields = (0..<40).map { ("k\($0)", AnyJSON.integer(Int64($0))) }
    let expected = JSON.bytes(AnyJSON.object(Dictionary(uniqueKeysWithValues: fields)))
    for _ in 0..<200 {
      var object: [String: AnyJSON] = [:]
      for (key, value) in fields.shuffled(using: &entropy) { object[key] = value }
      #expect(JSON.bytes(AnyJSON.object(object)) == expected)
    }
  }

  @Test func `line separators leave escaped and come back`() throws {
    let name = "a\u{2028}b\u{2029}c\u{2027}€\u{202A}\n"
    let json = text(name)
    #expect(json == "\"a\\u2028b\\u2029c\u{2027}€\u{202A}\\n\"")
    #expect(try decode(String.self, json) == name)
    #expect(!JSON.bytes([name: name]).contains(0x0A))
  }

  @Test func `any JSON of the protocol survives its bytes`() throws {
    let value = AnyJSON.object([
      "null": .null, "yes": .boolean(true), "low": .integer(.min), "high": .integer(.max),
      "list": .array([.string(""), .array([]), .object([:])]),
    ])
    #expect(AnyJSON.value(of: JSON.bytes(value)) == value)
    #expect(try decode(AnyJSON.self, text(value)) == value)
  }

  @Test func `one and zero stay numbers and true stays a truth`() throws {
    #expect(
      try decode(AnyJSON.self, "[1,0,true,false]")
        == .array([.integer(1), .integer(0), .boolean(true), .boolean(false)]))
  }

  @Test func `a fraction is no JSON of the protocol`() {
    #expect(AnyJSON.value(of: Array("1.5".utf8)) == .null)
    #expect(throws: JSONFault.self) { try decode(AnyJSON.self, #"{"price":12.99}"#) }
    #expect(throws: JSONFault.self) { try decode(Money.self, #"{"minor":12.5,"cur":"EUR"}"#) }
  }

  @Test func `the fields of an object come sorted, and of anything else there are none`() {
    let fields = AnyJSON.object(of: Array(#"{"b":1,"a":2}"#.utf8))
    #expect(fields.map(\.key) == ["a", "b"])
    #expect(AnyJSON.object(of: Array("[1]".utf8)).isEmpty)
    #expect(AnyJSON.object(of: Array("{".utf8)).isEmpty)
  }

  @Test func `a fault of decoding names the path`() {
    #expect(throws: JSONFault.missing("1.minor")) {
      try decode([Money].self, #"[{"minor":1,"cur":"EUR"},{"cur":"EUR"}]"#)
    }
    #expect(throws: JSONFault.mismatch(path: "minor", reason: "it is no integer")) {
      try decode(Money.self, #"{"minor":"1","cur":"EUR"}"#)
    }
    #expect(
      throws: JSONFault.mismatch(path: "cur", reason: #""XYZ" is no ISO 4217 currency code"#)
    ) { try decode(Money.self, #"{"minor":1,"cur":"XYZ"}"#) }
  }

  @Test func `the values of the till have their forms on the wire`() throws {
    #expect(text(Money(1299, .eur)) == #"{"cur":"EUR","minor":1299}"#)
    #expect(text([Quantity(milli: 250)]) == "[250]")
    #expect(text([Rate(milliPercent: 8875)]) == "[8875]")
    #expect(text(Timestamp(milliseconds: 7)) == #""1970-01-01T00:00:00.007Z""#)
    #expect(text(BusinessDay(CivilDate(dayNumber: 0))) == #""1970-01-01""#)
    #expect(text(Digest.zero) == "\"\(String(repeating: "0", count: 64))\"")
    #expect(text(ID(high: 1, low: 2)) == #""00000000-0000-0001-0000-000000000002""#)
  }

  @Test func `the values of the till come back from the wire`() throws {
    #expect(try decode(Money.self, text(Money(.min, .eur))) == Money(.min, .eur))
    #expect(try decode(Quantity.self, "-1") == Quantity(milli: -1))
    #expect(try decode(ID.self, text(ID(high: 1, low: 2))) == ID(high: 1, low: 2))
    let time = Timestamp(milliseconds: -1)
    #expect(try decode(Timestamp.self, text(time)) == time)
    #expect(try decode(Digest.self, text(Digest.zero)) == .zero)
    #expect(try decode(CivilDate.self, #""2000-02-29""#).dayNumber == 11_016)
  }

  @Test(arguments: [#""x""#, "1", #""2026-02-29""#, "null", #""""#])
  func `what is no value of the till is refused`(json: String) {
    #expect(throws: JSONFault.self) { try decode(ID.self, json) }
    #expect(throws: JSONFault.self) { try decode(Timestamp.self, json) }
    #expect(throws: JSONFault.self) { try decode(CivilDate.self, json) }
    #expect(throws: JSONFault.self) { try decode(Digest.self, json) }
    #expect(throws: JSONFault.self) { try decode(Currency.self, json) }
  }
}
