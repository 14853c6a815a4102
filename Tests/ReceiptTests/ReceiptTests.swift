// Whole receipts: golden text at two widths, laws over generated ones.

import ESCPOS
import Foundation
import Receipt
import Testing
import Values

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct ReceiptTests {
  @Test func `a receipt on 32 columns`() {
    #expect(SaleReceipt.sample.document().text(columns: 32) == Golden.receipt32)
  }

  @Test func `a receipt on 48 columns`() {
    #expect(SaleReceipt.sample.document().text(columns: 48) == Golden.receipt48)
  }

  @Test func `a Z report on 42 columns`() {
    #expect(ShiftReport.sample.document().text() == Golden.report42)
  }

  @Test func `an X report says that it closes nothing`() {
    var report = ShiftReport.sample
    report.kind = .x
    report.cash.counted = nil
    report.cash.difference = nil
    let text = report.document().text()
    #expect(text.contains("X REPORT\n") && text.contains("not a closing"))
    #expect(!text.contains("Counted"))
  }

  @Test func `euro and accents survive to the paper`() {
    var receipt = SaleReceipt.sample
    receipt.imprint.shop.footer = ["10 € = dix euros, œuf, Ünïcödé"]
    let encoded = receipt.document().encoded(for: .generic58)
    #expect(encoded.substitutions == [])
    let page = Page(decoding: encoded.bytes, profile: .generic58)
    #expect(page.text().contains("10 € = dix euros, œuf, Ünïcödé"))
  }

  @Test func `copies and training are marked at both ends`() {
    var receipt = SaleReceipt.sample
    #expect(!receipt.document().text().contains("COPY"))
    receipt.imprint.copy = 2
    receipt.imprint.training = true
    let text = receipt.document().text()
    #expect(text.components(separatedBy: "COPY 2\n").count == 3)
    #expect(text.components(separatedBy: "TRAINING\n").count == 3)
  }

  @Test func `rounding shows what is to be paid`() {
    var receipt = SaleReceipt.sample
    receipt.rounding = eur(2)
    let text = receipt.document().text(columns: 48)
    #expect(text.contains("TO PAY EUR                                 21.95\n"))
  }

  @Test func `an unverified clock and another business day are told`() {
    var receipt = SaleReceipt.sample
    #expect(!receipt.document().text().contains("Business day"))
    receipt.imprint.businessDay = BusinessDay(CivilDate(dayNumber: 0))
    receipt.imprint.clockUntrusted = true
    let text = receipt.document().text()
    #expect(text.contains("1970-01-01\n") && text.contains("not verified\n"))
  }

  @Test(arguments: [PrinterProfile.generic58, .virtual80])
  func `nothing is cut off and no amount is broken`(profile: PrinterProfile) {
    var generator = Entropy(seed: 10)
    for _ in 0..<300 {
      let receipt = SaleReceipt.random(using: &generator)
      let encoded = receipt.document().encoded(for: profile)
      let page = Page(decoding: encoded.bytes, profile: profile)
      #expect(page.unprinted.isEmpty)
      var words: Set<String> = []
      var letters: [Character: Int] = [:]
      for case .line(let line) in page.items {
        #expect(line.cells.reduce(0) { $0 + $1.style.width } <= profile.columnsA)
        for word in line.text.split(whereSeparator: { $0 == " " || $0 == "," }) {
          words.insert(String(word))
        }
        for cell in line.cells { letters[cell.character, default: 0] += 1 }
      }
      var amounts = receipt.lines.flatMap { [$0.total, $0.unitPrice] } + [receipt.total]
      amounts += receipt.tenders.map(\.amount) + receipt.taxes.flatMap { [$0.net, $0.tax] }
      for amount in amounts { #expect(words.contains(amount.digits(mark: "."))) }
      // Letters that only names hold are on the paper as often as they were given.
      let names = receipt.lines.map(\.name) + [receipt.imprint.shop.name, receipt.tenders[0].name]
      let given = profile.printable(names.joined(separator: "|")).text
      for letter: Character in ["ñ", "€", "Ж", "ß"] {
        #expect(letters[letter, default: 0] >= given.count { $0 == letter })
      }
    }
  }

  @Test func `no receipt contains a real-time command`() {
    func hasOne(_ bytes: [UInt8]) -> Bool {
      zip(bytes, bytes.dropFirst()).contains { $0 == 0x10 && [0x04, 0x05, 0x14].contains($1) }
    }
    var generator = Entropy(seed: 11)
    for _ in 0..<300 {
      var receipt = SaleReceipt.random(using: &generator)
      receipt.imprint.number = "\u{10}\u{14}\u{01}\u{00}\u{01}" + receipt.imprint.number
      #expect(!hasOne(receipt.document().encoded(for: .virtual80).bytes))
    }
    #expect(!hasOne(ShiftReport.sample.document().encoded(for: .virtual80).bytes))
    #expect(hasOne([0x41, 0x10, 0x14, 1, 0, 1]))
  }

  @Test func `every prefix of a receipt is drawn without a crash`() {
    let job = SaleReceipt.sample.document().encoded(for: .virtual80).bytes
    for count in 0...job.count {
      let page = Page(decoding: Array(job.prefix(count)), profile: .virtual80)
      #expect(page.svg().hasSuffix("</svg>\n"))
    }
  }

  @Test func `the picture is well-formed XML for any receipt`() {
    var generator = Entropy(seed: 12)
    for _ in 0..<50 {
      let svg = SaleReceipt.random(using: &generator).document().svg()
      #expect(XMLParser(data: Data(svg.utf8)).parse())
    }
    // The judge does see broken XML.
    #expect(!XMLParser(data: Data("<svg><text>a & b</text></svg>".utf8)).parse())
  }
}
