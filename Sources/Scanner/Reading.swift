// All that one scanned line says. The steps that find it out stand in Reading+Steps and
// Reading+Numbers, its JSON in Reading+Encoding, its words in Reading+Text.

internal import Values

/// What a scanned line says, as a value: the same line and rules always give the same reading.
///
/// A line that cannot be used is a reading with an `error`, and then nothing of it is taken for
/// granted: no GTIN, no elements. Where the digits alone leave more than one product possible,
/// `candidates` has them all and the catalogue decides; nothing is guessed. Nothing of a payment
/// card is kept anywhere in it.
///
///     Reading("]C1010950600013435210ABC").gtin14  // "09506000134352"
package struct Reading: Equatable, Sendable {
  /// The scanner's AIM identifier, such as `]E0`.
  package internal(set) var aim: String?
  /// The kind of symbol, or nil when neither the scanner nor the digits tell.
  package internal(set) var symbology: Symbology?
  package internal(set) var kind = ReadingKind.own
  /// The product's one key, when it is certain.
  package internal(set) var gtin14: String?
  /// What to look up, most likely first: GTIN-14s, or the shop's own text.
  package internal(set) var candidates: [String] = []
  /// The GS1 elements, from a symbol or a link.
  package internal(set) var elements: ElementString?
  /// A Digital Link in its canonical form.
  package internal(set) var digitalLink: String?
  package internal(set) var measure: Measure?
  package internal(set) var coupon: Coupon?
  /// The two or five digits beside a magazine's code.
  package internal(set) var addOn: String?
  package internal(set) var warnings: [ScanWarning] = []
  package internal(set) var error: ReadingFault?
  /// The content without identifier and outer separators; empty for a refused line.
  package internal(set) var content = ""

  /// Why the line is no scan at all, where `kind` is `refused`.
  var refusal: ScanFault?
  /// The digits of a wrong check digit.
  var wrongCheckDigit: (found: Int, expected: Int)? {
    guard let wrongDigits else { return nil }
    return (wrongDigits[0], wrongDigits[1])
  }
  var wrongDigits: [Int]?
  /// How many bytes of the raw line stand before `content`.
  var shift = 0
  /// The year that decides the century of dates.
  package let year: Int

  /// Reads one line of a scanner, without its terminator.
  ///
  /// - Parameters:
  ///   - raw: the line; U+001D stands for the GS1 separator.
  ///   - rules: what the shop's own codes mean.
  ///   - year: the present year, by which two-digit years get their century. Any year within some
  ///     decades gives the same dates, so it needs no clock.
  package init(_ raw: String, rules: ShopRules = .standard, year: Int = 2026) {
    self.year = year
    do {
      try admit(raw)
    } catch {
      refuse(error.fault, at: error.at)
      return
    }
    read(rules)
    if error != nil, kind != .link, kind != .refused { forgetProduct() }
  }

  /// Whether the code is something to look up in the catalogue.
  package var isLookedUp: Bool { kind == .product || kind == .measured || kind == .own }

  /// Leaves nothing of the line but why it was refused.
  mutating func refuse(_ fault: ScanFault, at: Int = 0) {
    self = Reading(refusing: fault, at: at, aim: fault == .cardData ? nil : aim, year: year)
  }

  private init(refusing fault: ScanFault, at: Int, aim: String?, year: Int) {
    self.year = year
    self.aim = aim
    kind = .refused
    refusal = fault
    error = ReadingFault(fault, at: at)
  }

  /// Takes back what an error makes uncertain.
  private mutating func forgetProduct() {
    kind = .misread
    gtin14 = nil
    elements = nil
    measure = nil
    coupon = nil
    digitalLink = nil
  }
}
