// The checks that are rare at a lane, on a part's bytes of their own.

extension Check {
  /// Where bytes fail this check, or nil if they pass; for the checks that need no speed.
  func textFault(_ part: [UInt8]) -> Int? {
    switch self {
    case .csumalpha: Self.checkPairFault(part)
    case .iso3166: CodeLists.countryNumbers.contains(part) ? nil : 0
    case .iso3166999:
      part == Array("999".utf8) || CodeLists.countryNumbers.contains(part) ? nil : 0
    case .iso3166alpha2: CodeLists.countryLetters.contains(part) ? nil : 0
    case .iso4217: CodeLists.currencyNumbers.contains(part) ? nil : 0
    case .iso5218: Self.isOne(of: "0129", part) ? nil : 0
    case .winding: Self.isOne(of: "019", part) ? nil : 0
    case .yesno: Self.isOne(of: "01", part) ? nil : 0
    case .iban: Self.ibanFault(part)
    case .pcenc: Self.percentFault(part)
    case .hyphen: part.allSatisfy { $0 == UInt8(ascii: "-") } ? nil : 0
    case .hasnondigit: Digits.areDigits(part) ? 0 : nil
    case .importeridx:
      part.count == 1 && CharacterSet.sets(of: part[0]) & CharacterSet.base64.rawValue != 0
        && part[0] != UInt8(ascii: "=") ? nil : 0
    case .posinseqslash: Self.sequenceFault(part)
    case .nonzero: part.allSatisfy { $0 == Digits.zero } ? 0 : nil
    case .zero: part.firstIndex { $0 != Digits.zero }
    case .nozeroprefix: part.count > 1 && part[0] == Digits.zero ? 0 : nil
    case .pieceoftotal: Self.pieceFault(part)
    case .latitude: (Digits.number(part) ?? .max) <= 1_800_000_000 ? nil : 0
    case .longitude: (Digits.number(part) ?? .max) <= 3_600_000_000 ? nil : 0
    case .mediatype: Digits.number(part).map { (1...10) ~= $0 || (80...99) ~= $0 } == true ? nil : 0
    case .packagetype: CodeLists.packageTypes.contains(part) ? nil : 0
    case .couponcode: Self.place(of: { () throws(CouponFault) in _ = try CouponCode(part) })
    case .couponposoffer: Self.place(of: { () throws(CouponFault) in _ = try CouponOffer(part) })
    case .none, .csum, .prefix, .prefix2, .yymmdd, .yymmd0, .yyyymmdd, .hhmi, .hh, .mi, .ss: nil
    }
  }

  private static func place(of reading: () throws(CouponFault) -> Void) -> Int? {
    do {
      try reading()
      return nil
    } catch {
      return error.at
    }
  }

  private static func isOne(of letters: String, _ part: [UInt8]) -> Bool {
    part.count == 1 && letters.utf8.contains(part[0])
  }

  /// `%` is followed by two hexadecimal digits.
  private static func percentFault(_ part: [UInt8]) -> Int? {
    var index = 0
    while index < part.count {
      if part[index] == UInt8(ascii: "%") {
        guard index + 2 < part.count, PercentCode.digit(part[index + 1]) != nil,
          PercentCode.digit(part[index + 2]) != nil
        else { return index }
        index += 2
      }
      index += 1
    }
    return nil
  }

  /// `3/12`: a place in a row, neither number zero nor with a zero in front.
  private static func sequenceFault(_ part: [UInt8]) -> Int? {
    let numbers = part.split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard numbers.count == 2, let place = Digits.number(numbers[0]),
      let end = Digits.number(numbers[1])
    else { return 0 }
    if numbers[0].first == Digits.zero { return 0 }
    if numbers[1].first == Digits.zero { return numbers[1].startIndex }
    return place <= end ? nil : 0
  }

  /// Half of the digits are the piece's number, half how many pieces there are.
  private static func pieceFault(_ part: [UInt8]) -> Int? {
    let half = part.count / 2
    guard let piece = Digits.number(part[..<half]), let total = Digits.number(part[half...]) else {
      return 0
    }
    if piece == 0 { return 0 }
    if total == 0 { return half }
    return piece <= total ? nil : 0
  }

  /// ISO 13616: the country and check digits moved behind the rest, letters as 10...35, modulo 97.
  private static func ibanFault(_ part: [UInt8]) -> Int? {
    guard part.count > 10, CodeLists.countryLetters.contains(Array(part.prefix(2))) else {
      return 0
    }
    var rest = 0
    for index in Array(4..<part.count) + [0, 1, 2, 3] {
      switch part[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        rest = (rest * 10 + Int(part[index] - Digits.zero)) % 97
      case UInt8(ascii: "A")...UInt8(ascii: "Z"):
        rest = (rest * 100 + Int(part[index] - UInt8(ascii: "A")) + 10) % 97
      default: return index
      }
    }
    return rest == 1 ? nil : 2
  }

  /// Two check characters over set 82 (GS1 General Specifications 7.9.5): values times the primes
  /// from the right, modulo 1021, in two characters of 32.
  private static func checkPairFault(_ part: [UInt8]) -> Int? {
    let body = part.count - 2
    guard body >= 0 else { return 0 }
    return checkPair(of: part.prefix(body)) == Array(part[body...]) ? nil : body
  }

  /// The two check characters of a key of set 82; bytes of other sets count as nothing.
  static func checkPair(of body: some BidirectionalCollection<UInt8>) -> [UInt8] {
    let label = Array(
      "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz".utf8)
    let pair = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ".utf8)
    var sum = 0
    var prime = 1
    for byte in body.reversed() {
      prime = nextPrime(after: prime)
      sum += (label.firstIndex(of: byte) ?? 0) * prime
    }
    sum %= 1021
    return [pair[sum / 32], pair[sum % 32]]
  }

  private static func nextPrime(after number: Int) -> Int {
    var next = number + 1
    while (2..<next).contains(where: { $0 * $0 <= next && next.isMultiple(of: $0) }) { next += 1 }
    return next
  }
}

extension Check {
  /// The stable word for a failed check.
  var faultName: String {
    switch self {
    case .none: "none"
    case .csum: "check_digit"
    case .csumalpha: "check_pair"
    case .prefix, .prefix2: "company_prefix"
    case .yymmdd, .yymmd0, .yyyymmdd: "date"
    case .hhmi, .hh, .mi, .ss: "time"
    case .iso3166, .iso3166999, .iso3166alpha2: "country"
    case .iso4217: "currency"
    case .couponcode, .couponposoffer: "coupon"
    default: "\(self)"
    }
  }

  /// What a failed check says about its identifier.
  var complaint: String {
    switch self {
    case .none: "is right"
    case .csum: "has a wrong check digit"
    case .csumalpha: "has wrong check characters"
    case .prefix, .prefix2: "does not begin with a company prefix"
    case .yymmdd, .yymmd0, .yyyymmdd: "holds no date of the calendar"
    case .hhmi, .hh, .mi, .ss: "holds no time of the day"
    case .iso3166, .iso3166999, .iso3166alpha2: "names no country of ISO 3166"
    case .iso4217: "names no currency of ISO 4217"
    case .iso5218: "holds no code of ISO 5218"
    case .iban: "holds no bank account number"
    case .pcenc: "holds a percent sign without two hexadecimal digits"
    case .hyphen: "may hold a hyphen here and nothing else"
    case .hasnondigit: "needs a character that is no digit"
    case .importeridx: "has a wrong importer index"
    case .posinseqslash: "holds no place in a row such as 1/3"
    case .nonzero: "may not be zero"
    case .nozeroprefix: "may not begin with a zero"
    case .zero: "must be zero here"
    case .yesno: "must be 0 or 1"
    case .winding: "must be 0, 1 or 9"
    case .pieceoftotal: "holds no piece of a total"
    case .latitude: "holds no latitude"
    case .longitude: "holds no longitude"
    case .mediatype: "names no medium"
    case .packagetype: "names no kind of package"
    case .couponcode, .couponposoffer: "holds no coupon"
    }
  }
}
