// Why a text is no GS1 element string or link: what is wrong and where, never the content itself.

/// What is wrong with a GS1 element string, and the byte it is wrong at.
///
/// No part of the value is kept: it may be anything, and a fault is shown and logged.
package struct ElementFault: Error, Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    case empty
    /// Neither an identifier nor a separator stands here.
    case noIdentifier
    /// Digits that the dictionary does not list as an identifier.
    case unknownIdentifier
    case tooShort
    case tooLong
    /// A character outside the set of the identifier.
    case character
    case checkDigit(found: Int, expected: Int)
    /// Any other check of the dictionary.
    case check(Check)
    /// One identifier twice with different values.
    case repeated
    /// Two identifiers that never stand together.
    case exclusive(ApplicationIdentifier)
    /// A value for a link's attribute whose identifier may only stand in the path, or the reverse.
    case notAnAttribute
    case qualifierOrder
  }

  package let kind: Kind
  /// The byte, counted from 0 in the text that was given.
  package let at: Int
  /// The identifier whose value is wrong, where there is one.
  package let identifier: ApplicationIdentifier?

  init(_ kind: Kind, at: Int, _ identifier: ApplicationIdentifier? = nil) {
    self.kind = kind
    self.at = at
    self.identifier = identifier
  }

  func moved(by bytes: Int) -> ElementFault { ElementFault(kind, at: at + bytes, identifier) }

  /// The stable word for it.
  package var name: String {
    switch kind {
    case .empty: "empty"
    case .noIdentifier: "no_ai"
    case .unknownIdentifier: "unknown_ai"
    case .tooShort: "too_short"
    case .tooLong: "too_long"
    case .character: "character"
    case .checkDigit: "check_digit"
    case .check(let check): check.faultName
    case .repeated: "repeated_ai"
    case .exclusive: "exclusive_ai"
    case .notAnAttribute: "not_an_attribute"
    case .qualifierOrder: "qualifier_order"
    }
  }
}

extension ElementFault: CustomStringConvertible {
  package var description: String {
    let subject = identifier.map { "(\($0.text))" } ?? "the code"
    return switch kind {
    case .empty: "there is no GS1 element"
    case .noIdentifier: "a GS1 application identifier should begin here"
    case .unknownIdentifier: "GS1 knows no application identifier with these digits"
    case .tooShort: "the value of \(subject) is too short"
    case .tooLong: "the value of \(subject) is too long; a separator may be missing before here"
    case .character: "\(subject) may not hold this character"
    case .checkDigit(let found, let expected):
      "the check digit of \(subject) is \(found), it should be \(expected)"
    case .check(let check): "\(subject) \(check.complaint)"
    case .repeated: "\(subject) stands twice with different values"
    case .exclusive(let other): "\(subject) and (\(other.text)) may not stand in one code"
    case .notAnAttribute: "\(subject) may not stand in this place of a link"
    case .qualifierOrder: "\(subject) may not follow here in the path of a link"
    }
  }
}
