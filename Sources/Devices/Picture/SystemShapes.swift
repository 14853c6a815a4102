// The shapes that this machine can draw: its own font of every script, and every symbology.

package import ESCPOS
internal import Synchronization

extension Shapes {
  /// What is installed here: GNU Unifont for characters, zint for symbols.
  package static var ofThisMachine: Shapes {
    Shapes(glyphs: InstalledGlyphs(), symbols: ZintArtist())
  }
}

/// GNU Unifont, read when a character first asks for it: most tills never print one that their
/// printer lacks, and need not keep four megabytes for it.
///
/// Where the font is not installed the program's own letters are drawn, and all others replaced.
package final class InstalledGlyphs: Glyphs {
  private let path: String
  private let found = Mutex<(any Glyphs)?>(nil)

  package init(path: String = UnifontGlyphs.usualPath) { self.path = path }

  package func glyph(for character: Character, in font: Font) -> Bitmap? {
    source().glyph(for: character, in: font)
  }

  private func source() -> any Glyphs {
    found.withLock { found in
      if let found { return found }
      let source: any Glyphs
      do throws(SystemFault) {
        source = try UnifontGlyphs(path: path)
      } catch {
        source = BuiltInGlyphs()
      }
      found = source
      return source
    }
  }
}
