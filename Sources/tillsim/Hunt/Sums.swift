// What several runs came to, as figures that can be added and written down.

internal import Glibc
internal import Wire

/// Figures of several runs.
struct Sums {
  var breaches = 0
  /// Runs that were lived twice.
  var repeated = 0
  private(set) var figures: [(name: String, count: Int)] = Counts().figures

  init() {}

  mutating func add(_ counts: Counts) {
    for (index, figure) in counts.figures.enumerated() { figures[index].count += figure.count }
  }

  mutating func add(_ other: Sums) {
    breaches += other.breaches
    repeated += other.repeated
    for (index, figure) in other.figures.enumerated() { figures[index].count += figure.count }
  }

  /// The figures in a report's file; nil if there is none.
  init?(of path: String) {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
    guard let report = try? JSON.decode(Found.self, from: bytes) else { return nil }
    for item in report.counts {
      guard let name = item.items.first?.words, let count = item.items.last?.whole else {
        continue
      }
      switch name {
      case "breaches": breaches = Int(count)
      case "runs lived twice": repeated = Int(count)
      default:
        guard let index = figures.firstIndex(where: { $0.name == name }) else { continue }
        figures[index].count = Int(count)
      }
    }
  }

  private struct Found: Decodable { let counts: [AnyJSON] }

  /// What a hunt came to.
  func report(command: String, seeds: Int, perMinute: Int, seconds: Int64) -> Report {
    let ends = [
      ("seeds", seeds), ("seeds per minute", perMinute), ("breaches", breaches),
      ("runs lived twice", repeated),
    ]
    return Report(
      part: "sim", title: "Simulated shop days", command: command,
      counts: ends + figures.map { ($0.name, $0.count) }, seconds: seconds, ok: breaches == 0)
  }
}
