// In-store codes: the countries' rules, a shop's own, and the faults of a rules text.

import Testing
import Values

@testable import Scanner

struct ShopRulesTests {
  private func reading(_ code: String, _ country: String) throws -> Reading {
    Reading(code, rules: try #require(ShopRules(country: country)))
  }

  @Test(arguments: [
    ("DE", "2811111068708", "weight 6.870 kg", "02811110000005"),
    ("DE", "2211114002394", "price 2.39 EUR", "02211110000003"),
    ("DE", "2511119000129", "count 12", "02511110000004"),
    ("SE", "2312345612346", "weight 1.234 kg", "02312345600008"),
    ("NO", "2112345612342", "price 123.4 NOK", nil),
    ("FI", "2512345612340", "weight 123.4 kg", nil),
    ("DK", "2712345123453", nil, nil),
  ])
  func `a code of a country gives its measure and the key without it`(
    country: String, code: String, measure: String?, key: String?
  ) throws {
    let twelve = Array(code.utf8.prefix(12))
    let right = String(decoding: twelve, as: UTF8.self) + String(GTIN.checkDigit(of: twelve))
    let reading = try reading(right, country)
    #expect(reading.kind == .measured)
    if let measure { #expect(reading.measure?.description == measure) }
    if let key { #expect(reading.gtin14?.prefix(11) == key.prefix(11)) }
    // The key is a right GTIN, and the same for every measure.
    #expect(try GTIN(#require(reading.gtin14)).digits == reading.gtin14)
  }

  @Test func `the check digits of the standard's examples are right`() {
    #expect(PriceCheck.digit(of: Array("2875".utf8)) == 9)
    #expect(PriceCheck.digit(of: Array("14685".utf8)) == 6)
    #expect(PriceCheck.digit(of: Array("00239".utf8)) == 4)
    #expect(PriceCheck.digit(of: Array("06870".utf8)) == 1)
    #expect(PriceCheck.digit(of: Array("123".utf8)) == nil)
  }

  @Test func `every value has one right check digit and nine that are refused`() throws {
    for value in stride(from: 0, to: 100_000, by: 617) {
      let digits = Digits.padded(value, to: 5)
      let right = try #require(PriceCheck.digit(of: Array(digits.utf8)))
      for check in 0...9 {
        let twelve = "281111\(check)\(digits)"
        let reading = try reading(twelve + String(GTIN.checkDigit(of: Array(twelve.utf8))), "DE")
        if check == right {
          #expect(reading.measure?.figure == .init(digits: Int64(value), decimals: 3))
        } else {
          #expect(reading.kind == .misread)
          #expect(reading.error?.kind == "value_check_digit")
          #expect(reading.error?.at == 6)
          #expect(reading.measure == nil && reading.gtin14 == nil)
        }
      }
    }
  }

  @Test func `UPC-A with number system 2 follows the American custom`() throws {
    let twelve = "021234592875"
    let check = String(GTIN.checkDigit(of: Array(twelve.utf8)))
    for code in [twelve + check, String((twelve + check).dropFirst())] {
      let reading = try reading(code, "US")
      #expect(reading.measure?.description == "price 28.75 USD")
    }
  }

  @Test func `codes of the till's own papers are known without any rules file`() {
    let kinds: [(String, ReadingKind)] = [
      ("T1-000912", .receipt), ("T12-123456", .receipt), ("T1-00091", .own),
      ("]C0T1-000912", .receipt), ("GIFT-7Q", .giftCard), ("STAFF-anna", .staff),
      ("CUSTOMER-1", .customer), ("DRAWER", .drawer), ("FN-void", .function), ("SHELF-7", .own),
    ]
    for (code, kind) in kinds { #expect(Reading(code).kind == kind, "\(code)") }
    #expect(Reading("]C0T1-000912").candidates == ["T1-000912"])
  }

  @Test func `a shop's own rules come first`() throws {
    let rules = try ShopRules(
      parsing: """
        # The scale of the cheese counter.
        country DE
        weight 21PPPPPVVVVVK decimals=3 unit=kg
        staff 041*
        coupon 99########
        gift 77-???
        test 2112345012345 measured
        """.replacing("test 2112345012345 measured", with: "test 041-anna staff"))
    #expect(Reading("041-anna", rules: rules).kind == .staff)
    #expect(Reading("9912345678", rules: rules).kind == .coupon)
    #expect(Reading("77-abc", rules: rules).kind == .giftCard)
    #expect(Reading("77-abcd", rules: rules).kind == .own)
    #expect(Reading("T1-000912", rules: rules).kind == .receipt)
    #expect(Reading("2811111068708", rules: rules).kind == .measured)
  }

  @Test(arguments: [
    ("staff", 1, ShopRuleFault.Reason.missingPattern),
    ("\n# x\nbadge 1*", 3, .unknownSubject("badge")), ("country XX", 1, .unknownCountry("XX")),
    ("staff *", 1, .matchesEverything), ("staff a*b", 1, .starNotLast),
    ("price 22PPPPK", 1, .noValue), ("price VVVV", 1, .noValue),
    ("price 22PPPPPPCVVVK decimals=2", 1, .badCheck),
    ("price 22PPPPPPPVVVK", 1, nil), ("price 22PPVVVK", 1, .badCheck),
    ("price 22PPPPPPPVVVK decimals=4", 1, .badDecimals), ("staff a b", 1, .unknownOption("b")),
    ("price 22PPPPPPPVVVK colour=red", 1, .unknownOption("colour=red")),
    ("staff Ä*", 1, .badPattern), ("country DE\ntest 2811111068708 weight 6.871", 2, .testFailed),
    ("country DE\ntest 2811111068708 price", 2, .testFailed), ("test x staff", 1, .testFailed),
  ])
  func `a wrong line is told with its number`(
    text: String, line: Int, reason: ShopRuleFault.Reason?
  ) {
    do {
      _ = try ShopRules(parsing: text)
      #expect(reason == nil)
    } catch {
      #expect(error.line == line)
      #expect(error.reason == reason)
      #expect(error.description.hasPrefix("line \(line): "))
    }
  }

  @Test func `every preset is right and passes its own tests`() {
    for country in ShopRules.presets.keys {
      #expect(ShopRules(country: country) != nil, "\(country)")
    }
    #expect(ShopRules.presets.count == 10)
    #expect(ShopRules(country: "de") != nil)
    #expect(ShopRules(country: "XX") == nil)
  }

  @Test func `any text of rules gives rules or a fault`() {
    var generator = ElementGenerator(seed: 30)
    for _ in 0..<300 {
      let words = [
        "price", "22PPPPCVVVVVK", "staff", "*", "decimals=2", "=", "#", "\n", "country", "DE",
      ]
      let text = (0..<generator.number(0...12))
        .map { _ in words[generator.number(0...words.count - 1)] }.joined(separator: " ")
      _ = try? ShopRules(parsing: text)
    }
  }
}
