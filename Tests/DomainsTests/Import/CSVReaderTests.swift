// Tables as bytes: every piece size gives the same rows, every fault names its place.

import Testing
import Wire

@testable import Domains

private func read(_ bytes: [UInt8], pieces: Int = .max) throws(CSVFault) -> [[String]] {
  var reader = CSVReader()
  var rows: [[String]] = []
  var rest = bytes[...]
  while !rest.isEmpty {
    rows += try reader.feed(rest.prefix(pieces))
    rest = rest.dropFirst(pieces)
  }
  return try rows + reader.finish()
}

private func read(_ text: String) throws(CSVFault) -> [[String]] { try read(Array(text.utf8)) }

struct CSVReaderTests {
  @Test func `any split of the bytes gives the same rows`() throws {
    let text =
      "\u{FEFF}sku;name;note\r\n1;\"Oat \"\"milk\"\"; 1 l\";\"two\r\nlines\"\r\n\r\n"
      + "2;Bröd 🍞;\n3;;\"\"\r4;a\"b;x"
    let expected = [
      ["sku", "name", "note"], ["1", "Oat \"milk\"; 1 l", "two\r\nlines"], [],
      ["2", "Bröd 🍞", ""], ["3", "", ""], ["4", "a\"b", "x"],
    ]
    for size in 1...40 { #expect(try read(Array(text.utf8), pieces: size) == expected) }
    #expect(try read(text) == expected)
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func `each end of a line ends a row once`(end: String) throws {
    #expect(try read("a,b\(end)1,2\(end)3,4\(end)") == [["a", "b"], ["1", "2"], ["3", "4"]])
    #expect(try read("a,b\(end)\(end)3,4") == [["a", "b"], [], ["3", "4"]])
  }

  @Test(arguments: [",", ";", "\t"])
  func `the separator is the one that the first line has most of`(separator: String) throws {
    let other = separator == "," ? ";" : ","
    let rows = try read(
      "a\(separator)\"b\(other)\(other)\(other)\"\(separator)c\n1\(separator)2,5;\(separator)\n")
    #expect(rows[0] == ["a", "b\(other)\(other)\(other)", "c"])
    if separator == "\t" { #expect(rows[1] == ["1", "2,5;", ""]) }
  }

  @Test func `an empty text has no row and a text without a line's end has one`() throws {
    #expect(try read("") == [])
    #expect(try read("\u{FEFF}") == [])
    #expect(try read("a") == [["a"]])
    #expect(try read("a,") == [["a", ""]])
    #expect(try read("\"\"") == [[""]])
    #expect(try read("\"a\"") == [["a"]])
  }

  @Test func `Latin-1 names the line and the byte, whatever stands before it`() {
    let text = "a,b\r\n\"1\r\n\"\"".utf8 + [0xE9] + "\",2\r\n".utf8
    for size in [1, 7, 100] {
      #expect(throws: CSVFault.notUTF8(line: 3, byte: 12, found: 0xE9)) {
        try read(Array(text), pieces: size)
      }
    }
    #expect(throws: CSVFault.notUTF8(line: 2, byte: 6, found: 0xE9)) {
      try read(Array("a,b\nx".utf8) + [0xE9])
    }
    #expect(throws: CSVFault.notUTF8(line: 2, byte: 8, found: 0xC3)) {
      try read(Array("a,b\nx,y".utf8) + [0xC3])
    }
  }

  @Test func `UTF-16 is named with and without its mark`() {
    let little = "sku,name\n1,x\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    let big = "sku,name\n1,x\n".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    #expect(throws: CSVFault.utf16) { try read([0xFF, 0xFE] + little) }
    #expect(throws: CSVFault.utf16) { try read([0xFE, 0xFF] + big, pieces: 1) }
    #expect(throws: CSVFault.nul(line: 1, byte: 2)) { try read(little) }
    #expect(throws: CSVFault.nul(line: 1, byte: 1)) { try read(big) }
  }

  @Test func `a NUL is refused in and outside of quotes`() {
    #expect(throws: CSVFault.nul(line: 2, byte: 6)) { try read("a,b\n1\0,2\n") }
    #expect(throws: CSVFault.nul(line: 3, byte: 8)) { try read("a,b\n\"1\n\0\",2\n") }
  }

  @Test func `an unclosed quote names the line that opened it`() {
    #expect(throws: CSVFault.unclosedQuote(line: 3)) { try read("a,b\n1,2\n3,\"4\n5,6\n") }
    #expect(throws: CSVFault.longField(line: 2, quoted: true)) {
      try read("a,b\n1,\"x" + String(repeating: "y\n", count: 40_000))
    }
    #expect(throws: CSVFault.unclosedQuote(line: 1)) { try read("a,\"b\n1,2\n") }
  }

  @Test func `text after a closing quote names its byte`() {
    #expect(throws: CSVFault.textAfterQuote(line: 2, byte: 10)) { try read("a,b\n\"one\"x,2\n") }
  }

  @Test func `cells and rows have bounds and no less`() throws {
    let cell = String(repeating: "x", count: CSVReader.fieldBytes)
    #expect(try read("a\n\(cell)\n")[1] == [cell])
    #expect(throws: CSVFault.longField(line: 2, quoted: false)) { try read("a\n\(cell)x\n") }
    let row = String(repeating: ",", count: CSVReader.columns - 1)
    #expect(try read("a\n\(row)\n")[1].count == CSVReader.columns)
    #expect(throws: CSVFault.manyColumns(line: 2)) { try read("a\n\(row),\n") }
    #expect(throws: CSVFault.longField(line: 1, quoted: false)) {
      try read(Array(repeating: 65, count: 1 << 20), pieces: 1000)
    }
  }

  @Test func `whatever the bytes are, their pieces do not change what is read`() {
    func outcome(_ bytes: [UInt8], pieces: Int) -> Result<[[String]], CSVFault> {
      Result { () throws(CSVFault) in try read(bytes, pieces: pieces) }
    }
    let alphabet = Array("ab\"\"\",,;\t\r\n\n".utf8) + [0xC3, 0xA9, 0xEF, 0xBB, 0xBF, 0xFF, 0]
    var state: UInt64 = 42
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var good = 0
    for _ in 0..<20_000 {
      // Fewer kinds of bytes make more texts that are read to their end.
      let kinds = next(4) == 0 ? alphabet.count : 11
      let bytes = (0..<next(40)).map { _ in alphabet[next(kinds)] }
      let whole = outcome(bytes, pieces: .max)
      if case .success = whole { good += 1 }
      #expect(outcome(bytes, pieces: 1) == whole)
      #expect(outcome(bytes, pieces: 1 + next(7)) == whole)
    }
    #expect(good > 2_000)
  }

  @Test func `every fault says what to do or where to look`() {
    let faults: [CSVFault] = [
      .utf16, .nul(line: 7, byte: 9), .notUTF8(line: 7, byte: 9, found: 0xE9),
      .longField(line: 7, quoted: true), .manyColumns(line: 7), .unclosedQuote(line: 7),
      .textAfterQuote(line: 7, byte: 9),
    ]
    #expect(Set(faults.map(\.fault.data.kind)).count == faults.count)
    #expect(faults.dropFirst().allSatisfy { $0.fault.message.contains("ine 7") })
    #expect(faults[2].fault.message.contains("E9"))
  }
}
