// The two, three or four digits that say what a GS1 value is. What they mean stands in
// ElementTable.

/// A GS1 application identifier: `01`, `235`, `3103`.
///
/// GS1 General Specifications 3.2. The first two digits decide how many there are, so that four
/// digits with zeros behind (`0100`, `2350`, `3103`) name each one without doubt.
package struct ApplicationIdentifier: Hashable, Sendable {
  /// Four digits as a number, 0...9999: the identifier with zeros behind it.
  let key: UInt16
  /// How many digits it has: 2, 3 or 4.
  let count: UInt8

  init(key: UInt16, count: UInt8) {
    self.key = key
    self.count = count
  }

  /// The identifier with these digits; nil unless they are two to four digits.
  package init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard (2...4).contains(bytes.count), bytes.allSatisfy(Digits.isDigit) else { return nil }
    var key: UInt16 = 0
    for index in 0..<4 {
      key = key * 10 + (index < bytes.count ? UInt16(bytes[index] - Digits.zero) : 0)
    }
    self.init(key: key, count: UInt8(bytes.count))
  }

  /// The digits, such as `01`.
  package var text: String { String(decoding: digits, as: UTF8.self) }

  /// The digits as bytes.
  var digits: [UInt8] {
    let all = [key / 1000, key / 100 % 10, key / 10 % 10, key % 10]
    return all.prefix(Int(count)).map { Digits.zero + UInt8($0) }
  }

  /// The last digit: the number of decimals in `310n` and its kin.
  var lastDigit: Int { Int(key % 10) }
}

extension ApplicationIdentifier: Comparable {
  /// In the order of their texts.
  package static func < (a: ApplicationIdentifier, b: ApplicationIdentifier) -> Bool {
    (a.key, a.count) < (b.key, b.count)
  }
}

extension ApplicationIdentifier {
  package static let gtin = ApplicationIdentifier(key: 100, count: 2)
  package static let content = ApplicationIdentifier(key: 200, count: 2)
  package static let madeToOrder = ApplicationIdentifier(key: 300, count: 2)
  package static let sscc = ApplicationIdentifier(key: 0, count: 2)
  static let couponNumber = ApplicationIdentifier(key: 2550, count: 3)
  static let itemPiece = ApplicationIdentifier(key: 8006, count: 4)
  static let couponCode = ApplicationIdentifier(key: 8110, count: 4)
  static let couponOffer = ApplicationIdentifier(key: 8112, count: 4)
}
