// What a run tells docs/proof.md.

internal import Glibc
internal import Wire

/// The result of a proof, as the page about proofs shows it.
struct Report {
  var part: String
  var title: String
  var command: String
  var counts: [(String, Int)]
  var seconds: Int64
  var ok: Bool
  /// What must fail, and did.
  var control: String?

  /// Writes it as one JSON object.
  static func write(_ report: Report, to path: String) throws {
    var fields: [String: AnyJSON] = [
      "part": .string(report.part), "title": .string(report.title),
      "command": .string(report.command), "seconds": .integer(report.seconds),
      "ok": .boolean(report.ok),
      "counts": .array(
        report.counts.map { .array([.string($0.0), .integer(Int64($0.1))]) }),
    ]
    if let control = report.control { fields["control"] = .string(control) }
    let bytes = JSON.bytes(AnyJSON.object(fields)) + [UInt8(ascii: "\n")]
    guard let file = fopen(path, "w") else { throw Unwritable(path: path) }
    let written = fwrite(bytes, 1, bytes.count, file)
    guard fclose(file) == 0, written == bytes.count else { throw Unwritable(path: path) }
  }

  struct Unwritable: Error, CustomStringConvertible {
    let path: String
    var description: String { "\(path) cannot be written: choose another file for --report" }
  }
}
