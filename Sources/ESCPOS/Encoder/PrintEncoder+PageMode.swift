// Page mode: an area that is filled in any order and direction and then printed as a whole.

/// Where text of a page begins and which way it runs; the raw value is that of `ESC T`.
package enum PageDirection: UInt8, Sendable {
  /// From the upper left corner to the right.
  case leftToRight
  /// From the lower left corner upward.
  case bottomToTop
  /// From the lower right corner to the left, upside down.
  case rightToLeft
  /// From the upper right corner downward.
  case topToBottom
}

/// An area of a page in dots, its corner counted from the upper left of the page.
package struct PageArea: Hashable, Sendable {
  package let x: Int
  package let y: Int
  package let width: Int
  package let height: Int

  /// - Parameters:
  ///   - x: 0 or more.
  ///   - y: 0 or more.
  ///   - width: 1 or more.
  ///   - height: 1 or more; most printers have room for 831 to 1662 rows at full width. No corner
  ///     lies beyond 4095 dots.
  package init(x: Int, y: Int, width: Int, height: Int) {
    precondition(
      x >= 0 && y >= 0 && width >= 1 && height >= 1 && x + width <= 0xFFF && y + height <= 0xFFF,
      "a page's area has a size and lies within 4095 dots")
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }
}

/// Why a page cannot be printed.
package enum LayoutFault: Error, Hashable, Sendable {
  /// The printer has no page mode.
  case noPageMode(printer: String)
  /// The area reaches beyond the paper's dots.
  case tooWide(dots: Int, available: Int)
}

extension LayoutFault: CustomStringConvertible {
  /// A sentence naming what is wrong.
  package var description: String {
    switch self {
    case .noPageMode(let printer): "\(printer) has no page mode"
    case .tooWide(let dots, let available):
      "the page is \(dots) dots wide, the paper \(available)"
    }
  }
}

extension PrintEncoder {
  /// Prints a page: everything that `fill` writes is placed first and printed at once.
  ///
  /// `ESC L`, `ESC W`, `ESC T`, then `FF`, which returns to standard mode (Epson TM-T88III
  /// Programming Guide, Page mode commands). Characters that no table has are replaced: pictures
  /// of lines have no place on a page.
  /// - Throws: `LayoutFault` before anything is written.
  package mutating func page(
    _ area: PageArea, _ direction: PageDirection = .leftToRight,
    fill: (inout PrintEncoder) -> Void
  ) throws(LayoutFault) {
    guard profile.hasPageMode else { throw .noPageMode(printer: profile.name) }
    guard area.x + area.width <= profile.dotsPerLine else {
      throw .tooWide(dots: area.x + area.width, available: profile.dotsPerLine)
    }
    if line.isStarted || !line.isEmpty { endLine() }
    bytes += [Control.esc, 0x4C]
    isInPageMode = true
    set(area, direction)
    fill(&self)
    bytes.append(Control.formFeed)
    isInPageMode = false
    line.isStarted = false
  }

  /// Goes on in another area of the page, or in another direction; call it within `page`.
  ///
  /// `ESC W xL xH yL yH dxL dxH dyL dyH`, `ESC T n`.
  package mutating func set(_ area: PageArea, _ direction: PageDirection) {
    precondition(isInPageMode, "areas are set within a page")
    let numbers = [area.x, area.y, area.width, area.height].flatMap { Self.word($0) }
    bytes += [Control.esc, 0x57] + numbers + [Control.esc, 0x54, direction.rawValue]
  }

  /// Moves down or up in the area, `GS $ nL nH`; call it within `page`.
  ///
  /// - Parameter dots: from the start of the area, across the direction of text, 0 to 65535.
  package mutating func move(downToDots dots: Int) {
    precondition(isInPageMode, "vertical positions are those of a page")
    precondition((0...0xFFFF).contains(dots), "a position is 0 to 65535 dots")
    bytes += [Control.gs, 0x24] + Self.word(dots)
  }

  /// Moves down or up from here, `GS \ nL nH`; call it within `page`.
  ///
  /// - Parameter dots: -32768 to 32767, up if negative.
  package mutating func move(downByDots dots: Int) {
    precondition(isInPageMode, "vertical positions are those of a page")
    precondition((-0x8000...0x7FFF).contains(dots), "a move is -32768 to 32767 dots")
    bytes += [Control.gs, 0x5C] + Self.word(dots & 0xFFFF)
  }

  /// Prints the page so far and stays on it, `ESC FF`; call it within `page`.
  package mutating func printPage() {
    precondition(isInPageMode, "a page is printed from within")
    bytes += [Control.esc, Control.formFeed]
  }

  /// Empties the area at hand, `CAN`; call it within `page`.
  package mutating func clearArea() {
    precondition(isInPageMode, "an area is emptied from within a page")
    bytes.append(Control.cancel)
  }
}
