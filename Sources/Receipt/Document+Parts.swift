// What receipts and reports have in common: the shop's head, amounts, times, the tax table.

internal import ESCPOS
internal import Values

extension Document {
  /// An empty line of text stays out; it would only cost paper.
  mutating func centered(_ text: String) {
    if !text.isEmpty { elements.append(.text(text, .center)) }
  }

  mutating func row(_ left: String, _ right: String, _ weight: Weight = .normal) {
    elements.append(.row(left, right, weight))
  }

  mutating func row(_ left: String, _ amount: Money, _ weight: Weight = .normal) {
    row(left, amount.onPaper, weight)
  }

  mutating func add(_ shop: Shop, _ words: Phrases) {
    if !shop.name.isEmpty { elements.append(.heading(shop.name)) }
    for line in shop.address { centered(line) }
    if let number = shop.taxNumber { centered("\(words.taxNumber) \(number)") }
  }

  mutating func add(_ taxes: [SaleReceipt.Tax], _ words: Phrases) {
    guard !taxes.isEmpty else { return }
    let rows = taxes.map { tax in
      // A gross amount too large to exist is left blank rather than wrong.
      [
        tax.mark.isEmpty ? "\(tax.rate)" : "\(tax.mark) \(tax.rate)", tax.net.onPaper,
        tax.tax.onPaper, (try? tax.net.adding(tax.tax))?.onPaper ?? "",
      ]
    }
    elements.append(.table(header: [words.rate, words.net, words.tax, words.gross], rows: rows))
  }
}

extension Money {
  /// Digits with a decimal point, without the currency.
  var onPaper: String { digits(mark: ".") }

  /// The amount as a deduction: 1.90 off is printed -1.90.
  var deducted: String { ((try? negated()) ?? self).onPaper }
}

extension Timestamp {
  /// Local date, hours and minutes, such as `2026-11-21 14:03`.
  func onPaper(offsetSeconds: Int) -> String {
    let (hour, minute, _, _) = time(offsetSeconds: offsetSeconds)
    let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    return "\(date(offsetSeconds: offsetSeconds)) \(two(hour)):\(two(minute))"
  }
}
