// What is on a piece of paper, before anyone knows how wide it is. Typesetter.swift lays it out,
// Document+Output.swift says into what.

package import ESCPOS

/// A sequence of elements that any printer and any preview can lay out.
///
/// All text is in logical order, first letter first. In a right-to-left document everything is
/// mirrored: the start of a line is its right end.
package struct Document: Sendable, Equatable {
  package enum Element: Sendable, Equatable {
    /// A title, large and centred.
    case heading(String)
    /// The one thing to be seen from afar: centred, as large as the paper allows.
    case banner(String)
    /// Running text; wraps.
    case text(String, Look)
    /// A text at the start of the line, wrapped where needed, and one at its end that stays whole.
    case row(String, String, Weight)
    /// Columns of figures, the first one at the start, the others ending their columns.
    case table(header: [String], rows: [[String]])
    /// Lines in a frame; each wraps.
    case box([String])
    /// A line across.
    case rule(Rule)
    /// A number to be scanned: Code 128 where it fits, otherwise a QR code.
    case barcode(String)
    /// A barcode of a certain symbology; where it does not fit, its text.
    case symbol(LinearSymbol)
    /// A link or a number as a QR code; its text where it does not fit or nobody can draw it.
    case qr(String)
    /// A two-dimensional code of a certain symbology; where it cannot be printed, its content.
    case matrix(MatrixSymbol)
    /// A logo, or any picture, centred; one that is wider than the paper is left out.
    case picture(Bitmap)
    /// Blank lines, 1 to 255.
    case feed(Int)
    case cut
  }

  /// How much a text stands out.
  package enum Weight: Sendable {
    case normal, bold
    /// Twice as high, and twice as wide where it fits.
    case large
  }

  /// Where on its line a text stands.
  package enum Place: Sendable { case start, center, end }

  /// How running text looks.
  package struct Look: Sendable, Equatable {
    package var place: Place
    package var weight: Weight
    package var font: Font
    package var underline: Bool
    /// The paragraph's base direction; nil for that of the document.
    package var direction: Direction?

    package init(
      place: Place = .start, weight: Weight = .normal, font: Font = .a, underline: Bool = false,
      direction: Direction? = nil
    ) {
      self.place = place
      self.weight = weight
      self.font = font
      self.underline = underline
      self.direction = direction
    }

    package static let start = Look()
    package static let center = Look(place: .center)
    package static let end = Look(place: .end)
    package static let bold = Look(weight: .bold)
    package static let large = Look(weight: .large)
  }

  /// What a line across is made of.
  package enum Rule: Character, Sendable {
    case thin = "-"
    case double = "="
    case dotted = "."
  }

  package var elements: [Element]
  /// The base direction of every text that names none.
  package var direction: Direction

  package init(_ elements: [Element] = [], direction: Direction = .leftToRight) {
    self.elements = elements
    self.direction = direction
  }
}
