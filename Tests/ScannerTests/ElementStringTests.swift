// Element strings: what is read is what was written, and what is broken is refused where it breaks.

import Testing
import Values

@testable import Scanner

struct ElementStringTests {
  private let table = ElementTable.standard

  @Test func `the table has every identifier of the dictionary`() {
    #expect(table.rows.count == 224)
    #expect(ElementGenerator.all.count == 541)
    #expect(Set(ElementGenerator.all).count == 541)
    #expect(table.title(of: .gtin) == "GTIN")
    #expect(
      Check.allCases.allSatisfy { check in
        check == .none || check == .hasnondigit
          || table.parts.contains { $0.checks.0 == check || $0.checks.1 == check }
      })
  }

  @Test func `a right value of every identifier is read and written back`() throws {
    var generator = ElementGenerator(seed: 1)
    for identifier in ElementGenerator.all {
      for _ in 0..<20 {
        let value = generator.value(of: identifier)
        let text = String(decoding: identifier.digits + value, as: UTF8.self)
        let row = try ElementString(parsing: text)
        #expect(row.elements.map(\.identifier) == [identifier])
        #expect(row.value(row.elements[0]) == String(decoding: value, as: UTF8.self))
        #expect(row.text == text)
      }
    }
  }

  @Test func `writing what was read gives what was written`() throws {
    var generator = ElementGenerator(seed: 2)
    for _ in 0..<4_000 {
      let row = generator.row()
      let text = String(decoding: generator.text(row), as: UTF8.self)
      let read = try ElementString(parsing: text)
      #expect(read.text == text)
      #expect(read.elements.map(\.identifier) == row.map(\.identifier))
    }
  }

  @Test func `separators too many change nothing`() throws {
    var generator = ElementGenerator(seed: 3)
    for _ in 0..<1_000 {
      let row = generator.row()
      let padded: [UInt8] = row.flatMap {
        [0x1D] + $0.identifier.digits + $0.value + [0x1D]
      }
      let plain = try ElementString(parsing: generator.text(row))
      #expect(try ElementString(parsing: padded) == plain)
      #expect(try ElementString(parsing: padded).text == plain.text)
    }
  }

  @Test func `the order of elements is kept and does not matter to what is right`() throws {
    var generator = ElementGenerator(seed: 4)
    for _ in 0..<1_000 {
      let row = generator.row()
      let turned = try ElementString(parsing: generator.text(row.reversed()))
      #expect(turned.elements.map(\.identifier) == row.reversed().map(\.identifier))
    }
  }

  @Test func `the bracketed form gives the same elements, unless a value looks like a bracket`()
    throws
  {
    var generator = ElementGenerator(seed: 5)
    var count = 0
    for _ in 0..<2_000 {
      let row = generator.row()
      guard row.allSatisfy({ !$0.value.contains(UInt8(ascii: "(")) }) else { continue }
      let plain = try ElementString(parsing: generator.text(row))
      #expect(try ElementString(bracketed: plain.hri) == plain)
      count += 1
    }
    #expect(count > 800)
  }

  @Test func `a character outside the set is refused at its place`() throws {
    var generator = ElementGenerator(seed: 6)
    for identifier in ElementGenerator.all {
      var bytes = identifier.digits + generator.value(of: identifier)
      let place = generator.number(Int(identifier.count)...bytes.count - 1)
      bytes[place] = UInt8(ascii: "^")
      let fault = #expect(throws: ElementFault.self) { try ElementString(parsing: bytes) }
      #expect(fault?.kind == .character, "\(identifier.text)")
      #expect(fault?.at == place)
      #expect(fault?.identifier == identifier)
    }
  }

  @Test func `a wrong check digit is refused at its place with the right one`() throws {
    var generator = ElementGenerator(seed: 7)
    for identifier in ElementGenerator.all {
      guard let row = table.row(of: identifier),
        table.parts[table.shapes[row].firstPart].checks.0 == .csum
      else { continue }
      var bytes = identifier.digits + generator.value(of: identifier)
      let place = Int(identifier.count) + table.parts[table.shapes[row].firstPart].most - 1
      let right = bytes[place]
      bytes[place] = Digits.zero + (right - Digits.zero + 1) % 10
      let fault = #expect(throws: ElementFault.self) { try ElementString(parsing: bytes) }
      let expected = Int(right - Digits.zero)
      #expect(fault?.kind == .checkDigit(found: (expected + 1) % 10, expected: expected))
      #expect(fault?.at == place)
    }
  }

  @Test func `a value that is cut is too short where it ends`() throws {
    var generator = ElementGenerator(seed: 8)
    for identifier in ElementGenerator.all {
      guard let row = table.row(of: identifier), table.shapes[row].partCount == 1,
        table.shapes[row].least == table.shapes[row].most
      else { continue }
      let bytes = Array((identifier.digits + generator.value(of: identifier)).dropLast())
      for text in [bytes, bytes + [0x1D, 0x31, 0x30, 0x41]] {
        let fault = #expect(throws: ElementFault.self) { try ElementString(parsing: text) }
        #expect(fault?.kind == .tooShort, "\(identifier.text)")
        #expect(fault?.at == bytes.count)
      }
    }
  }

  @Test func `a value that is too long is refused behind its last character`() throws {
    var generator = ElementGenerator(seed: 9)
    for identifier in ElementGenerator.all {
      guard let row = table.row(of: identifier), !table.shapes[row].isPredefined,
        table.shapes[row].partCount == 1,
        table.parts[table.shapes[row].firstPart].checks.0 == .none
      else { continue }
      let part = table.parts[table.shapes[row].firstPart]
      let bytes = identifier.digits + generator.text(part.set, part.most + 1)
      let fault = #expect(throws: ElementFault.self) { try ElementString(parsing: bytes) }
      #expect(fault?.kind == .tooLong, "\(identifier.text)")
      #expect(fault?.at == bytes.count - 1)
    }
  }

  @Test(arguments: [
    ("", "empty", 0), ("\u{1D}", "empty", 0), ("A", "no_ai", 0), ("0", "no_ai", 0),
    ("0109506000134352A", "no_ai", 16), ("05123", "unknown_ai", 0),
    ("010950600013435210A\u{1D}999", nil, 0), ("3106000000", "unknown_ai", 0),
    ("17271301", "date", 4), ("17270230", "date", 6), ("17240229", nil, 0),
    ("7003270101", "too_short", 10), ("70032701012460", "time", 10),
    ("10A\u{1D}10B", "repeated_ai", 6), ("10A\u{1D}10A", nil, 0),
    ("01095060001343523712", "exclusive_ai", 18), ("3712\u{1D}0109506000134352", "exclusive_ai", 7),
    ("422999", "country", 3), ("3912000100", "currency", 4), ("00123", "too_short", 5),
    ("8008270101246000", "time", 10), ("8006095060001343520301", "pieceoftotal", 18),
    ("4321x", "character", 4), ("43212", "yesno", 4),
  ])
  func `what is wrong is told with its place`(text: String, kind: String?, at: Int) {
    do {
      _ = try ElementString(parsing: text)
      #expect(kind == nil)
    } catch {
      #expect(error.name == kind)
      #expect(error.at == at)
    }
  }

  @Test func `companions that are missing are told and not refused`() throws {
    let alone = try ElementString(parsing: "8005001234")
    #expect(alone.missingCompanions.map(\.identifier.text) == ["8005"])
    #expect(alone.missingCompanions.first?.needs == "(01) or (02)")
    #expect(try ElementString(parsing: "01095060001343528005001234").missingCompanions.isEmpty)
    let price = try ElementString(parsing: "0109506000134352392012\u{1D}3103001250")
    #expect(price.missingCompanions.isEmpty)
    let bare = try ElementString(parsing: "01095060001343523920123")
    #expect(bare.missingCompanions.first?.needs.contains("(31nn)") == true)
  }

  @Test func `a lost separator is suspected from what a lot could be instead`() throws {
    #expect(
      try ElementString(parsing: "010950600013435210ABC12317270101").swallowing?.identifier.text
        == "10")
    #expect(try ElementString(parsing: "010950600013435221ABC3103001250").swallowing != nil)
    #expect(try ElementString(parsing: "010950600013435210ABC123\u{1D}17270101").swallowing == nil)
    #expect(try ElementString(parsing: "010950600013435210ABC123").swallowing == nil)
    #expect(try ElementString(parsing: "010950600013435210ABC12317279901").swallowing == nil)
    #expect(try ElementString(parsing: "010950600013435217270101").swallowing == nil)
  }

  @Test func `any bytes give elements or a fault within them, and never more`() {
    var generator = ElementGenerator(seed: 10)
    for _ in 0..<5_000 {
      var bytes = generator.text(generator.row())
      for _ in 0..<generator.number(0...3) {
        let place = generator.number(0...bytes.count - 1)
        bytes[place] = UInt8(generator.number(0...255))
      }
      do {
        let row = try ElementString(parsing: bytes)
        #expect(try ElementString(parsing: row.text) == row)
      } catch {
        #expect((0...bytes.count).contains(error.at))
      }
    }
  }
}
