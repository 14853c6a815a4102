// What is on a piece of paper, before anyone knows how wide it is. Typesetter.swift lays it out.

package import ESCPOS

/// A sequence of elements that any printer and any preview can lay out.
package struct Document: Sendable, Equatable {
  package enum Element: Sendable, Equatable {
    /// A title, large and centred.
    case heading(String)
    /// Running text; wraps.
    case text(String, Alignment)
    /// A text on the left, wrapped where needed, and one on the right that stays whole.
    case row(String, String, Weight)
    /// A line across.
    case rule
    /// Columns of figures, the first one on the left, the others on the right.
    case table(header: [String], rows: [[String]])
    /// A code to be scanned: Code 128 where it fits, otherwise a QR code.
    case barcode(String)
    case qr(String)
    /// Blank lines, 1 to 255.
    case feed(Int)
    case cut
  }

  /// How much a row stands out.
  package enum Weight: Sendable { case normal, bold, large }

  package var elements: [Element]

  package init(_ elements: [Element] = []) { self.elements = elements }
}

/// A document as one printer gets it.
package struct EncodedDocument: Sendable, Equatable {
  /// ESC/POS, complete but for a fence.
  package let bytes: [UInt8]
  /// Characters that the printer lacks, each once.
  package let substitutions: [Substitution]
}

extension Document {
  /// The document in the printer's own bytes.
  ///
  /// - Parameter cut: whether `.cut` elements are obeyed; without them the paper ends at the text.
  package func encoded(for profile: PrinterProfile, cut: Bool = true) -> EncodedDocument {
    var typesetter = Typesetter(profile)
    for element in elements where cut || element != .cut { typesetter.set(element) }
    return typesetter.document
  }

  /// The document as plain text, drawn from the bytes that a printer of this width would get.
  ///
  /// - Parameter columns: 16 to 128; others are taken as the nearest of these.
  package func text(columns: Int = 42) -> String {
    let profile = PrinterProfile.virtual(columns: min(max(columns, 16), 128))
    return Page(decoding: encoded(for: profile, cut: false).bytes, profile: profile).text()
  }

  /// The document as an SVG picture, drawn from the bytes that this printer would get.
  package func svg(profile: PrinterProfile = .virtual80) -> String {
    Page(decoding: encoded(for: profile).bytes, profile: profile).svg()
  }
}
