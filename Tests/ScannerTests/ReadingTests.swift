// Whole readings: what a line is, what it is looked up by, and what must never come out of it.

import Testing
import Values

@testable import Scanner

struct ReadingTests {
  @Test(arguments: [
    ("4006381333931", ReadingKind.product, ["04006381333931"]),
    ("]E04006381333931", .product, ["04006381333931"]),
    ("042100005264", .product, ["00042100005264"]),
    ("]E0425261", .product, ["00042100005264"]),
    ("01234565", .product, ["00000001234565", "00012345000065"]),
    ("]E401234565", .product, ["00000001234565"]),
    ("425261", .own, ["425261", "00042100005264"]),
    ("0306406152", .own, ["0306406152", "09780306406157"]),
    ("080442957X", .own, ["080442957X", "09780804429573"]),
    ("0317-8471", .own, ["0317-8471", "09770317847001"]),
    ("]C0SHELF-7", .own, ["SHELF-7"]),
    ("]I109506000134352", .product, ["09506000134352"]),
    ("]e00109506000134352", .product, ["09506000134352"]),
    ("(01)09506000134352(10)A", .product, ["09506000134352"]),
    ("0109506000134352", .product, ["09506000134352"]),
    ("]d2010950600013435210A\u{1D}17271231", .product, ["09506000134352"]),
    ("]d5010950600013435210A", .product, ["09506000134352"]),
    ("]Q1https://id.gs1.org/01/09506000134352", .product, ["09506000134352"]),
    ("]C10095060001343523456", .misread, []),
    ("]C100095060001343523452", .logistic, ["095060001343523452"]),
    ("]C1020950600013435237\u{31}2", .logistic, ["09506000134352"]),
    ("]C14149506000134352", .reference, ["9506000134352"]),
    ("9828508010106", .coupon, ["09828508010106"]),
    ("9921234567897", .coupon, ["09921234567897"]),
    ("512345678900", .coupon, ["00512345678900"]),
    ("]e08112001234561234560123456", .coupon, ["001234561234560123456"]),
    ("]C12559506000134352123", .coupon, ["9506000134352"]),
    ("https://example.org/tea", .link, []),
    ("]E112", .addOn, []),
    ("4006381333932", .misread, ["4006381333932"]),
    ("]E04006381333932", .misread, []),
    ("4111111111111111", .refused, []),
    ("2811111068708", .product, ["02811111068708"]),
  ])
  func `a line is what it is`(raw: String, kind: ReadingKind, candidates: [String]) {
    let reading = Reading(raw)
    #expect(reading.kind == kind, "\(reading.error?.message ?? "")")
    #expect(reading.candidates == candidates)
  }

  @Test func `eight digits are two products more often than not, and never one by guess`() throws {
    var both = 0
    var all = 0
    for number in stride(from: 0, to: 2_000_000, by: 37) {
      let seven = Digits.padded(number, to: 7)
      let code = seven + String(GTIN.checkDigit(of: Array(seven.utf8)))
      let reading = Reading(code)
      all += 1
      if reading.candidates.count == 2 {
        both += 1
        #expect(reading.gtin14 == nil)
        #expect(reading.warnings.map(\.name).contains("ean8_or_upce"))
      } else {
        #expect(reading.gtin14 == "000000" + code)
      }
    }
    #expect((57...59).contains(both * 100 / all))
  }

  @Test(arguments: [
    ("]E3977147396801212", "09771473968012", "12"),
    ("]E3978030640615751299", "09780306406157", "51299"),
    ("97714739680121\u{32}", "09771473968012", "12"), ("]E304210000526412", "00042100005264", "12"),
  ])
  func `an add-on is kept beside its magazine`(raw: String, gtin: String, addOn: String) {
    let reading = Reading(raw)
    #expect(reading.gtin14 == gtin)
    #expect(reading.addOn == addOn)
    #expect(reading.kind == .product)
  }

  @Test func `a coupon never falls through to a product, whatever its digits`() {
    var generator = ElementGenerator(seed: 40)
    for prefix in ["980", "981", "982", "983", "984", "990", "995", "999", "050", "051", "059"] {
      for _ in 0..<50 {
        let twelve = prefix + String(decoding: generator.text(.digits, 9), as: UTF8.self)
        let code = twelve + String(GTIN.checkDigit(of: Array(twelve.utf8)))
        for raw in [code, "]E0" + code, "]C101" + "0" + code] {
          let reading = Reading(raw)
          #expect(reading.kind == .coupon, "\(raw)")
          #expect(reading.coupon != nil)
        }
      }
    }
  }

  @Test func `a coupon's worth is told where a standard tells it`() {
    #expect(Reading("9828508010106").coupon?.worth?.description == "0.10 EUR off")
    #expect(Reading("]e08110012345612345611110123").coupon?.worth?.description == "0.01 off")
    #expect(
      Reading("]C1255950600013435212\u{1D}3902150").coupon?.worth?.description == "1.50 off")
    #expect(
      Reading("]C1255950600013435212\u{1D}39410125").coupon?.worth?.description
        == "12.5 percent off")
    let offer = Reading("]e08112001234561234560123456").coupon
    #expect(offer?.issuer == "123456" && offer?.offer == "123456" && offer?.serial == "123456")
  }

  @Test func `price wins over weight`() {
    let both = Reading("]C1010950600013435231030012503922499")
    #expect(both.measure?.description == "price 4.99")
    #expect(both.kind == .measured)
    #expect(Reading("]C101095060001343523103001250").measure?.description == "weight 1.250 kg")
    #expect(Reading("]C101095060001343523012").measure?.description == "count 12")
  }

  @Test func `a scanner that drops separators is told, and the product still sells`() {
    let reading = Reading("]C1010950600013435210ABC12317270101")
    #expect(reading.gtin14 == "09506000134352")
    #expect(reading.warnings.map(\.name) == ["gs_suspect"])
    let long = Reading("]C1010950600013435210ABC123172701012112345678")
    #expect(long.error?.kind == "too_long")
    #expect(long.warnings.map(\.name) == ["gs_suspect"])
  }

  @Test(arguments: [
    ("]C10109506000134353", "check_digit", 18), ("]d2\u{1D}0109506000134353", "check_digit", 19),
    ("(01)09506000134353", "check_digit", 17), ("(01)09506000134352(17)271301", "date", 24),
    ("(01)09506000134352(10)A(10)B", "repeated_ai", 27),
    ("]Q1https://example.org/x", "no_gs1_key", 3),
    ("a\tb", "control_character", 1), ("]E0", "empty", 0), ("]E012345", "length", 3),
    ("]E04006381333932", "check_digit", 15), ("4111-1111-1111-1111", "card_data", 0),
  ])
  func `what is wrong is told with its byte of the line`(raw: String, kind: String, at: Int) {
    let reading = Reading(raw)
    #expect(reading.error?.kind == kind)
    #expect(reading.error?.at == at)
    #expect(reading.gtin14 == nil && reading.elements == nil && reading.measure == nil)
  }

  @Test(arguments: [
    "4111111111111111", "378282246310005", "4111 1111 1111 1111", "]C04111111111111111",
    "%B4111111111111111^DOE/JOHN^29121010000?", ";4111111111111111=29121010000?",
    "4111111111111111=29121010000", "B4111111111111111^DOE/JOHN^2912", "36700102000000",
    "https://pay.example/?pan=4111111111111111", "card 4111 1111 1111 1111 ok",
    "]C1914111111111111111", "]C1214111111111111111", "]C10109506000134352914111111111111111",
    "https://id.gs1.org/01/09506000134352?91=4111111111111111",
  ])
  func `nothing of a payment card is kept, shown or told`(raw: String) {
    let reading = Reading(raw)
    #expect(reading.kind == .refused)
    #expect(reading.error?.kind == "card_data")
    var shown = ""
    dump(reading, to: &shown)
    shown += reading.lines.joined()
    #expect(!shown.contains("1111") && !shown.contains("0005") && !shown.contains("3670"))
  }

  @Test(arguments: [
    "]C10109506000134352214111111111111111", "]C100411111111111111116", "4111111111111112",
    "https://example.org/4111111111111112", "]C0ABC-1234567890123456789012345678901234567890",
  ])
  func `goods with long numbers are let in`(raw: String) {
    #expect(Reading(raw).error?.kind != "card_data")
  }

  @Test func `any line gives a reading that holds together`() {
    var generator = ElementGenerator(seed: 41)
    let marks = [
      "", "]E0", "]E3", "]E4", "]C1", "]d2", "]Q1", "]e0", "]I1", "]C0", "(01)", "http://",
    ]
    for _ in 0..<6_000 {
      var bytes = Array(marks[generator.number(0...marks.count - 1)].utf8)
      bytes +=
        generator.number(0...2) == 0
        ? generator.text(generator.row()) : generator.text(.digits, generator.number(0...20))
      if generator.number(0...3) == 0, !bytes.isEmpty {
        bytes[generator.number(0...bytes.count - 1)] = UInt8(generator.number(0...255))
      }
      let raw = String(decoding: bytes, as: UTF8.self)
      let reading = Reading(raw)
      #expect(reading == Reading(raw))
      if let error = reading.error {
        #expect((0...max(raw.utf8.count, 1)).contains(error.at))
        #expect(reading.gtin14 == nil && reading.elements == nil)
      } else {
        #expect(reading.kind != .refused && reading.kind != .misread)
      }
      if let gtin = reading.gtin14 { #expect((try? GTIN(gtin))?.digits == gtin) }
    }
  }

  @Test func `every letter of an identifier names its symbol`() {
    let letters: [(String, Symbology)] = [
      ("A", .code39), ("B", .telepen), ("D", .codeOne), ("F", .codabar), ("G", .code93),
      ("H", .code11), ("K", .code16k), ("L", .pdf417), ("M", .msi), ("O", .codablock),
      ("P", .plessey), ("S", .straight2of5), ("T", .code49), ("U", .maxicode), ("c", .channel),
      ("h", .hanxin), ("o", .ocr), ("z", .aztec), ("X", .other), ("J", .dotCode), ("Q", .qr),
      ("d", .dataMatrix), ("C", .code128),
    ]
    for (letter, symbology) in letters {
      #expect(Reading("]\(letter)0ABC").symbology == symbology, "\(letter)")
    }
    #expect(Reading("]w0ABC").warnings.map(\.name) == ["unknown_aim"])
  }

  @Test func `escapes stand for what cannot be typed`() {
    #expect(Escapes.removed(from: #"a\x1db"#) == "a\u{1D}b")
    #expect(Escapes.removed(from: #"a\u001db\\x1d"#) == "a\u{1D}b\\x1d")
    #expect(Escapes.removed(from: #"\"#) == "\\")
    #expect(Escapes.removed(from: #"\x1"#) == #"\x1"#)
    #expect(Escapes.removed(from: #"\xzz\q"#) == #"\xzz\q"#)
    #expect(Escapes.removed(from: #"\ud800"#) == #"\ud800"#)
  }
}
