// What a model of printer can do, as data. How it is asked lives in PrintEncoder.

/// The abilities of one model of receipt printer.
package struct PrinterProfile: Sendable, Equatable {
  /// A character table and the number that selects it with `ESC t`.
  ///
  /// Makers number their tables differently; only 0 and 16 to 19 mostly agree.
  package struct Page: Sendable, Equatable {
    package let number: UInt8
    package let codePage: CodePage

    package init(_ number: UInt8, _ codePage: CodePage) {
      self.number = number
      self.codePage = codePage
    }
  }

  /// The drawer's connector: which pin drives it, and the pulse in units of 2 ms.
  package struct Drawer: Sendable, Equatable {
    package enum Pin: Sendable { case pin2, pin5 }
    package let pin: Pin
    package let onUnits: UInt8
    package let offUnits: UInt8

    package init(pin: Pin, onUnits: UInt8, offUnits: UInt8) {
      self.pin = pin
      self.onUnits = onUnits
      self.offUnits = offUnits
    }

    /// Pin 2, 100 ms on, 500 ms off.
    package static let usual = Drawer(pin: .pin2, onUnits: 50, offUnits: 250)
  }

  /// How the printer can say that a job is on paper.
  package enum Fence: Sendable {
    /// `GS ( H` function 48 echoes a job's id.
    case processID
    /// `GS r 1` is answered in turn, without an id: one job in flight.
    case paperStatus
    /// Not at all.
    case none
  }

  package var name: String
  /// Printable dots across, for example 576 on 80 mm paper.
  package var dotsPerLine: Int
  /// Characters of font A across.
  package var columnsA: Int
  /// Characters of font B across.
  package var columnsB: Int
  /// Its character tables, the preferred ones first.
  package var pages: [Page]
  package var hasCutter: Bool
  package var drawer: Drawer
  package var fence: Fence

  /// - Parameters:
  ///   - columnsA: 16 to 128; the columns of both fonts must fit on `dotsPerLine`.
  package init(
    name: String, dotsPerLine: Int, columnsA: Int, columnsB: Int, pages: [Page],
    hasCutter: Bool, drawer: Drawer, fence: Fence
  ) {
    precondition(
      (16...128).contains(columnsA) && columnsB >= columnsA && columnsB <= dotsPerLine,
      "a profile has 16 to 128 columns of font A and no more columns than dots")
    self.name = name
    self.dotsPerLine = dotsPerLine
    self.columnsA = columnsA
    self.columnsB = columnsB
    self.pages = pages
    self.hasCutter = hasCutter
    self.drawer = drawer
    self.fence = fence
  }

  /// Characters of normal width across in a font.
  package func columns(_ font: Font) -> Int { font == .a ? columnsA : columnsB }

  /// Dots that one character of normal width takes.
  package func cellDots(_ font: Font) -> Int { dotsPerLine / columns(font) }
}

extension PrinterProfile {
  /// The virtual printer with 80 mm paper: 576 dots, 48 columns.
  package static let virtual80 = virtual(columns: 48)

  /// A virtual printer whose paper is as wide as the given columns of 12 dots.
  ///
  /// - Parameter columns: 16 to 128.
  package static func virtual(columns: Int) -> PrinterProfile {
    PrinterProfile(
      name: "virtual", dotsPerLine: columns * 12, columnsA: columns, columnsB: columns * 4 / 3,
      pages: [
        Page(16, .cp1252), Page(19, .cp858), Page(0, .cp437), Page(2, .cp850), Page(17, .cp866),
      ],
      hasCutter: true, drawer: .usual, fence: .processID)
  }

  /// A nameless printer with 58 mm paper: 384 dots, 32 columns, no cutter, no fence.
  ///
  /// It has only the tables that makers agree on.
  package static let generic58 = PrinterProfile(
    name: "generic58", dotsPerLine: 384, columnsA: 32, columnsB: 42,
    pages: [Page(16, .cp1252), Page(19, .cp858), Page(0, .cp437), Page(17, .cp866)],
    hasCutter: false, drawer: .usual, fence: .none)
}
