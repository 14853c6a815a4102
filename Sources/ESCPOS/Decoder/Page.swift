// What a job leaves on paper, in dots: lines of styled characters, symbols, pictures, feeds, cuts.
// It is made by Press and drawn in Page+Text.swift, Page+SVG.swift and Page+Bitmap.swift.

/// The paper of one job, as a printer with this profile would print it.
package struct Page: Sendable, Equatable {
  /// Dots of paper that are drawn of one job; what comes after is `.unread`'s fate.
  ///
  /// Twenty-five metres at eight dots a millimetre: a third of the longest rolls, and the bound of
  /// what a small job that repeats itself can make a picture cost.
  package static let heightLimit = 200_000

  /// A stretch across the paper that something is aligned in.
  package struct Span: Sendable, Equatable {
    package let left: Int
    package let width: Int

    /// Where something begins that is `dots` wide; what is too wide begins at the left.
    package func start(of dots: Int, _ alignment: Alignment) -> Int {
      switch alignment {
      case .left: left
      case .center: left + max(0, (width - dots) / 2)
      case .right: left + max(0, width - dots)
      }
    }
  }

  /// One character on paper.
  package struct Cell: Sendable, Equatable {
    package let character: Character
    package let style: Style
    /// Dots from the left edge of the paper; in a sheet, from the left of its area.
    ///
    /// An upside-down line is turned as a whole about the middle of its span.
    package internal(set) var x: Int
    /// Dots that it covers, the white to its right left out.
    package let widthDots: Int
    package let heightDots: Int
    /// White on black.
    package let isReversed: Bool
    /// Turned by 90 degrees clockwise.
    package let isRotated: Bool
    /// Its dots where the job drew it itself.
    package let glyph: Bitmap?
  }

  /// Dots that stand in a line.
  package struct Strip: Sendable, Equatable {
    package let image: DecodedCommand.Image
    package internal(set) var x: Int
  }

  /// One line of characters and strips of pictures; empty for a blank one.
  package struct Line: Sendable, Equatable {
    package let cells: [Cell]
    package let strips: [Strip]
    package let alignment: Alignment
    package let span: Span
    package let isUpsideDown: Bool
    /// Dots from this line's top to the next one's.
    package let advanceDots: Int

    /// The characters alone.
    package var text: String { String(cells.map(\.character)) }
    /// Dots of the tallest thing in it.
    package var heightDots: Int {
      max(
        cells.reduce(0) { max($0, $1.heightDots) },
        strips.reduce(0) { max($0, $1.image.heightDots) })
    }
  }

  /// A picture that is printed where it stands.
  package struct Picture: Sendable, Equatable {
    package let image: DecodedCommand.Image
    package let alignment: Alignment
    package let span: Span
  }

  /// Something that is drawn as a frame with a label.
  package struct Box: Sendable, Equatable {
    package let label: String
    package let widthDots: Int
    package let heightDots: Int
    package let alignment: Alignment
    package let span: Span
  }

  /// A barcode drawn bar by bar.
  package struct Bars: Sendable, Equatable {
    package let symbol: LinearSymbol
    package let moduleDots: Int
    package let heightDots: Int
    package let textAbove: Bool
    package let textBelow: Bool
    package let font: Font
    package let alignment: Alignment
    package let span: Span

    /// Whether its text is printed with it.
    package var hasText: Bool { textAbove || textBelow }
  }

  /// A symbol that is drawn by a `SymbolArtist`, or as a labelled box without one.
  package struct Symbol: Sendable, Equatable {
    /// What is to be drawn.
    package enum Content: Sendable, Equatable {
      case matrix(MatrixSymbol)
      /// A barcode by its `GS k` number.
      case linear(UInt8, [UInt8])
    }

    package let content: Content
    package let moduleDots: Int
    /// Dots of one row of modules.
    package let rowDots: Int
    /// Its place where nobody can draw it: an estimate.
    package let box: Box
  }

  /// A page that was put together before it was printed (page mode).
  package struct Sheet: Sendable, Equatable {
    /// Something on the sheet.
    package struct Part: Sendable, Equatable {
      /// The area it was put in; its own distances are measured in the area as it is turned.
      package let area: Area
      package let turn: Turn
      /// A line, a picture, bars, a symbol or a box.
      package let item: Item
      /// From the left of the area, for what is no line.
      package let x: Int
      /// From the top of the area to the lower end of the item.
      package let bottom: Int
    }

    package let parts: [Part]
    package let heightDots: Int
  }

  /// A rectangle of the sheet.
  package struct Area: Sendable, Equatable {
    package let x: Int
    package let y: Int
    package let width: Int
    package let height: Int
  }

  /// Something on the paper or, for the last five, something that happened while it was printed.
  package indirect enum Item: Sendable, Equatable {
    case line(Line)
    /// Forward, or backward if negative.
    case feed(dots: Int)
    case bars(Bars)
    case symbol(Symbol)
    case picture(Picture)
    case box(Box)
    case sheet(Sheet)
    case cut(Cut)
    /// The drawer was kicked, by pin 2 or 5.
    case pulse(pin: Int)
    /// An id was to be echoed; U+FFFD for bytes that no id may hold.
    case fence(String)
    /// What a printer leaves out, and why.
    case missing(String)
    /// Bytes that are no known command, or a command cut short; at most eight are kept.
    case unknown([UInt8])
  }

  package let profile: PrinterProfile
  package let items: [Item]
  /// Text after the last line end: it stays in the printer.
  package let unprinted: [Cell]

  /// The paper of a job.
  ///
  /// Memory is bounded by the length of the job, by `PrintDecoder.commandLimit` and by
  /// `heightLimit`.
  package init(decoding job: [UInt8], profile: PrinterProfile) {
    self.init(PrintDecoder.commands(in: job), profile: profile)
  }

  /// The paper of commands already taken apart.
  package init(_ commands: [DecodedCommand], profile: PrinterProfile) {
    var press = Press(profile)
    for command in commands { press.obey(command) }
    self.profile = profile
    items = press.items
    unprinted = press.unprinted
  }
}

extension Font {
  /// Dots from the top of a character to the bottom.
  var heightDots: Int { self == .a ? 24 : 17 }
}
