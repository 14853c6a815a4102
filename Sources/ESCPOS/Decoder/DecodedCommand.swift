// What a job says, command by command. How the bytes are read is in PrintDecoder.swift, how a
// command is told to people in CommandName.swift and Explanation.swift.

/// One command of a job, or one run of text.
package struct DecodedCommand: Sendable, Equatable {
  /// Where it begins in the job.
  package let offset: Int
  package let bytes: [UInt8]
  package let meaning: Meaning

  /// What a command asks the printer to do.
  ///
  /// Distances are in motion units: dots, unless a job changes them.
  package enum Meaning: Sendable, Equatable {
    case initialize
    /// Bytes to print, in the table in use; pairs of them where Kanji mode is on.
    case text([UInt8])
    case lineFeed
    case tab
    /// Prints a page and leaves page mode (`FF`).
    case formFeed
    /// Forgets what is in the area of page mode (`CAN`).
    case cancel
    case bold(Bool)
    case doubleStrike(Bool)
    case underline(Bool)
    case font(Font)
    /// Times the normal width and height, 1 to 8.
    case size(width: Int, height: Int)
    /// The look set as a whole (`ESC !`).
    case style(Style)
    /// White on black.
    case reverse(Bool)
    case upsideDown(Bool)
    /// Characters turned by 90 degrees clockwise.
    case rotated(Bool)
    case align(Alignment)
    /// Units of white to the right of each character.
    case characterSpacing(Int)
    case codePage(UInt8)
    /// The national variant of twelve ASCII characters (`ESC R`).
    case international(UInt8)
    case kanji(Bool)
    /// The look of Kanji characters (`FS !`, `FS W`): double width, double height.
    case kanjiSize(width: Int, height: Int)
    /// Units of white on both sides of each Kanji character.
    case kanjiSpacing(left: Int, right: Int)
    /// Characters drawn by the job, from the first code on; nil where one has no columns.
    case characters(first: UInt8, [Bitmap?])
    /// Whether drawn characters take the place of the printer's own.
    case ownCharacters(Bool)
    case forgetCharacter(UInt8)
    /// Lines forward, or backward if negative.
    case feedLines(Int)
    /// Units forward, or backward if negative.
    case feedDots(Int)
    /// Units from one line to the next; nil for the usual.
    case lineSpacing(Int?)
    case leftMargin(Int)
    case areaWidth(Int)
    /// From the left margin.
    case position(Int)
    /// From where the last character ended, negative to the left.
    case move(Int)
    /// Tab stops in characters from the left margin, ascending; none takes them all away.
    case tabs([Int])
    /// Units per inch across and along the paper; 0 for the usual.
    case motionUnits(x: Int, y: Int)
    case pageMode
    case standardMode
    /// Prints a page and keeps it (`ESC FF`).
    case printSheet
    case sheetArea(x: Int, y: Int, width: Int, height: Int)
    case direction(Turn)
    /// From the top of the area of page mode.
    case verticalPosition(Int)
    case verticalMove(Int)
    case cut(Cut, feedDots: Int)
    /// A kick of the drawer: pin 2 or 5, queued or at once.
    case pulse(pin: Int)
    case symbolHeight(Int)
    case symbolModule(Int)
    /// Where a barcode's text is printed with it.
    case symbolText(above: Bool, below: Bool)
    case symbolFont(Font)
    /// A barcode by its `GS k` function B number; function A numbers are turned into these.
    case symbol(UInt8, [UInt8])
    /// A function of `GS ( k`, by the `cn` of the kind of symbol.
    case matrix(UInt8, MatrixFunction)
    /// Columns of dots that stand in the line like characters (`ESC *`).
    case lineImage(Image)
    /// A picture that is printed where it stands.
    case image(Image)
    /// A picture kept in the print buffer until `printBuffer`.
    case bufferImage(Image)
    case printBuffer
    /// Pictures kept by the printer under their names.
    case storeImages([StoredImage])
    case printStored(ImageName, xScale: Int, yScale: Int)
    /// Begins or ends the definition of a macro (`GS :`).
    case macroEdge
    case macroRun(times: Int)
    /// `GS ( H`: the four bytes to be echoed.
    case fence([UInt8])
    /// A question to the printer: `DLE EOT`, `GS r`, `GS I`, `GS a`.
    case question
    /// Known, but nothing that shows on paper here.
    case setting
    case unknown
    /// The job ends within this command.
    case truncated
    /// The rest of a job that is too long to be read.
    case unread
  }

  /// A picture as a command carries it.
  package struct Image: Hashable, Sendable {
    package let bitmap: Bitmap
    /// Dots on paper for each dot of the bitmap, across.
    package let xScale: Int
    /// The same along the paper.
    package let yScale: Int

    package init(_ bitmap: Bitmap, xScale: Int = 1, yScale: Int = 1) {
      self.bitmap = bitmap
      self.xScale = xScale
      self.yScale = yScale
    }

    /// Dots on paper.
    package var widthDots: Int { bitmap.width * xScale }
    /// Dots on paper.
    package var heightDots: Int { bitmap.height * yScale }
  }

  /// Where a printer keeps a picture: what it is printed by later.
  package enum ImageName: Hashable, Sendable {
    /// In flash, by its number from 1 (`FS q`, `FS p`).
    case logo(UInt8)
    /// In flash, by two key codes (`GS ( L` functions 67 to 69).
    case flash(UInt8, UInt8)
    /// In memory until the printer is reset, by two key codes (functions 83 to 85).
    case download(UInt8, UInt8)
    /// The only one of `GS *` and `GS /`.
    case bitImage
  }

  /// A picture and the name it is kept by.
  package struct StoredImage: Hashable, Sendable {
    package let name: ImageName
    package let image: Image

    package init(_ name: ImageName, _ image: Image) {
      self.name = name
      self.image = image
    }
  }

  /// What a function of `GS ( k` sets or does for one kind of symbol.
  package enum MatrixFunction: Hashable, Sendable {
    /// Dots of a module.
    case module(Int)
    /// Height of a row of PDF417 in modules.
    case rowHeight(Int)
    case correction(UInt8)
    /// Columns of a PDF417; 0 for the printer's choice.
    case columns(UInt8)
    /// Symbol data kept until `print`.
    case store([UInt8])
    case print
    /// Model, rows, variant and what else does not change the size on paper.
    case other(UInt8, [UInt8])
  }
}

/// How something is turned, in quarters of a circle; the raw value is that of `ESC T`.
package enum Turn: UInt8, Sendable {
  /// Left to right, from the upper left.
  case none
  /// Bottom to top, from the lower left.
  case left
  /// Right to left and upside down, from the lower right.
  case half
  /// Top to bottom, from the upper right.
  case right
}
