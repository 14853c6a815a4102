// Digital Links: written and read back, and refused where they break. Nothing is fetched.

import Testing

@testable import Scanner

struct DigitalLinkTests {
  private let table = ElementTable.standard
  private static let keys = ElementGenerator.all.filter {
    ElementTable.standard.row(of: $0).map { ElementTable.standard.rows[$0].qualifiers != nil }
      == true
  }

  /// A canonical address of a random key with some of its qualifiers and attributes.
  private func address(_ generator: inout ElementGenerator) -> String {
    let keys = Self.keys
    let key = keys[generator.number(0...keys.count - 1)]
    var used = [key]
    var path = "/\(key.text)/\(PercentCode.encoded(generator.value(of: key)))"
    let orders = table.row(of: key).flatMap { table.rows[$0].qualifiers } ?? []
    if !orders.isEmpty {
      for qualifier in orders[generator.number(0...orders.count - 1)]
      where generator.number(0...1) == 1 {
        let count = table.lengths[Int(qualifier / 100)]
        let identifier = ApplicationIdentifier(key: qualifier, count: count)
        used.append(identifier)
        path += "/\(identifier.text)/\(PercentCode.encoded(generator.value(of: identifier)))"
      }
    }
    var attributes: [String] = []
    for _ in 0..<generator.number(0...4) {
      let next = generator.identifier()
      let isAllowed = table.row(of: next).map { table.rows[$0].isLinkAttribute } == true
      guard isAllowed, !used.contains(next),
        !used.contains(where: { generator.excludes($0, next) || generator.excludes(next, $0) })
      else { continue }
      used.append(next)
      attributes.append("\(next.text)=\(PercentCode.encoded(generator.value(of: next)))")
    }
    attributes.removeAll { attribute in
      // A qualifier's own place is the path.
      orders.contains { order in
        order.contains {
          attribute.hasPrefix(
            ApplicationIdentifier(key: $0, count: table.lengths[Int($0 / 100)]).text + "=")
        }
      }
    }
    attributes.sort { $0.prefix { $0 != "=" } < $1.prefix { $0 != "=" } }
    let query = attributes.isEmpty ? "" : "?" + attributes.joined(separator: "&")
    return "https://id.gs1.org\(path)\(query)"
  }

  @Test func `a canonical address is read and written back`() throws {
    var generator = ElementGenerator(seed: 20)
    for _ in 0..<1_000 {
      let address = address(&generator)
      #expect(try DigitalLink(parsing: address).canonical == address)
    }
  }

  @Test func `host, stem, fragment and strange attributes do not matter`() throws {
    var generator = ElementGenerator(seed: 21)
    for _ in 0..<500 {
      let address = address(&generator)
      let rest = address.dropFirst("https://id.gs1.org".utf8.count)
      let other =
        "HTTP://shop.example:8080/some/01/stem\(rest)\(rest.contains("?") ? "&" : "?")utm=x"
        + "&linkType=all#top"
      #expect(try DigitalLink(parsing: other).canonical == address)
    }
  }

  @Test func `a qualifier in the query moves into the path`() throws {
    let link = try DigitalLink(
      parsing: "https://x.example/01/09506000134352/21/S?17=271231&10=A&17=271231")
    #expect(link.canonical == "https://id.gs1.org/01/09506000134352/10/A/21/S?17=271231")
  }

  @Test func `the rightmost key counts`() throws {
    let link = try DigitalLink(
      parsing: "https://x.example/01/95060001343/8004/12345AB/01/09506000134352")
    #expect(link.elements.hri == "(01)09506000134352")
  }

  @Test(arguments: [
    ("ftp://id.gs1.org/01/09506000134352", LinkFault.notALink),
    ("https://", .notALink), ("https:///01/09506000134352", .notALink),
    ("https://id gs1.org/01/09506000134352", .notALink),
    ("Https://id.gs1.org/01/09506000134352", .mixedScheme),
    ("https://example.org/", .noKey), ("https://example.org", .noKey),
    ("https://example.org/products/tea", .noKey),
    ("https://id.gs1.org/gtin/09506000134352", .wordKey),
    ("https://id.gs1.org/ARFKk4XB0CDKWcnpq", .compressed),
  ])
  func `an address that is no Digital Link is told apart`(text: String, fault: LinkFault) {
    #expect(throws: fault) { try DigitalLink(parsing: text) }
  }

  @Test(arguments: [
    ("https://id.gs1.org/01/09506000134353", "check_digit", 35),
    ("https://id.gs1.org/01/9506000134352", "too_short", 35),
    ("https://id.gs1.org/01/09506000134352/21/A/10/B", "qualifier_order", 42),
    ("https://id.gs1.org/01/09506000134352/10/A/235/B", "qualifier_order", 42),
    ("https://id.gs1.org/01/09506000134352/10/A%5EB", "character", 41),
    ("https://id.gs1.org/01/09506000134352/10/A%5", "character", 41),
    ("https://id.gs1.org/01/09506000134352?17=271301", "date", 42),
    ("https://id.gs1.org/01/09506000134352?21=A", "not_an_attribute", 37),
    ("https://id.gs1.org/01/09506000134352?37=12", "exclusive_ai", 40),
    ("https://id.gs1.org/01/09506000134352/10/A?10=B", "repeated_ai", 45),
  ])
  func `what is wrong in a link is told with its place`(text: String, kind: String, at: Int) {
    do {
      _ = try DigitalLink(parsing: text)
      Issue.record("it was accepted")
    } catch .element(let fault) {
      #expect(fault.name == kind)
      #expect(fault.at == at)
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test func `a changed address is another link or a fault, and never more`() {
    var generator = ElementGenerator(seed: 22)
    for _ in 0..<1_500 {
      var bytes = Array(address(&generator).utf8)
      for _ in 0..<generator.number(1...3) {
        bytes[generator.number(0...bytes.count - 1)] = UInt8(generator.number(0x21...0x7E))
      }
      let text = String(decoding: bytes, as: UTF8.self)
      do {
        let link = try DigitalLink(parsing: text)
        #expect(try DigitalLink(parsing: link.canonical).canonical == link.canonical)
      } catch .element(let fault) {
        #expect((0...bytes.count).contains(fault.at))
      } catch {}
    }
  }
}
