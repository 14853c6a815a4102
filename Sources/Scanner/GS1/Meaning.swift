// What the values of elements mean at a till: dates, lots, weights, prices, counts.

package import Values

/// What one element says about the item, as a value that can be worked with.
///
/// Numbers keep the decimals of their identifier (`3103` has three) and stay whole numbers.
package enum Meaning: Hashable, Sendable {
  /// A date and the time of the day where the identifier has one.
  case date(Occasion, CivilDate, time: String?)
  case lot(String)
  case serial(String)
  case count(Int64)
  case measure(Dimension, Figure, unit: String)
  /// An amount of money for the item, in the currency of the place unless one is given.
  case price(Figure, currency: String?)
  /// The price of one unit of measure.
  case unitPrice(Figure)
  /// An amount that a coupon or payment slip is about.
  case amount(Figure, currency: String?)
  case percentOff(Figure)

  /// What a date is about.
  ///
  /// Expiry and the like end with the end of the day.
  package enum Occasion: String, Hashable, Sendable {
    case production = "produced"
    case due
    case packaging = "packed"
    case bestBefore = "best before"
    case sellBy = "sell by"
    case expiry = "expires"
    case frozen = "first frozen"
    case harvest = "harvested"
    case testBy = "test by"
    case release = "released"
    case notBefore = "deliver not before"
    case notAfter = "deliver not after"
  }

  /// What was measured.
  package enum Dimension: String, Hashable, Sendable {
    case weight
    case length, width, height, area, volume
    case density = "weight per area"
  }

  /// A whole number and how many of its digits stand behind the decimal point.
  package struct Figure: Hashable, Sendable {
    package let digits: Int64
    package let decimals: Int

    package init(digits: Int64, decimals: Int) {
      self.digits = digits
      self.decimals = decimals
    }
  }
}

extension Meaning.Figure: CustomStringConvertible {
  /// Such as `1.250`.
  package var description: String { Digits.decimal(digits, decimals) }
}

extension ElementString {
  /// What an element means at a till, or nil if it has no meaning there beyond its text.
  ///
  /// - Parameter year: the present year, which decides the century of dates.
  package func meaning(of element: Element, year: Int) -> Meaning? {
    let value = valueBytes(element)
    let key = element.identifier.key
    switch key {
    case 1000: return .lot(self.value(element))
    case 2100: return .serial(self.value(element))
    case 3000, 3700: return Digits.number(value).map(Meaning.count)
    case 3100...3699: return measure(element)
    case 3900...3909, 3910...3919, 3920...3929, 3930...3939:
      let isForeign = (key / 10).isMultiple(of: 2) == false
      let number = isForeign ? value.dropFirst(3) : value
      guard let digits = Digits.number(number) else { return nil }
      let figure = Meaning.Figure(digits: digits, decimals: element.identifier.lastDigit)
      let currency =
        isForeign ? CodeLists.currencies[String(decoding: value.prefix(3), as: UTF8.self)] : nil
      return key < 3920
        ? .amount(figure, currency: currency) : .price(figure, currency: currency)
    case 3940...3943:
      return Digits.number(value).map {
        .percentOff(.init(digits: $0, decimals: element.identifier.lastDigit))
      }
    case 3950...3955:
      return Digits.number(value).map {
        .unitPrice(.init(digits: $0, decimals: element.identifier.lastDigit))
      }
    default: return date(element, year: year)
    }
  }

  private func date(_ element: Element, year: Int) -> Meaning? {
    let value = valueBytes(element)
    guard let occasion = Self.occasions[element.identifier.key],
      let date = CivilDate(yymmdd: value.prefix(6), now: year)
    else { return nil }
    // A second date (harvest) is the end of a range; the first is what counts here.
    let clock = element.identifier.key == 7007 ? [] : value.dropFirst(6)
    var time = ""
    for (index, byte) in clock.enumerated() {
      if index > 0, index.isMultiple(of: 2) { time += ":" }
      time.unicodeScalars.append(Unicode.Scalar(byte))
    }
    return .date(occasion, date, time: time.isEmpty ? nil : time)
  }

  private static let occasions: [UInt16: Meaning.Occasion] = [
    1100: .production, 1200: .due, 1300: .packaging, 1500: .bestBefore, 1600: .sellBy,
    1700: .expiry, 4324: .notBefore, 4325: .notAfter, 4326: .release, 7003: .expiry,
    7006: .frozen, 7007: .harvest, 7011: .testBy, 8008: .production,
  ]

  private func measure(_ element: Element) -> Meaning? {
    guard let digits = Digits.number(valueBytes(element)),
      let (dimension, unit) = Self.measures[element.identifier.key / 10]
    else { return nil }
    return .measure(
      dimension, .init(digits: digits, decimals: element.identifier.lastDigit), unit: unit)
  }

  /// Dimension and unit by the first three digits (GS1 General Specifications 3.6).
  private static let measures: [UInt16: (Meaning.Dimension, String)] = {
    let list = """
      310 weight kg 311 length m 312 width m 313 height m 314 area m² 315 volume l 316 volume m³ \
      320 weight lb 321 length in 322 length ft 323 length yd 324 width in 325 width ft \
      326 width yd 327 height in 328 height ft 329 height yd 330 weight kg 331 length m \
      332 width m 333 height m 334 area m² 335 volume l 336 volume m³ 337 density kg/m² \
      340 weight lb 341 length in 342 length ft 343 length yd 344 width in 345 width ft \
      346 width yd 347 height in 348 height ft 349 height yd 350 area in² 351 area ft² \
      352 area yd² 353 area in² 354 area ft² 355 area yd² 356 weight oz_t 357 volume fl_oz \
      360 volume qt 361 volume gal 362 volume qt 363 volume gal 364 volume in³ 365 volume ft³ \
      366 volume yd³ 367 volume in³ 368 volume ft³ 369 volume yd³
      """
    let dimensions: [Substring: Meaning.Dimension] = [
      "weight": .weight, "length": .length, "width": .width, "height": .height, "area": .area,
      "volume": .volume, "density": .density,
    ]
    let words = list.split(separator: " " as Character)
    var table: [UInt16: (Meaning.Dimension, String)] = [:]
    for index in stride(from: 0, to: words.count - 2, by: 3) {
      if let key = UInt16(words[index]), let dimension = dimensions[words[index + 1]] {
        table[key] = (dimension, String(words[index + 2].map { $0 == "_" ? " " : $0 }))
      }
    }
    return table
  }()
}

extension Meaning: CustomStringConvertible {
  /// In words for people: `best before 2027-01-31`.
  package var description: String {
    switch self {
    case .date(let occasion, let date, let time):
      "\(occasion.rawValue) \(date)\(time.map { " at \($0)" } ?? "")"
    case .lot: "lot"
    case .serial: "serial number"
    case .count(let count): "\(count) pieces"
    case .measure(let dimension, let figure, let unit): "\(dimension.rawValue) \(figure) \(unit)"
    case .price(let figure, let currency): "price \(figure)\(currency.map { " \($0)" } ?? "")"
    case .unitPrice(let figure): "price per unit \(figure)"
    case .amount(let figure, let currency): "amount \(figure)\(currency.map { " \($0)" } ?? "")"
    case .percentOff(let figure): "\(figure) percent off"
    }
  }
}
