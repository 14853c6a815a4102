// The verbs that make printer bytes without a till: a picture's, and sheets to look at and to scan.

internal import ArgumentParser
internal import Devices
internal import ESCPOS
internal import Receipt

extension EscposCommands {
  struct Image: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Turn a PNG, BMP, PBM, PGM or PPM picture into the commands that print it.")
    @OptionGroup var paper: EscposPaper
    @Argument(help: "The picture; - for standard input.", completion: .file()) var file: String
    @Option(help: "How it becomes black and white: \(names(Dithering.self)).")
    var dither = Dithering.floydSteinberg.rawValue
    @Option(help: "By which command: \(names(Raster.self)). The printer's best when left out.")
    var raster: String?
    @Option(help: "The most rows in one command.") var bands: Int?
    @Flag(help: "Make it as wide as the paper.") var fit = false
    @Option(name: .shortAndLong, help: "Where the bytes go; - for standard output.")
    var output = "-"

    func run() throws {
      let profile = try paper.chosen()
      guard let dithering = Dithering(rawValue: dither) else {
        throw ValidationError("--dither \(dither): there is \(names(Dithering.self)).")
      }
      var picture = try Self.picture(in: file)
      do throws(PictureFault) {
        if fit { picture = try picture.fitted(toWidth: profile.dotsPerLine) }
        let bitmap = picture.dithered(dithering)
        guard let raster else {
          var encoder = PrintEncoder(for: profile)
          try encoder.image(bitmap)
          return try save(encoder.bytes)
        }
        guard let way = Raster(rawValue: raster) else { throw .noRaster(printer: raster) }
        let encoded = try way.encoded(
          bitmap, bandRows: min(max(bands ?? profile.maxBandRows, 1), 2303),
          disablesRealTime: false)
        return try save(encoded.bytes)
      } catch {
        let advice =
          if case .tooWide = error { " Say --fit to make it smaller." } else { "" }
        throw ValidationError("\(file): \(error).\(advice)")
      }
    }

    private static func picture(in file: String) throws -> GrayPicture {
      let bytes = try EscposFile.read(file)
      do {
        return try GrayPicture(reading: bytes)
      } catch {
        throw ValidationError("\(file): \(error).")
      }
    }

    private func save(_ bytes: [UInt8]) throws(PictureFault) {
      do {
        try EscposFile.write(bytes, to: output)
      } catch {
        EscposCommands.exit(withError: error)
      }
    }
  }

  struct Sample: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a job to look at or to scan: send it to a printer, or to escpos decode.",
      discussion: """
        test is the technician's page, calibration the sheet that a scanner is learned from. \
        symbols writes a line for each symbology: its name, a job and its content, in hex, \
        parted by tabs.
        """)

    enum Kind: String, CaseIterable, ExpressibleByArgument { case test, calibration, symbols }

    @OptionGroup var paper: EscposPaper
    @Argument(help: "What to make: \(names(Kind.self)).") var kind: Kind
    @Option(help: "The language of the test page.") var language = "en"
    @Option(name: .shortAndLong, help: "Where the bytes go; - for standard output.")
    var output = "-"

    func run() throws {
      let profile = try paper.chosen()
      guard let words = Phrases.named(language) else {
        let known = Phrases.all.map(\.language).joined(separator: ", ")
        throw ValidationError("--language \(language): there is \(known).")
      }
      switch kind {
      case .test:
        let page = TestPage(profile, job: "TEST").document(in: words)
        try EscposFile.write(
          page.encoded(for: profile, shapes: .ofThisMachine).bytes, to: output)
      case .calibration:
        try EscposFile.write(
          CalibrationSheet.job(for: profile, title: "Scanner", words: []), to: output)
      case .symbols:
        let lines = SymbolSheet.job(for: profile).map {
          "\($0.name)\t\(hex($0.bytes))\t\(hex($0.content))\n"
        }
        try EscposFile.write(Array(lines.joined().utf8), to: output)
      }
    }

    private func hex(_ bytes: [UInt8]) -> String {
      bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }
}

/// The names of all cases, for help and for errors.
private func names<T: RawRepresentable<String> & CaseIterable>(_ type: T.Type) -> String {
  type.allCases.map(\.rawValue).joined(separator: ", ")
}
