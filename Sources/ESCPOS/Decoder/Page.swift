// What a job leaves on paper, as a grid: lines of styled characters, symbols, feeds, cuts. It is
// drawn in Page+Text.swift and Page+SVG.swift.

/// The paper of one job, as a printer with this profile would print it.
package struct Page: Sendable, Equatable {
  /// One character on paper.
  package struct Cell: Sendable, Equatable {
    package let character: Character
    package let style: Style
  }

  /// One line of characters; empty for a blank one.
  package struct Line: Sendable, Equatable {
    package let cells: [Cell]
    package let alignment: Alignment
    /// Dots from this line's top to the next one's.
    package let advanceDots: Int

    /// The characters alone.
    package var text: String { String(cells.map(\.character)) }
  }

  /// Something that is drawn as a frame with a label.
  package struct Box: Sendable, Equatable {
    package let label: String
    package let widthDots: Int
    package let heightDots: Int
    package let alignment: Alignment
  }

  /// A barcode drawn bar by bar.
  package struct Bars: Sendable, Equatable {
    package let symbol: LinearSymbol
    package let moduleDots: Int
    package let heightDots: Int
    package let hasText: Bool
    package let alignment: Alignment
  }

  /// Something on the paper or, for the last three, something that happened while it was printed.
  package enum Item: Sendable, Equatable {
    case line(Line)
    case feed(dots: Int)
    case bars(Bars)
    case box(Box)
    case cut(Cut)
    /// The drawer was kicked, by pin 2 or 5.
    case pulse(pin: Int)
    /// An id was to be echoed; U+FFFD for bytes that no id may hold.
    case fence(String)
    /// Bytes that are no known command, or a command cut short; at most eight are kept.
    case unknown([UInt8])
  }

  package let profile: PrinterProfile
  package let items: [Item]
  /// Text after the last line end: it stays in the printer.
  package let unprinted: [Cell]

  /// The paper of a job.
  ///
  /// Memory is bounded by the length of the job, and by `PrintDecoder.commandLimit` items.
  package init(decoding job: [UInt8], profile: PrinterProfile) {
    self.init(PrintDecoder.commands(in: job), profile: profile)
  }

  /// The paper of commands already taken apart.
  package init(_ commands: [DecodedCommand], profile: PrinterProfile) {
    var press = Press(profile)
    for command in commands { press.obey(command) }
    self.profile = profile
    items = press.items
    unprinted = press.cells
  }
}

extension Font {
  /// Dots from the top of a character to the bottom.
  var heightDots: Int { self == .a ? 24 : 17 }
}
