// What a job says, command by command. How the bytes are read is in PrintDecoder.swift.

/// One command of a job, or one run of text.
package struct DecodedCommand: Sendable, Equatable {
  /// Where it begins in the job.
  package let offset: Int
  package let bytes: [UInt8]
  package let meaning: Meaning

  /// What a command asks the printer to do.
  package enum Meaning: Sendable, Equatable {
    case initialize
    /// Bytes to print, in the table in use.
    case text([UInt8])
    case lineFeed
    case tab
    case bold(Bool)
    case underline(Bool)
    case font(Font)
    /// Times the normal width and height, 1 to 8.
    case size(width: Int, height: Int)
    /// The look set as a whole (`ESC !`).
    case style(Style)
    case align(Alignment)
    case codePage(UInt8)
    case kanji(Bool)
    case feedLines(Int)
    case feedDots(Int)
    /// Dots from one line to the next; nil for the usual.
    case lineSpacing(Int?)
    case cut(Cut, feedDots: Int)
    /// A kick of the drawer: pin 2 or 5, queued or at once.
    case pulse(pin: Int)
    case symbolHeight(Int)
    case symbolModule(Int)
    /// Whether a barcode's text is printed with it.
    case symbolText(Bool)
    /// A barcode by its `GS k` function B number; function A numbers are turned into these.
    case symbol(UInt8, [UInt8])
    case qrModule(Int)
    case qrStore([UInt8])
    case qrPrint
    case image(widthDots: Int, heightDots: Int)
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
}
