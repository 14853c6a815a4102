// `till scan`: sell a code as a scanner reads it, or explain what a code says.

internal import ArgumentParser
internal import Scanner
internal import Wire

/// `till scan CODE` and `till scan explain RAW`.
struct ScanCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan", abstract: "Sell what a scanner reads, or explain what a code says.",
    subcommands: [ScanCommand.self, Explain.self, Calibrate.self],
    defaultSubcommand: ScanCommand.self)

  struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Tell all that a scanned code says. Needs no daemon.",
      discussion: """
        A code that cannot be used is explained like any other: its reason is the answer.

        RAW is the line as the scanner sends it; \\x1d or \\u001d stands for the GS1 separator and \
        \\\\ for a backslash. With --batch, lines are read from stdin instead and each is answered \
        by one line of JSON.

        Example: till scan explain ']C1010950600013435210ABC\\x1d17271231'
        """)
    @OptionGroup var common: Common
    @Argument(help: "The line as the scanner sends it.") var raw: String?
    @Option(
      help: "The shop's own rules about in-store codes.",
      completion: .file(extensions: ["rules", "txt"]))
    var rules: String?
    @Option(help: "In-store codes as in this country, such as DE or US.") var country: String?
    @Flag(help: "Read lines from stdin, write one JSON object for each.") var batch = false
    @Option(
      help: "Explain a recording of a scanner's keys instead of a code.",
      completion: .file(extensions: ["keys"]))
    var keys: String?

    func validate() throws {
      guard [batch, raw != nil, keys != nil].count(where: { $0 }) == 1 else {
        throw ValidationError(
          "Give one code to explain, or --keys FILE, or --batch and lines on stdin.")
      }
      if rules != nil, country != nil {
        throw ValidationError("Give --rules or --country; a rules file may hold a country line.")
      }
    }

    func run() throws {
      let rules = try shopRules()
      if batch {
        while let line = readLine() {
          Terminal.write(JSON.text(Reading(Escapes.removed(from: line), rules: rules)))
        }
      } else if let keys {
        try explain(recording: keys, rules)
      } else if let raw {
        show(Reading(Escapes.removed(from: raw), rules: rules))
      }
    }

    private func show(_ reading: Reading) {
      if common.json {
        Terminal.write(JSON.text(reading))
      } else {
        common.write(reading.lines.map(Terminal.harmless))
      }
    }

    /// One answer for each scan of the recording, in order; a scan that was cut says why.
    private func explain(recording path: String, _ rules: ShopRules) throws {
      let results: [KeyRecording.Result]
      do {
        results = try KeyRecording(TextFile.read(path)).scans()
      } catch let fault as KeyRecordingFault {
        throw ValidationError("\(path), \(fault).")
      }
      for result in results {
        switch result.outcome {
        case .nothing: continue
        case .scan(let raw): show(Reading(raw, rules: rules))
        case .rejected(let why): show(rejection: why)
        }
      }
      if results.isEmpty { Terminal.say("till: \(path) holds no scan.") }
    }

    private func show(rejection: ScanRejection) {
      guard common.json else {
        common.write(["rejected (\(rejection.rawValue)): \(rejection)"])
        return
      }
      let error: [String: AnyJSON] = [
        "kind": .string(rejection.rawValue), "at": .integer(0), "message": .string("\(rejection)"),
      ]
      Terminal.write(
        JSON.text(
          AnyJSON.object([
            "symbology": .null, "kind": .string(ReadingKind.refused.rawValue),
            "candidates": .array([]), "elements": .array([]), "warnings": .array([]),
            "error": .object(error),
          ])))
    }

    private func shopRules() throws -> ShopRules {
      if let country {
        guard let rules = ShopRules(country: country) else {
          throw ValidationError(
            "There are no rules for \(country); there are for \(ShopRules.countries).")
        }
        return rules
      }
      guard let path = rules else { return .standard }
      let text = try TextFile.read(path)
      do {
        return try ShopRules(parsing: text)
      } catch {
        throw ValidationError("\(path), \(error).")
      }
    }
  }
}
