// ISO 4217 codes and their minor-unit exponents. No exchange rates, no formatting.

/// A currency by its ISO 4217 alphabetic code, with the number of its decimals.
package struct Currency: Hashable, Sendable {
  /// Three upper-case letters, such as `EUR`.
  package let code: String
  /// Digits after the decimal mark: 0 (JPY), 2 (EUR), 3 (KWD) or 4 (CLF).
  package let exponent: Int

  /// The currency with this code, or nil if ISO 4217 lists none (no funds or test codes).
  package init?(code: String) {
    guard let exponent = Currency.exponents[code] else { return nil }
    self.code = code
    self.exponent = exponent
  }

  private init(known code: String, exponent: Int) {
    self.code = code
    self.exponent = exponent
  }

  package static let eur = Currency(known: "EUR", exponent: 2)
}

extension Currency: CustomStringConvertible {
  package var description: String { code }
}

extension Currency: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let code = try container.decode(String.self)
    guard let currency = Currency(code: code) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\(code.debugDescription) is no ISO 4217 currency code")
    }
    self = currency
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(code)
  }
}

extension Currency {
  /// ISO 4217:2015, list one: current currencies by their number of decimals.
  private static let exponents: [String: Int] = {
    var table: [String: Int] = [:]
    for (exponent, codes) in [
      0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
      2: """
      AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN \
      BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS \
      GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR \
      LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD \
      PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN \
      SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR \
      ZMW ZWG
      """,
      3: "BHD IQD JOD KWD LYD OMR TND",
      4: "CLF UYW",
    ] {
      for code in codes.split(separator: " ") { table[String(code)] = exponent }
    }
    return table
  }()
}
