// The rules of a shop about its own codes, in the order they are asked. Text in, values out.

/// The rules a shop reads its own codes by: the first that matches decides.
///
///     country DE
///     staff STAFF-*
///     weight 28PPPPCVVVVVK decimals=3 unit=kg
///     test 2811111068708 weight 6.870
///
/// A line is empty, a remark after `#` at its beginning, or one of:
/// - `country XX`: the rules that the country's GS1 organisation publishes (`ShopRules.presets`);
/// - `price`, `weight` or `count`, a pattern, and `decimals=`, `unit=`, `currency=`;
/// - `product`, `coupon`, `gift`, `receipt`, `staff`, `customer`, `drawer`, `function` and a
///   pattern;
/// - `test`, a code, what it is and for a measure its value: proves the rules above it.
package struct ShopRules: Equatable, Sendable {
  package private(set) var rules: [ShopRule] = []

  /// The countries that there are rules for, such as `DE, DK`.
  package static var countries: String { presets.keys.sorted().joined(separator: ", ") }

  /// The codes that tilld's own papers carry.
  package static let standard = ShopRules(rules: ownRules)

  private static let ownRules: [ShopRule] = [
    .init(subject: .receipt, pattern: "T#-######"),
    .init(subject: .receipt, pattern: "T##-######"),
    .init(subject: .giftCard, pattern: "GIFT-*"),
    .init(subject: .staff, pattern: "STAFF-*"),
    .init(subject: .customer, pattern: "CUSTOMER-*"),
    .init(subject: .drawer, pattern: "DRAWER"),
    .init(subject: .function, pattern: "FN-*"),
  ]

  init(rules: [ShopRule]) { self.rules = rules }

  /// The rules of a country behind those of tilld's own papers; nil if there are none for it.
  package init?(country: String) {
    guard let preset = Self.presets[country.uppercased()] else { return nil }
    do {
      try self.init(parsing: preset)
    } catch {
      return nil
    }
  }

  /// The rules of a text, before those of tilld's own papers.
  ///
  /// - Throws: the first line that is no rule or whose test fails.
  package init(parsing text: String) throws(ShopRuleFault) {
    var rules: [ShopRule] = []
    try Self.read(text, isPreset: false, into: &rules)
    self.rules = rules + Self.ownRules
  }

  /// The longest text of rules, in bytes, and the longest pattern.
  static let byteCountMax = 65_536
  static let patternCountMax = 100

  private static func read(
    _ text: String, isPreset: Bool, into rules: inout [ShopRule]
  ) throws(ShopRuleFault) {
    guard text.utf8.count <= byteCountMax else { throw ShopRuleFault(line: 1, .tooLong) }
    for (index, line) in text.split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline
    ).enumerated() {
      let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
      guard let verb = words.first, !verb.hasPrefix("#") else { continue }
      let number = index + 1
      guard words.count >= 2 else { throw ShopRuleFault(line: number, .missingPattern) }
      switch verb {
      case "country":
        guard !isPreset, let preset = presets[words[1].uppercased()], words.count == 2 else {
          throw ShopRuleFault(line: number, .unknownCountry(words[1]))
        }
        do {
          try read(preset, isPreset: true, into: &rules)
        } catch {
          throw ShopRuleFault(line: number, error.reason)
        }
      case "test":
        guard test(words, rules) else { throw ShopRuleFault(line: number, .testFailed) }
      default:
        rules.append(try rule(words, line: number))
      }
    }
  }

  private static func rule(_ words: [String], line: Int) throws(ShopRuleFault) -> ShopRule {
    let pattern = words[1]
    guard pattern.utf8.count <= patternCountMax,
      pattern.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { throw ShopRuleFault(line: line, .badPattern) }
    if let star = pattern.firstIndex(of: "*"), star != pattern.indices.last {
      throw ShopRuleFault(line: line, .starNotLast)
    }
    let plain: [String: ShopRule.Subject] = [
      "product": .product, "coupon": .coupon, "gift": .giftCard, "receipt": .receipt,
      "staff": .staff, "customer": .customer, "drawer": .drawer, "function": .function,
    ]
    if let subject = plain[words[0]] {
      guard words.count == 2 else { throw ShopRuleFault(line: line, .unknownOption(words[2])) }
      guard pattern.utf8.contains(where: { !"#?*".utf8.contains($0) }) else {
        throw ShopRuleFault(line: line, .matchesEverything)
      }
      return ShopRule(subject: subject, pattern: pattern)
    }
    guard let kind = Measure.Kind(rawValue: words[0]) else {
      throw ShopRuleFault(line: line, .unknownSubject(words[0]))
    }
    let values = pattern.utf8.filter { $0 == UInt8(ascii: "V") }.count
    let checks = pattern.utf8.filter { $0 == UInt8(ascii: "C") }.count
    guard (1...9).contains(values), isMeaningful(pattern) else {
      throw ShopRuleFault(line: line, .noValue)
    }
    guard checks == 0 || checks == 1 && (values == 4 || values == 5) else {
      throw ShopRuleFault(line: line, .badCheck)
    }
    if pattern.utf8.contains(UInt8(ascii: "K")),
      pattern.utf8.count != 13 || pattern.utf8.last != UInt8(ascii: "K")
    {
      throw ShopRuleFault(line: line, .badCheck)
    }
    var decimals = 0
    var unit: String?
    var currency: String?
    for option in words.dropFirst(2) {
      let parts = option.split(separator: "=" as Character, maxSplits: 1).map(String.init)
      switch (parts.first, parts.count) {
      case ("decimals", 2):
        guard let number = Int(parts[1]), (0...values).contains(number) else {
          throw ShopRuleFault(line: line, .badDecimals)
        }
        decimals = number
      case ("unit", 2): unit = parts[1]
      case ("currency", 2): currency = parts[1]
      default: throw ShopRuleFault(line: line, .unknownOption(option))
      }
    }
    return ShopRule(
      subject: .measure(kind, decimals: decimals, unit: unit, currency: currency),
      pattern: pattern)
  }

  /// Whether a measure's pattern holds a character of its own: others would match all codes.
  private static func isMeaningful(_ pattern: String) -> Bool {
    pattern.utf8.contains { !"PVCK#?*".utf8.contains($0) }
  }

  private static func test(_ words: [String], _ rules: [ShopRule]) -> Bool {
    guard words.count == 3 || words.count == 4 else { return false }
    let reading = Reading(words[1], rules: ShopRules(rules: rules))
    guard let measure = reading.measure else {
      return reading.error == nil && reading.kind.rawValue == words[2] && words.count == 3
    }
    return words[2] == measure.kind.rawValue
      && (words.count == 3 || words[3] == measure.figure.description)
  }
}

/// What is wrong with a line of rules.
package struct ShopRuleFault: Error, Equatable, Sendable {
  package enum Reason: Equatable, Sendable {
    case tooLong
    case missingPattern
    case unknownSubject(String)
    case unknownCountry(String)
    case unknownOption(String)
    case badPattern
    case starNotLast
    case matchesEverything
    case noValue
    case badCheck
    case badDecimals
    case testFailed
  }

  /// The line, counted from 1.
  package let line: Int
  package let reason: Reason

  init(line: Int, _ reason: Reason) {
    self.line = line
    self.reason = reason
  }
}

extension ShopRuleFault: CustomStringConvertible {
  package var description: String {
    let text =
      switch reason {
      case .tooLong: "rules have at most \(ShopRules.byteCountMax) bytes"
      case .missingPattern: "a rule has a word and a pattern, such as: staff STAFF-*"
      case .unknownSubject(let word):
        "\(word.debugDescription) is none of price, weight, count, product, coupon, gift, "
          + "receipt, staff, customer, drawer, function, country, test"
      case .unknownCountry(let word):
        "there are no rules for \(word.debugDescription); there are for \(ShopRules.countries)"
      case .unknownOption(let word):
        "\(word.debugDescription) is none of decimals=, unit=, currency="
      case .badPattern: "a pattern has at most \(ShopRules.patternCountMax) plain characters"
      case .starNotLast: "* may only stand at the end of a pattern"
      case .matchesEverything: "a pattern needs a character of its own, or it matches every code"
      case .noValue: "a measure's pattern has one to nine V and a prefix of its own"
      case .badCheck: "C goes with four or five V, and K ends a pattern of 13"
      case .badDecimals: "decimals= is a number, not more than there are V"
      case .testFailed: "the code of this test is read differently by the rules above it"
      }
    return "line \(line): \(text)"
  }
}
