// What a model of printer can do, as data. How it is asked lives in PrintEncoder, the profiles
// that the program brings along in Profile/Data, their file format in ProfileFile.swift.

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

    /// What pin 3 says of an open drawer: wired either way, so unknown until it is tried.
    package enum Sensor: String, CaseIterable, Sendable {
      case openIsHigh, openIsLow, unknown
    }

    package let pin: Pin
    package let onUnits: UInt8
    package let offUnits: UInt8
    package let sensor: Sensor

    package init(pin: Pin, onUnits: UInt8, offUnits: UInt8, sensor: Sensor = .unknown) {
      self.pin = pin
      self.onUnits = onUnits
      self.offUnits = offUnits
      self.sensor = sensor
    }

    /// Pin 2, 100 ms on, 500 ms off.
    package static let usual = Drawer(pin: .pin2, onUnits: 50, offUnits: 250)
  }

  /// How the printer can say that a job is on paper.
  package enum Fence: String, CaseIterable, Sendable {
    /// `GS ( H` function 48 echoes a job's id.
    case processID
    /// `GS r 1` is answered in turn, without an id: one job in flight.
    case paperStatus
    /// Not at all.
    case none
  }

  package var name: String
  package var maker = ""
  /// The models it holds for, as their makers write them.
  package var models: [String] = []
  /// Where each of its facts comes from, a sentence each.
  package var sources: [String] = []
  /// Printable dots across, for example 576 on 80 mm paper.
  package var dotsPerLine: Int
  /// Dots an inch, across and along the paper.
  package var dpi = 203
  /// Characters of font A across.
  package var columnsA: Int
  /// Characters of font B across.
  package var columnsB: Int
  /// Its character tables, the preferred ones first.
  package var pages: [Page]
  /// The barcodes and matrix codes that it draws itself; others are sent as pictures.
  package var symbologies: Set<Symbology> = []
  package var cutter: Cutter
  package var drawer: Drawer
  package var fence: Fence
  package var kanji = Kanji.none
  package var rasterCommands: Set<Raster> = [.rasterBitImage]
  /// Rows of one raster command at most; more garble on many units.
  package var maxBandRows = 256
  /// Whether `GS ( D` stops it from taking image data for real-time commands.
  package var knowsRealTimeDisable = false
  package var hasPageMode = false
  /// Whether it keeps logos (`GS ( L` functions 67 and 69).
  package var hasLogos = false
  package var buzzer = Buzzer.none
  package var quirks: Set<Quirk> = []
  /// USB identities that the model reports: a hint, as clones report others' names.
  package var usb: [USBIdentity] = []

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
    cutter = hasCutter ? .both : .none
    self.drawer = drawer
    self.fence = fence
  }

  package var hasCutter: Bool { cutter != .none }

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
    var profile = PrinterProfile(
      name: "virtual", dotsPerLine: columns * 12, columnsA: columns, columnsB: columns * 4 / 3,
      pages: [
        Page(16, .cp1252), Page(19, .cp858), Page(0, .cp437), Page(2, .cp850), Page(17, .cp866),
        Page(18, .cp852), Page(13, .cp857), Page(14, .cp737), Page(33, .cp775), Page(36, .cp862),
        Page(37, .cp864), Page(50, .cp1256),
      ],
      hasCutter: true, drawer: .usual, fence: .processID)
    profile.maker = "tilld"
    profile.models = ["virtual printer"]
    profile.sources = ["The virtual printer obeys what its decoder knows."]
    profile.symbologies = Set(Symbology.allCases)
    profile.rasterCommands = Set(Raster.allCases)
    profile.knowsRealTimeDisable = true
    profile.hasPageMode = true
    profile.hasLogos = true
    profile.buzzer = .escParenA
    return profile
  }

  /// A nameless printer with 58 mm paper: 384 dots, 32 columns, no cutter, no fence.
  ///
  /// It has only the tables that makers agree on.
  package static let generic58 = generic(
    "generic58", models: "58 mm clones", dots: 384, columns: 32, 42, hasCutter: false)

  /// A nameless printer with 80 mm paper: 576 dots, 48 columns, a knife, no fence.
  package static let generic80 = generic(
    "generic80", models: "80 mm clones", dots: 576, columns: 48, 64, hasCutter: true)

  private static func generic(
    _ name: String, models: String, dots: Int, columns columnsA: Int, _ columnsB: Int,
    hasCutter: Bool
  ) -> PrinterProfile {
    var profile = PrinterProfile(
      name: name, dotsPerLine: dots, columnsA: columnsA, columnsB: columnsB,
      pages: [Page(16, .cp1252), Page(19, .cp858), Page(0, .cp437), Page(17, .cp866)],
      hasCutter: hasCutter, drawer: .usual, fence: .none)
    profile.maker = "generic"
    profile.models = [models]
    profile.sources = ["Only what the manuals and databases of seven makers agree on."]
    profile.symbologies = [.upcA, .upcE, .ean13, .ean8, .code39, .itf, .codabar, .code128]
    profile.quirks = [.bootsInKanji]
    return profile
  }
}
