// Printer bytes, outgoing: text, looks, feeds, cuts, the drawer. How a line becomes bytes is in
// PrintEncoder+Lines.swift; positions, tabs and page mode are in PrintEncoder+Layout.swift.

/// Writes one job in ESC/POS for one model of printer.
///
/// What it is told, in order, becomes `bytes`; what the printer cannot print is replaced or
/// pictured and listed in `substitutions`. It never writes a real-time command, nor text that could
/// be taken for one: every byte of text is 0x20 or more.
package struct PrintEncoder: Sendable {
  package let profile: PrinterProfile
  /// Which way lines run before their own letters are looked at; changes from the next line on.
  package var direction = Direction.leftToRight

  /// What is written so far, but for the line that is being filled.
  var written: [UInt8]
  /// The line that is being filled.
  var line = PendingLine()
  /// Where shapes come from for lines that no table can print; nil to replace instead.
  let glyphs: (any Glyphs)?
  /// The profile's tables, a bit for each.
  let tables: UInt64
  /// The look that the printer has been told, and the one that the next text is to have.
  var printerStyle = Style()
  var style = Style()
  var alignment = Alignment.left
  /// The table in use; nil before the first switch, as a printer's own default is a setting.
  var codePage: CodePage?
  /// Dots from line to line; nil for the printer's own 1/6 inch.
  var spacing: Int?
  /// The printable dots of a line that is drawn.
  var areaDots: Int
  var isInPageMode = false
  /// Lines of text ended so far.
  var lines = 0

  private var noted = NotedSubstitutions()
  /// Room for the places of a line's scalars, kept from line to line.
  private var places: [Int] = []

  /// A job that first resets the printer and leaves Kanji mode, where some units start.
  ///
  /// `ESC @`, `FS .` (Epson TM-T88III Programming Guide, Miscellaneous and Kanji commands).
  /// - Parameter glyphs: shapes for lines with characters that no table has; nil to replace them.
  package init(for profile: PrinterProfile, glyphs: (any Glyphs)? = nil) {
    self.profile = profile
    self.glyphs = profile.rasterCommands.isEmpty ? nil : glyphs
    tables = profile.tables
    areaDots = profile.dotsPerLine
    written = [Control.esc, 0x40, Control.fs, 0x2E]
  }

  /// The job so far, beginning with `ESC @`.
  package internal(set) var bytes: [UInt8] {
    get { line.isEmpty ? written : flushed().written }
    _modify {
      flush()
      yield &written
    }
  }

  /// Each replaced or pictured character once, in the order of first use.
  package var substitutions: [Substitution] {
    line.isEmpty ? noted.distinct : flushed().noted.distinct
  }

  /// Every substitution with its line, in order; the first 10,000 of a job.
  package var report: [LineSubstitution] {
    line.isEmpty ? noted.report : flushed().noted.report
  }

  /// The text as the printer can print it, with replacements noted in `substitutions`.
  ///
  /// Characters that will be pictured stay as they are.
  package mutating func printable(_ text: String) -> String {
    let (printable, found) = profile.printable(text, tables: tables) { canPicture($0) }
    for substitution in found { note(substitution) }
    return printable
  }

  /// Prints text without ending the line, with the fewest switches between tables.
  ///
  /// Control characters are printed as spaces: a text never contains a command.
  package mutating func text(_ text: String) {
    let printable = printable(text)
    if !printable.isEmpty { line.append(printable, style) }
  }

  /// Prints text and ends the line.
  package mutating func line(_ text: String = "") {
    if line.isEmpty, direction == .leftToRight, writeWhole(text) {
      written.append(Control.lineFeed)
      line.isStarted = false
      lines += 1
    } else {
      self.text(text)
      endLine()
    }
  }

  /// Writes a line of one look that needs no thought; does nothing and returns false for others.
  ///
  /// Every scalar of it is in a table, and all run from left to right.
  private mutating func writeWhole(_ text: String) -> Bool {
    let index = CodePageIndex.shared
    places.removeAll(keepingCapacity: true)
    for scalar in text.unicodeScalars {
      let place = index.place(scalar)
      guard !Bidi.concerns(scalar), index.masks[place] & tables != 0 else { return false }
      places.append(place)
    }
    var taken: [Int] = []
    swap(&taken, &places)
    write(taken, [])
    swap(&taken, &places)
    return true
  }

  /// Sets the look of the text that follows; writes only what changes.
  package mutating func set(_ new: Style) {
    style = new
    // A line that is being filled tells the printer when it is written.
    if line.isEmpty { tellStyle(new) }
  }

  /// Sets where the lines that follow stand; call it at the start of a line.
  ///
  /// `ESC a n` (TM-T88III Programming Guide, Print position commands).
  package mutating func set(_ new: Alignment) {
    guard new != alignment else { return }
    bytes += [Control.esc, 0x61, new.rawValue]
    alignment = new
  }

  /// Moves the paper on, `ESC d n`.
  ///
  /// - Parameter lines: 1 to 255.
  package mutating func feed(lines: Int) {
    precondition((1...255).contains(lines), "feed 1 to 255 lines at a time")
    bytes += [Control.esc, 0x64, UInt8(lines)]
    leaveLine()
  }

  /// Moves the paper to the knife and cuts it, or to where it can be torn if there is no knife.
  ///
  /// `GS V m n` with m 65 (full) or 66 (partial); a knife that cuts in one way is asked for that.
  package mutating func cut(_ cut: Cut = .partial) {
    let isFull: Bool
    switch profile.cutter {
    case .none: return feed(lines: 4)
    case .both: isFull = cut == .full
    case .full: isFull = true
    case .partial: isFull = false
    }
    bytes += [Control.gs, 0x56, isFull ? 65 : 66, 0]
    leaveLine()
  }

  /// Kicks the cash drawer once what is before it has been processed.
  package mutating func pulse() { bytes += profile.drawerPulse }

  /// Asks the printer to say when everything before is on paper; nothing if it cannot.
  package mutating func fence(_ id: FenceID) { bytes += profile.fenceBytes(id) }

  /// After a command that prints what is in the line and moves the paper on.
  mutating func leaveLine() {
    if line.isStarted { lines += 1 }
    line.isStarted = false
  }

  /// Notes what is printed in place of something else on the line at hand.
  mutating func note(_ substitution: Substitution) { noted.note(substitution, line: lines + 1) }
}

/// What had to be substituted in a job.
struct NotedSubstitutions: Sendable {
  private(set) var distinct: [Substitution] = []
  private(set) var report: [LineSubstitution] = []
  private var known: Set<Substitution> = []

  mutating func note(_ substitution: Substitution, line: Int) {
    if known.insert(substitution).inserted { distinct.append(substitution) }
    // A job of nothing else must not grow without bound.
    if report.count < 10_000 { report.append(LineSubstitution(line: line, substitution)) }
  }
}
