// What single cells say: prices, flags, codes. Exact or refused, never guessed.

internal import Values

/// Why a cell cannot be read.
struct ImportReason: Error, Equatable {
  let text: String

  init(_ text: String) { self.text = text }
}

/// The reading of single cells, already trimmed.
enum ImportText {
  /// Minor units from major units such as `2.49`, `2,49`, `2` or `.99`.
  ///
  /// More decimals than the currency has are an error even if they are zeros: `1.500` may be one
  /// and a half as well as fifteen hundred.
  static func price(_ text: String, _ currency: Currency) throws(ImportReason) -> Int64 {
    guard !text.isEmpty else { throw ImportReason("the price is missing") }
    let bytes = text.utf8
    let mark = bytes.firstIndex { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
    let whole = text[..<(mark ?? text.endIndex)]
    let decimals = mark.map { text[bytes.index(after: $0)...] } ?? ""
    guard isDigits(whole), isDigits(decimals), mark == nil || !decimals.isEmpty else {
      throw ImportReason("no price such as \(Money(249, currency).digits(mark: "."))")
    }
    guard decimals.utf8.count <= currency.exponent else {
      throw ImportReason(
        "\(currency) has \(currency.exponent) decimals, not \(decimals.utf8.count)")
    }
    let padding = String(repeating: "0", count: currency.exponent - decimals.utf8.count)
    guard let minor = Int64("0" + whole + decimals + padding) else {
      throw ImportReason("the number is too large")
    }
    return minor
  }

  /// A whole number, as prices in minor units are.
  static func wholeNumber(_ text: String) throws(ImportReason) -> Int64 {
    guard !text.isEmpty else { throw ImportReason("the price is missing") }
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    guard !digits.isEmpty, isDigits(digits) else { throw ImportReason("no whole number") }
    guard let number = Int64(text) else { throw ImportReason("the number is too large") }
    return number
  }

  /// Whether a product is sold; an empty cell says yes.
  static func flag(_ text: String) throws(ImportReason) -> Bool {
    switch text.lowercased() {
    case "", "true", "yes", "y", "1": return true
    case "false", "no", "n", "0": return false
    default: throw ImportReason("neither true nor false")
    }
  }

  /// What is wrong with a code beyond what every product's codes are checked for.
  static func objection(toCode code: String, expectsGTIN: Bool) -> String? {
    if isRounded(code) { return "a spreadsheet has rounded it: format its column as text there" }
    guard expectsGTIN else { return nil }
    do {
      _ = try GTIN(code)
      return nil
    } catch {
      return "\(error)"
    }
  }

  /// The SKU that a code gives: a GTIN's thirteen digits, or fourteen; another code as it is.
  static func number(of code: String?) -> String {
    guard let code else { return "" }
    guard let digits = (try? GTIN(code))?.digits else { return code }
    return digits.hasPrefix("0") ? String(digits.dropFirst()) : digits
  }

  /// A text with its line breaks and tabs turned into spaces.
  static func singleLine(_ text: String) -> String {
    guard text.utf8.contains(where: { 9...13 ~= $0 }) else { return text }
    return text.split { $0.isNewline || $0 == "\t" }.map { String($0).trimmed }
      .filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Whether a code was a number to a spreadsheet, such as `4.00638E+12`.
  private static func isRounded(_ code: String) -> Bool {
    let parts = code.split(separator: "E", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].utf8.count > 1, parts[1].hasPrefix("+") else { return false }
    let mantissa = String(parts[0].filter { $0 != "." && $0 != "," })
    return !mantissa.isEmpty && isDigits(mantissa) && isDigits(parts[1].dropFirst())
  }

  private static func isDigits(_ text: some StringProtocol) -> Bool {
    text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
