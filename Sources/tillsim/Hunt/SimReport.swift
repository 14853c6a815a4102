// What a hunt came to, as figures that can be added and written down.

internal import ArgumentParser
internal import Glibc
internal import Wire

/// The report of a hunt, one JSON object.
struct SimReport: Encodable {
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
  }

  let part = "sim"
  let title = "Simulated shop days"
  let command: String
  let counts: [AnyJSON]
  let seconds: Double
  let ok: Bool
  let control = ""

  init(command: String, seeds: Int, perMinute: Int, sums: Sums, seconds: Double) {
    self.command = command
    let ends = [
      ("seeds", seeds), ("seeds per minute", perMinute), ("breaches", sums.breaches),
      ("runs lived twice", sums.repeated),
    ]
    counts = (ends + sums.figures.map { ($0.name, $0.count) }).map { name, count in
      .array([.string(name), .integer(Int64(count))])
    }
    self.seconds = (seconds * 10).rounded() / 10
    ok = sums.breaches == 0
  }

  func write(to path: String) throws {
    let bytes = JSON.bytes(self) + [0x0A]
    guard let file = fopen(path, "w") else {
      throw ValidationError("\(path) cannot be written: \(String(cString: strerror(errno)))")
    }
    defer { fclose(file) }
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count else {
      throw ValidationError("\(path) cannot be written whole: is the disk full?")
    }
  }

  /// The time of a clock that only goes on.
  static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
