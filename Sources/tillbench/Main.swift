// The bench: one measurement a run, chosen by its name. Every figure is one line of JSON.
// Benchmarks/bench.py runs them beside a bare C program and judges the figures.

internal import Glibc
internal import Wire

/// The command `tillbench`.
@main
enum Main {
  static let usage = """
    usage: tillbench fill DIR [--events N] [--products N]   make a store with that much in it
           tillbench commit DIR [--count N]                 durable commits, one after the other
           tillbench lookup DIR [--count N]                 products of a filled store by barcode
           tillbench search DIR [--count N]                 names of a filled store as people type
           tillbench flat DIR [--count N]                   sales of an empty and a filled store
           tillbench paper DIR                              text, a picture and a receipt encoded
           tillbench scans DIR                              element strings read
    """

  static func main() {
    do {
      let arguments = try Arguments(Array(CommandLine.arguments.dropFirst()))
      let directory = arguments.directory
      switch arguments.verb {
      case "fill":
        let (products, events) = (arguments.products, arguments.events)
        report(try Filling(directory: directory).fill(products: products, events: events))
      case "commit":
        try Commits(in: directory).measure(arguments.count ?? 2000).forEach(report)
      case "lookup":
        report(try Lookups(in: directory).byBarcode(arguments.count ?? 200_000))
      case "search":
        try Lookups(in: directory).byName(arguments.count ?? 4000).forEach(report)
      case "flat":
        try Flatness(directory: directory).measure(arguments.count ?? 2000).forEach(report)
      case "paper": try Papers(folder: directory).encoding().forEach(report)
      case "scans": try Papers(folder: directory).reading().forEach(report)
      default: throw Usage()
      }
    } catch is Usage {
      end(2, usage)
    } catch {
      end(1, "tillbench: \(error)")
    }
  }

  private static func report(_ figure: some Encodable) { print(JSON.text(figure)) }

  private static func tell(_ text: String) {
    let line = Array((text + "\n").utf8)
    _ = write(STDERR_FILENO, line, line.count)
  }

  private static func end(_ code: Int32, _ text: String) -> Never {
    tell(text)
    exit(code)
  }
}

/// The command line was not understood.
struct Usage: Error {}

/// What was asked for.
struct Arguments {
  let verb: String
  let directory: String
  private var options: [String: Int64] = [:]

  init(_ words: [String]) throws(Usage) {
    guard words.count >= 2, words.count.isMultiple(of: 2) else { throw Usage() }
    verb = words[0]
    directory = words[1]
    for index in stride(from: 2, to: words.count, by: 2) {
      guard ["--events", "--products", "--count"].contains(words[index]),
        let number = Int64(words[index + 1]), number > 0
      else { throw Usage() }
      options[words[index]] = number
    }
  }

  var events: Int64 { options["--events"] ?? 1_000_000 }
  var products: Int64 { options["--products"] ?? 1_000_000 }
  var count: Int64? { options["--count"] }
}

/// Why a measurement came to nothing.
struct BenchFault: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
