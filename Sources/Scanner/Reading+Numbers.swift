// Readings of plain numbers and texts: retail numbers, in-store codes, coupons, a shop's own codes.

internal import Values

extension Reading {
  /// Whether the content is a magazine's or book's number with its add-on.
  var isMagazine: Bool { magazine != nil }

  /// The main number and the add-on of 13 or 12 digits with two or five behind.
  private var magazine: (main: String, addOn: String)? {
    let bytes = content.utf8
    guard Digits.areDigits(bytes) else { return nil }
    let isPublication = ["977", "978", "979"].contains { content.hasPrefix($0) }
    let main: Int
    switch symbology {
    case .ean13, .upca:
      main = [15, 18].contains(bytes.count) ? 13 : [14, 17].contains(bytes.count) ? 12 : 0
    case .ean8: main = [10, 13].contains(bytes.count) ? 8 : 0
    case nil: main = [15, 18].contains(bytes.count) && isPublication ? 13 : 0
    default: main = 0
    }
    let number = String(content.prefix(main))
    // Without a mark only a publication's number with a right check digit is certain.
    guard main > 0, aim != nil || (try? GTIN(number)) != nil else { return nil }
    return (number, String(content.dropFirst(main)))
  }

  /// Reads what is neither GS1 data nor a link.
  mutating func readNumberOrText(_ rules: ShopRules) {
    var number = content
    if let magazine {
      number = magazine.main
      addOn = magazine.addOn
      warnings.append(.addOn(magazine.addOn))
      if symbology == nil { symbology = .ean13 }
    }
    if symbology == .upce { number = UPCE.expanded(content) ?? content }
    let found = Result { () throws(GTINFault) in try GTIN(number) }
    let gtin = try? found.get()
    if match(rules, gtin: gtin?.digits) { return }
    switch found {
    case .success(let gtin): readGTIN(gtin.digits)
    case .failure(.checkDigit(let found, let expected))
    where symbology == nil || symbology?.endsInCheckDigit == true:
      readWrongDigit(number, found, expected)
    case .failure:
      if symbology?.endsInCheckDigit == true {
        error = ReadingFault("length", at: shift, "a retail code has 8, 12 or 13 digits")
        kind = .misread
      } else {
        readText()
      }
    }
  }

  /// Reads digits with a right check digit.
  private mutating func readGTIN(_ digits: String) {
    if let coupon = Coupon(gtin14: digits) {
      self.coupon = coupon
      kind = .coupon
      candidates = [digits]
      gtin14 = digits
      return
    }
    kind = .product
    candidates = [digits]
    if aim == nil, content.utf8.count == 8, let long = UPCE.expanded(content),
      let other = (try? GTIN(long))?.digits, other != digits
    {
      // Either may be on the shelf: the catalogue knows which.
      candidates.append(other)
      warnings.append(.perhapsUPCE(Barcode(reading: long)))
    } else {
      gtin14 = digits
    }
    if Self.isRestricted(digits) { warnings.append(.restricted) }
  }

  /// Reads digits of a retail number's length with a wrong check digit.
  private mutating func readWrongDigit(_ number: String, _ found: Int, _ expected: Int) {
    // Eight digits that only check as UPC-E are that.
    if aim == nil, content.utf8.count == 8, let long = UPCE.expanded(content),
      let digits = (try? GTIN(long))?.digits
    {
      symbology = .upce
      return readGTIN(digits)
    }
    wrongDigits = [found, expected]
    error = ReadingFault(
      "check_digit", at: shift + number.utf8.count - 1,
      "the check digit is \(found), it should be \(expected): scan again")
    kind = .misread
    // A shop may number its own goods with as many digits, if no scanner says it is a retail code.
    candidates = aim == nil ? [content] : []
  }

  /// Reads any other text: a shop's own code, or a publication's number as it is printed.
  private mutating func readText() {
    kind = .own
    candidates = [content]
    if let book = Publication.gtin(isbn10: content) ?? Publication.gtin(issn: content) {
      candidates.append(book)
    } else if symbology == nil || symbology == .upce, [6, 7].contains(content.utf8.count),
      let long = UPCE.expanded(content), let digits = (try? GTIN(long))?.digits
    {
      candidates.append(digits)
    }
  }

  /// Whether a GTIN-14 is a number that a country gives its own meaning, a price or weight often
  /// (GS1 General Specifications 1.4.2): EAN-13 with the prefixes 02 and 20 to 29.
  private static func isRestricted(_ digits: String) -> Bool {
    digits.hasPrefix("002") || digits.hasPrefix("02")
  }

  /// Asks the shop's rules; true if one of them decided.
  private mutating func match(_ rules: ShopRules, gtin: String?) -> Bool {
    let text = Array(content.utf8)
    let thirteen = gtin.flatMap { $0.hasPrefix("0") ? Array($0.utf8.dropFirst()) : nil }
    for rule in rules.rules {
      let match =
        rule.isForGTIN
        ? thirteen.flatMap(rule.match)
        : rule.match(text) ?? (rule.isMeasure ? nil : thirteen.flatMap(rule.match))
      guard let match else { continue }
      apply(rule, match)
      return true
    }
    return false
  }

  private mutating func apply(_ rule: ShopRule, _ match: ShopRule.Match) {
    let key = String(decoding: match.key, as: UTF8.self)
    switch rule.subject {
    case .measure(let kind, let decimals, let unit, let currency):
      if let check = match.check, let expected = PriceCheck.digit(of: match.value),
        check != expected
      {
        wrongDigits = [check, expected]
        error = ReadingFault(
          "value_check_digit", at: shift + max(0, (match.checkPlace ?? 0) - missingZeros),
          "the check digit of the \(kind.rawValue) is \(check), it should be \(expected): "
            + "scan again or type it in")
        return
      }
      self.kind = .measured
      measure = Measure(
        kind: kind,
        figure: .init(digits: Digits.number(match.value) ?? 0, decimals: decimals), unit: unit,
        currency: currency, rule: rule.pattern)
      let gtin = (try? GTIN(key))?.digits
      gtin14 = gtin
      candidates = [gtin ?? key]
    case .product:
      kind = .product
      gtin14 = (try? GTIN(content))?.digits
      candidates = [gtin14 ?? content]
    case .coupon:
      kind = .coupon
      let gtin = (try? GTIN(content))?.digits
      coupon = gtin.flatMap(Coupon.init(gtin14:)) ?? Coupon(.shop, number: content)
      gtin14 = gtin
      candidates = [content]
    case .giftCard: take(.giftCard)
    case .receipt: take(.receipt)
    case .staff: take(.staff)
    case .customer: take(.customer)
    case .drawer: take(.drawer)
    case .function: take(.function)
    }
  }

  /// How many zeros a code of 12 digits lacks to the 13 that patterns have.
  private var missingZeros: Int { max(0, 13 - content.utf8.count) }

  private mutating func take(_ kind: ReadingKind) {
    self.kind = kind
    candidates = [content]
  }
}
