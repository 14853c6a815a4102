// Why a content is no symbol. A wrong code never reaches the paper: it becomes one of these.

/// What is wrong with the content or the options of a symbol, and where.
package struct SymbolFault: Error, Hashable, Sendable {
  /// What is wrong.
  package enum Reason: Hashable, Sendable {
    /// There is nothing to print.
    case empty
    /// The symbology cannot hold this character; positions count Unicode scalars from 0.
    case character(Unicode.Scalar, position: Int)
    /// The number of characters, and the numbers that would do.
    case length(Int, allowed: String)
    /// The check digit that was given and the one that it should be.
    case checkDigit(found: Int, expected: Int)
    /// A Codabar begins and ends with one of A, B, C and D, and has none between.
    case startStop
    /// The number has no short form: too few zeros, or not of number system 0.
    case notShortenable
    /// Text that is no GS1 element string in brackets, from this position on.
    case elementString(position: Int)
    /// A GS1 application identifier whose value has the wrong length or other than digits.
    case identifier(String)
    /// More than the symbol or the command holds; both in the unit that the words name.
    case tooLong(Int, most: Int, unit: String)
    /// The bytes sent would hold a real-time command, from this byte of the command's data on.
    case realTimeCommand(position: Int)
    /// An option out of its range, in words.
    case option(String)
  }

  /// The symbology's name, for example `UPC-E`.
  package let symbology: String
  package let reason: Reason

  package init(_ symbology: String, _ reason: Reason) {
    self.symbology = symbology
    self.reason = reason
  }
}

extension SymbolFault: CustomStringConvertible {
  /// One sentence for the person who made the content; positions are counted from 1 in it.
  package var description: String { "\(symbology): \(words)" }

  private var words: String {
    switch reason {
    case .empty: "there is nothing to print"
    case .character(let scalar, let position):
      "it cannot hold \(name(scalar)) (character \(position + 1))"
    case .length(let count, let allowed): "it takes \(allowed), not \(count)"
    case .checkDigit(let found, let expected):
      "the check digit is \(found), it should be \(expected)"
    case .startStop: "it begins and ends with A, B, C or D and has none of them between"
    case .notShortenable: "this number has no short form"
    case .elementString(let position):
      "no application identifier in brackets at character \(position + 1)"
    case .identifier(let identifier): "the value of (\(identifier)) is wrong"
    case .tooLong(let count, let most, let unit): "\(count) \(unit) are more than \(most)"
    case .realTimeCommand(let position):
      "the printer would take byte \(position + 1) for a command; print it as a picture"
    case .option(let words): words
    }
  }

  private func name(_ scalar: Unicode.Scalar) -> String {
    let isPlain = (0x21...0x7E).contains(scalar.value)
    if isPlain { return "\"\(Character(scalar))\"" }
    let hex = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
  }
}
