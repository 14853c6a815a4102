// What a coupon in a barcode says: who issued it and what it is worth, where a standard tells.

package import Values

/// A coupon, recognised by its number alone.
///
/// A coupon is never looked up as a product: one that no rule can value still is one.
package struct Coupon: Equatable, Sendable {
  package enum Form: String, Equatable, Sendable {
    /// EAN-13 with the prefixes 981 to 984: coupons of a common currency area.
    case ean98
    /// EAN-13 with the prefix 980: a receipt for a refund, of deposits above all.
    case refundReceipt = "refund_receipt"
    /// EAN-13 with the prefixes 990 to 999: coupons by national rules.
    case ean99
    /// UPC-A with number system 5: a North American coupon of the old form.
    case upc5
    /// AI 255, a coupon number for all the world.
    case gcn
    case ai8110
    case ai8112
    /// A code that the shop's own rules call a coupon.
    case shop
  }

  /// What a coupon takes off.
  package enum Worth: Equatable, Sendable {
    case amount(Meaning.Figure, currency: String?)
    case percent(Meaning.Figure)
    case freeItem
    case points(Int64)
  }

  package let form: Form
  /// The number that tells this coupon from others.
  package let number: String
  package var issuer: String?
  package var offer: String?
  package var serial: String?
  package var worth: Worth?
  package var expiry: CivilDate?

  package init(_ form: Form, number: String) {
    self.form = form
    self.number = number
  }

  /// The coupon that a GTIN-14 with a coupon's prefix is, or nil for goods.
  ///
  /// GS1 General Specifications 1.4.2 (prefixes 980 to 984 and 99) and 2.6 (coupons). 981 and 982
  /// carry a value: issuer 4, reference 2, value 3 digits, with one and two decimals (GS1 Ireland,
  /// coupons in euro); the value 000 is a free item. What 983, 984 and 99 carry is national.
  init?(gtin14: String) {
    let digits = Array(gtin14.utf8)
    // A coupon fits 13 digits; a packing of coupons is goods.
    guard digits.count == 14, digits[0] == Digits.zero else { return nil }
    let code = digits[1...]
    let text = String(decoding: code, as: UTF8.self)
    if text.hasPrefix("980") {
      self.init(.refundReceipt, number: text)
    } else if text.hasPrefix("99") {
      self.init(.ean99, number: text)
    } else if text.hasPrefix("98"), let kind = Digits.number(code[3...3]), (1...4).contains(kind) {
      self.init(.ean98, number: text)
      if kind <= 2, let value = Digits.number(code[10...12]) {
        issuer = String(decoding: code[4...7], as: UTF8.self)
        offer = String(decoding: code[8...9], as: UTF8.self)
        worth =
          value == 0
          ? .freeItem : .amount(.init(digits: value, decimals: Int(kind)), currency: "EUR")
      }
    } else if text.hasPrefix("05") {
      // Number system 5, maker 5, family 3, value code 2, check digit.
      self.init(.upc5, number: String(text.dropFirst()))
      issuer = String(decoding: code[3...7], as: UTF8.self)
      offer = String(decoding: code[8...10], as: UTF8.self)
    } else {
      return nil
    }
  }

  /// The coupon among the elements of a code, or nil.
  init?(_ row: ElementString, year: Int) {
    if let value = row.value(of: .couponCode), let code = try? CouponCode(Array(value.utf8)) {
      self.init(.ai8110, number: value)
      issuer = code.company
      offer = code.offer
      serial = code.serial
      expiry = code.expiry.flatMap { CivilDate(yymmdd: $0, now: year) }
      switch code.saveCode {
      case 0: worth = .amount(.init(digits: code.saveValue, decimals: 2), currency: nil)
      case 1, 2: worth = .freeItem
      case 5: worth = .percent(.init(digits: code.saveValue, decimals: 0))
      default: break
      }
    } else if let value = row.value(of: .couponOffer),
      let code = try? CouponOffer(Array(value.utf8))
    {
      self.init(.ai8112, number: value)
      issuer = code.funder
      offer = code.offer
      serial = code.serial
    } else if let value = row.value(of: .couponNumber) {
      self.init(.gcn, number: String(value.prefix(13)))
      serial = value.utf8.count > 13 ? String(value.dropFirst(13)) : nil
      for element in row.elements {
        switch row.meaning(of: element, year: year) {
        case .amount(let figure, let currency): worth = .amount(figure, currency: currency)
        case .percentOff(let figure): worth = .percent(figure)
        case .date(.expiry, let date, _): expiry = date
        default:
          if element.identifier.key == 8111 {
            worth = Digits.number(row.valueBytes(element)).map(Worth.points)
          }
        }
      }
    } else {
      return nil
    }
  }
}

extension Coupon.Worth: CustomStringConvertible {
  /// In words: `0.10 EUR off`.
  package var description: String {
    switch self {
    case .amount(let figure, let currency): "\(figure)\(currency.map { " \($0)" } ?? "") off"
    case .percent(let figure): "\(figure) percent off"
    case .freeItem: "a free item"
    case .points(let points): "\(points) points"
    }
  }
}
