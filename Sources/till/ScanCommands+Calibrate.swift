// `till scan calibrate`: a scanner's layout and habits, learned from one scan of the sheet.

internal import ArgumentParser
internal import Domains
internal import ESCPOS
internal import Scanner
internal import Wire

extension ScanCommands {
  struct Calibrate: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Learn how a scanner types from one scan of the calibration sheet.",
      discussion: """
        Print the sheet with: till escpos sample calibration. Record what the scanner types when \
        it reads one of its two codes, and give the recording here. With --scanner the result is \
        kept by the till under that identity (vid:pid:serial:port); without it, only shown.

        Example: till scan calibrate scan.keys --scanner 05f9:2206:S1A:1-1.2
        """)

    enum Code: String, CaseIterable, ExpressibleByArgument { case bars, matrix }

    @OptionGroup var common: Common
    @Argument(help: "The recording of one scan.", completion: .file(extensions: ["keys"]))
    var recording: String
    @Option(help: "Which code of the sheet was scanned: bars, or the square matrix.")
    var code = Code.matrix
    @Option(help: "The scanner to keep it for.") var scanner: String?

    func run() throws {
      let learned = try learn()
      if let scanner {
        let key = "scan.scanners"
        let client = common.client
        let now = try client.call(ConfigGet.self, .init(key: key)).settings.first?.value
        var scanners: [String: AnyJSON] = [:]
        if case .object(let known)? = now { scanners = known }
        scanners[scanner] = AnyJSON.value(of: JSON.bytes(learned.settings))
        let params = ConfigSet.Params(cmd: Client.command(), key: key, value: .object(scanners))
        _ = try client.call(ConfigSet.self, params)
      }
      if common.json {
        Terminal.write(JSON.text(learned.settings))
      } else {
        common.write(Self.lines(learned) + (scanner.map { ["kept for \($0)"] } ?? []))
      }
    }

    private func learn() throws -> Calibration {
      let keys: [KeyEvent]
      do {
        keys = try KeyRecording(TextFile.read(recording)).inputs.compactMap {
          if case .key(let event) = $0 { event } else { nil }
        }
      } catch let fault as KeyRecordingFault {
        throw ValidationError("\(recording), \(fault).")
      }
      let expected = code == .bars ? CalibrationSheet.bars : CalibrationSheet.matrix
      do {
        return try Calibration.learn(keys, expecting: expected)
      } catch {
        throw ValidationError("\(recording): \(error).")
      }
    }

    private static func lines(_ learned: Calibration) -> [String] {
      let settings = learned.settings
      var lines = ["layout       \(settings.layout)"]
      if !learned.alsoFit.isEmpty {
        let signs = learned.undecided.joined(separator: " ")
        lines.append(
          "             or \(learned.alsoFit.joined(separator: ", ")): not told by \(signs)")
      }
      if settings.startsCapsLocked { lines.append("caps         locked") }
      if let separator = settings.separator { lines.append("separator    \(separator.rawValue)") }
      if !settings.prefix.isEmpty { lines.append("prefix       \(settings.prefix)") }
      if !settings.suffix.isEmpty { lines.append("suffix       \(settings.suffix)") }
      let ends = settings.terminators.map(\.rawValue)
      lines.append("ends with    \(ends.isEmpty ? "silence" : ends.joined(separator: ", "))")
      if let sends = settings.sendsIdentifiers {
        lines.append("AIM          \(sends ? "on" : "off: switch it on, it names the symbol")")
      }
      return lines.map(Terminal.harmless)
    }
  }
}
