// Printer bytes, outgoing: text in the printer's tables, styles, feeds, cuts. Symbols are in
// PrintEncoder+Symbols.swift.

/// Writes one job in ESC/POS for one model of printer.
///
/// What it is told, in order, becomes `bytes`; what the printer cannot print is replaced and listed
/// in `substitutions`. It never writes a real-time command, nor bytes that could be taken for one.
package struct PrintEncoder: Sendable {
  package let profile: PrinterProfile
  /// The job so far, beginning with `ESC @`.
  package internal(set) var bytes: [UInt8]
  /// The base direction of the lines that follow.
  package var direction = Direction.leftToRight
  /// Each replaced character once, in the order of first use.
  package private(set) var substitutions: [Substitution] = []

  private var style = Style()
  private var alignment = Alignment.left
  /// The table in use; nil before the first switch, as a printer's own default is a setting.
  private var codePage: PrinterProfile.Page?

  /// A job that first resets the printer and leaves Kanji mode, where some units start.
  package init(for profile: PrinterProfile) {
    self.profile = profile
    bytes = [Control.esc, 0x40, Control.fs, 0x2E]
  }

  /// The text as the printer can print it, with replacements noted in `substitutions`.
  package mutating func printable(_ text: String) -> String {
    let (printable, found) = profile.printable(text)
    for substitution in found where !substitutions.contains(substitution) {
      substitutions.append(substitution)
    }
    return printable
  }

  /// Prints text without ending the line, with the fewest switches between tables.
  ///
  /// Control characters are printed as spaces: a text never contains a command.
  package mutating func text(_ text: String) {
    var rest = Array(printable(text))[...]
    while !rest.isEmpty {
      let run = rest.prefix { byte(for: $0, on: codePage) != nil }
      bytes += run.compactMap { byte(for: $0, on: codePage) }
      rest = rest.dropFirst(run.count)
      guard !rest.isEmpty else { return }
      // Taking the table that reaches furthest each time gives the fewest switches.
      let reach = { [rest] (page: PrinterProfile.Page) in
        rest.prefix { page.codePage.byte(for: $0) != nil }.count
      }
      guard let next = profile.pages.max(by: { reach($0) < reach($1) }) else { return }
      codePage = next
      bytes += [Control.esc, 0x74, next.number]
    }
  }

  /// Prints text and ends the line.
  package mutating func line(_ text: String = "") {
    self.text(text)
    bytes.append(Control.lineFeed)
  }

  /// Sets the look of the text that follows; writes only what changes.
  package mutating func set(_ new: Style) {
    if new.font != style.font { bytes += [Control.esc, 0x4D, new.font.rawValue] }
    if new.bold != style.bold { bytes += [Control.esc, 0x45, new.bold ? 1 : 0] }
    if new.underline != style.underline { bytes += [Control.esc, 0x2D, new.underline ? 1 : 0] }
    if (new.width, new.height) != (style.width, style.height) {
      bytes += [Control.gs, 0x21, UInt8((new.width - 1) << 4 | (new.height - 1))]
    }
    style = new
  }

  /// Sets where the lines that follow stand; call it at the start of a line.
  package mutating func set(_ new: Alignment) {
    guard new != alignment else { return }
    bytes += [Control.esc, 0x61, new.rawValue]
    alignment = new
  }

  /// Moves the paper on.
  ///
  /// - Parameter lines: 1 to 255.
  package mutating func feed(lines: Int) {
    precondition((1...255).contains(lines), "feed 1 to 255 lines at a time")
    bytes += [Control.esc, 0x64, UInt8(lines)]
  }

  /// Moves the paper to the knife and cuts it, or to where it can be torn if there is no knife.
  package mutating func cut(_ cut: Cut = .partial) {
    if profile.hasCutter {
      bytes += [Control.gs, 0x56, cut == .full ? 65 : 66, 0]
    } else {
      feed(lines: 4)
    }
  }

  /// Kicks the cash drawer once what is before it has been processed.
  package mutating func pulse() { bytes += profile.drawerPulse }

  /// Asks the printer to say when everything before is on paper; nothing if it cannot.
  package mutating func fence(_ id: FenceID) { bytes += profile.fenceBytes(id) }

  private func byte(for character: Character, on page: PrinterProfile.Page?) -> UInt8? {
    if let page { return page.codePage.byte(for: character) }
    return CodePage.isPlain(character) ? character.asciiValue : nil
  }
}
