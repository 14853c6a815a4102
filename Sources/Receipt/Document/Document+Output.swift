// A document in its three forms: ESC/POS for a printer, and text and SVG drawn from those bytes.

package import ESCPOS

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
  /// - Parameters:
  ///   - cut: whether `.cut` elements are obeyed; without them the paper ends at the text.
  ///   - shapes: for characters and symbols that the printer lacks.
  package func encoded(
    for profile: PrinterProfile, cut: Bool = true, shapes: Shapes = .none
  ) -> EncodedDocument {
    var typesetter = Typesetter(profile, direction, shapes)
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
  package func svg(profile: PrinterProfile = .virtual80, shapes: Shapes = .none) -> String {
    Page(decoding: encoded(for: profile, shapes: shapes).bytes, profile: profile)
      .svg(artist: shapes.symbols)
  }
}
