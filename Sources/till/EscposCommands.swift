// The verbs about printer bytes: `till escpos decode` and `till escpos explain`. They need no
// daemon and no printer.

internal import ArgumentParser
internal import Devices
internal import ESCPOS
internal import Wire

/// `till escpos …`.
struct EscposCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "escpos",
    abstract: "Read the bytes of a print job: what they say, how they look. Make some.",
    subcommands: [Decode.self, Explain.self, Image.self, Sample.self])

  struct Decode: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a job as the paper it makes: text, SVG or PNG.",
      discussion: """
        Without an option the paper is written as text. --svg and --png write pictures at true \
        dots besides; a path of - writes the picture to stdout instead of the text.
        """)
    @OptionGroup var common: Common
    @OptionGroup var paper: EscposPaper
    @Argument(help: "The file of printer bytes; - for standard input.", completion: .file())
    var file: String
    @Flag(help: "Write the paper as text (the default).") var text = false
    @Option(
      help: "Also write the picture as SVG to this file.",
      completion: .file(extensions: ["svg"]))
    var svg: String?
    @Option(
      help: "Also write the picture as PNG, one dot a pixel, to this file.",
      completion: .file(extensions: ["png"]))
    var png: String?

    func validate() throws {
      if text && common.json {
        throw ValidationError("--text and --json both want stdout. Give one of them.")
      }
      if svg == "-" && png == "-" {
        throw ValidationError("--svg - and --png - both want stdout. Name a file for one of them.")
      }
      if (svg == "-" || png == "-") && (text || common.json) {
        throw ValidationError("A picture to stdout leaves no room for --text or --json.")
      }
    }

    func run() throws {
      let profile = try paper.chosen()
      let job = try EscposFile.read(file)
      let commands = PrintDecoder.commands(in: job)
      let live = PrintDecoder.live(in: job, commands: commands)
      let page = Page(commands, profile: profile)
      if let svg {
        try EscposFile.write(Array(page.svg(artist: EscposArt.artist).utf8), to: svg)
      }
      if let png {
        let picture = page.bitmap(glyphs: EscposArt.glyphs, artist: EscposArt.artist)
        try EscposFile.write(picture.png(), to: png)
      }
      if common.json {
        Terminal.write(
          JSON.text(EscposAnswer(job: job, commands: commands, live: live, page: page)))
      } else if svg != "-" && png != "-" {
        Terminal.write(page.text())
      }
      EscposFile.warn(commands, live)
    }
  }

  struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List a job's commands: where, which bytes, what the manual calls them.")
    @OptionGroup var common: Common
    @Argument(help: "The file of printer bytes; - for standard input.", completion: .file())
    var file: String

    func run() throws {
      let job = try EscposFile.read(file)
      let commands = PrintDecoder.commands(in: job)
      let live = PrintDecoder.live(in: job, commands: commands)
      if common.json {
        Terminal.write(JSON.text(EscposAnswer(job: job, commands: commands, live: live)))
      } else {
        common.write([EscposText.lines(commands).joined(separator: "\n")])
      }
      EscposFile.warn(commands, live)
    }
  }
}

/// The paper that a job is shown on.
struct EscposPaper: ParsableArguments {
  @Option(help: "The printer, such as \(EscposArt.profiles.map(\.name).joined(separator: ", ")).")
  var profile: String?
  @Option(help: "A printer of this many columns instead, 16 to 128.")
  var columns: Int?

  /// - Throws: a usage error for a name or a width that is not known.
  func chosen() throws -> PrinterProfile {
    if let columns {
      guard profile == nil else {
        throw ValidationError("--profile and --columns both say how wide the paper is. Give one.")
      }
      guard (16...128).contains(columns) else {
        throw ValidationError("--columns \(columns): paper has 16 to 128 columns.")
      }
      return .virtual(columns: columns)
    }
    guard let name = profile else { return .virtual80 }
    guard let known = EscposArt.profiles.first(where: { $0.name == name }) else {
      let names = EscposArt.profiles.map(\.name).joined(separator: ", ")
      throw ValidationError("--profile \(name): no such printer. Known are: \(names).")
    }
    return known.profile
  }
}

/// What is drawn with, and what printers there are.
enum EscposArt {
  /// Shapes of characters for pictures in dots.
  static let glyphs: any Glyphs = InstalledGlyphs()
  /// Who draws the symbols that a printer draws by itself.
  static let artist: (any SymbolArtist)? = ZintArtist()
  /// The printers by their names.
  static let profiles = PrinterProfile.all.map { (name: $0.name, profile: $0) }
}
