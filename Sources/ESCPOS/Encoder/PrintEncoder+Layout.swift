// Printer bytes, outgoing: where things stand. Spacing, tabs, margins, positions, the buzzer; page
// mode is in PrintEncoder+PageMode.swift, columns of text in PrintEncoder+Columns.swift.
//
// Commands by their names in the Epson TM-T88III Programming Guide, ver. 10.01, sections "Line
// spacing commands", "Print position commands" and "Mechanism control commands".

extension PrintEncoder {
  /// Sets the dots from line to line, `ESC 3 n`; nil for 1/6 inch, `ESC 2`.
  ///
  /// - Parameter dots: 0 to 255. Lines are never nearer than their tallest character.
  package mutating func set(lineSpacing dots: Int?) {
    if let dots {
      precondition((0...255).contains(dots), "line spacing is 0 to 255 dots")
      bytes += [Control.esc, 0x33, UInt8(dots)]
    } else {
      bytes += [Control.esc, 0x32]
    }
    spacing = dots
  }

  /// Sets the space to the right of each character, `ESC SP n`.
  ///
  /// - Parameter dots: 0 to 255. Columns of text reckon without it.
  package mutating func set(characterSpacing dots: Int) {
    precondition((0...255).contains(dots), "character spacing is 0 to 255 dots")
    bytes += [Control.esc, 0x20, UInt8(dots)]
  }

  /// Sets the stops of `tab()`, `ESC D n1…nk NUL`.
  ///
  /// - Parameter columns: at most 32, ascending, 1 to 255: characters before each stop.
  package mutating func set(tabStops columns: [Int]) {
    precondition(
      columns.count <= 32 && columns.allSatisfy { (1...255).contains($0) }
        && zip(columns, columns.dropFirst()).allSatisfy { $0 < $1 },
      "tab stops are at most 32 columns, ascending, 1 to 255")
    bytes += [Control.esc, 0x44] + columns.map { UInt8($0) } + [0]
  }

  /// Moves to the next stop, `HT`; every eighth column unless stops were set.
  package mutating func tab() { bytes.append(Control.tab) }

  /// Sets the left margin, `GS L nL nH`, and the width of what is printed, `GS W nL nH`.
  ///
  /// Call it at the start of a line; both hold until the next `ESC @`.
  /// - Parameters:
  ///   - marginDots: 0 or more.
  ///   - widthDots: 1 or more; together they are at most the profile's dots.
  package mutating func set(marginDots: Int, widthDots: Int) {
    precondition(
      marginDots >= 0 && widthDots >= 1 && marginDots + widthDots <= profile.dotsPerLine,
      "margin and width fit on the paper")
    bytes += [Control.gs, 0x4C] + Self.word(marginDots)
    bytes += [Control.gs, 0x57] + Self.word(widthDots)
    areaDots = widthDots
  }

  /// Moves to a place on the line, `ESC $ nL nH`.
  ///
  /// - Parameter dots: from the left margin, 0 to 65535.
  package mutating func move(toDots dots: Int) {
    precondition((0...0xFFFF).contains(dots), "a position is 0 to 65535 dots")
    bytes += [Control.esc, 0x24] + Self.word(dots)
  }

  /// Moves along the line, `ESC \ nL nH`.
  ///
  /// - Parameter dots: -32768 to 32767, to the left if negative.
  package mutating func move(byDots dots: Int) {
    precondition((-0x8000...0x7FFF).contains(dots), "a move is -32768 to 32767 dots")
    bytes += [Control.esc, 0x5C] + Self.word(dots & 0xFFFF)
  }

  /// Prints what is in the line and moves the paper on, `ESC J n`.
  ///
  /// - Parameter dots: 0 to 255.
  package mutating func feed(dots: Int) {
    precondition((0...255).contains(dots), "feed 0 to 255 dots at a time")
    bytes += [Control.esc, 0x4A, UInt8(dots)]
    leaveLine()
  }

  /// Moves the paper on and cuts it, `GS V 65 n` or `GS V 66 n`; only feeds if there is no knife.
  ///
  /// - Parameter feedDots: 0 to 255, besides the way to the knife.
  package mutating func cut(_ cut: Cut, feedDots: Int) {
    precondition((0...255).contains(feedDots), "feed 0 to 255 dots at a time")
    self.cut(cut)
    if profile.hasCutter { written[written.count - 1] = UInt8(feedDots) }
  }

  /// Sounds the buzzer; nothing if the printer has none.
  ///
  /// `ESC ( A 3 0 97 n c` (Epson TM-T20 ESC/POS Quick Reference, Miscellaneous commands), on
  /// clones `ESC B n t` with t in units of 50 ms.
  /// - Parameter times: 1 to 9.
  package mutating func buzz(times: Int) {
    precondition((1...9).contains(times), "the buzzer sounds 1 to 9 times")
    switch profile.buzzer {
    case .none: break
    case .escParenA: bytes += [Control.esc, 0x28, 0x41, 3, 0, 97, 1, UInt8(times)]
    case .escB: bytes += [Control.esc, 0x42, UInt8(times), 4]
    }
  }

  /// Two bytes, the lower one first; one dot less where they would begin a real-time command,
  /// whatever follows.
  static func word(_ value: Int) -> [UInt8] {
    let word = [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF)]
    return LiveBytes.first(in: word) == nil ? word : [word[0] - 1, word[1]]
  }
}
