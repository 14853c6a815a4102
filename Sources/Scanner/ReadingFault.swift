// Why a scan cannot be used, as one value for all its reasons. It never carries content.

/// Why a scan cannot be used.
package struct ReadingFault: Error, Equatable, Sendable {
  /// The stable word for it, such as `check_digit`, `card_data` or `too_short`.
  package let kind: String
  /// The byte of the raw line it is wrong at, counted from 0; 0 where no place can be named.
  package let at: Int
  /// A sentence without any of the content.
  package let message: String

  init(_ kind: String, at: Int = 0, _ message: String) {
    self.kind = kind
    self.at = at
    self.message = message
  }

  init(_ fault: ElementFault, shift: Int) {
    self.init(fault.name, at: fault.at + shift, fault.description)
  }

  init(_ fault: LinkFault, shift: Int) {
    switch fault {
    case .notALink: self.init("not_a_link", at: shift, "this is no web address")
    case .mixedScheme:
      self.init("mixed_scheme", at: shift, "the address begins neither with http nor HTTP")
    case .noKey:
      self.init("no_gs1_key", at: shift, "this web address names no product")
    case .compressed:
      self.init(
        "compressed_link", at: shift, "this is a compressed link: it cannot be read offline")
    case .wordKey:
      self.init(
        "word_key", at: shift, "this link names its key by a word, which GS1 no longer allows")
    case .element(let fault): self.init(fault, shift: shift)
    }
  }

  init(_ fault: ScanFault, at: Int = 0) {
    let kind =
      switch fault {
      case .empty: "empty"
      case .tooLong: "too_long"
      case .controlCharacter: "control_character"
      case .cardData: "card_data"
      }
    self.init(kind, at: at, fault.description)
  }
}
