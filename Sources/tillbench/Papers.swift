// Paper and scans: the same text, picture and element strings that the peers get, done by us.
// Benchmarks/peers.py makes the files and measures the peers in the same run.

internal import ESCPOS
internal import FoundationEssentials
internal import Receipt
internal import Scanner

/// Measures what is pure: encoding paper, reading element strings.
struct Papers {
  /// Holds `lines.txt`, `picture.png` and `scans.txt`.
  let folder: String

  private static let turns = 50

  /// Text with automatic tables, a picture from its file to its bytes, and a whole receipt.
  func encoding() throws -> [Figure] {
    let lines = try rows("lines.txt")
    var text = Samples()
    var length = 0
    for _ in 0..<Self.turns {
      text.time {
        var encoder = PrintEncoder(for: .virtual80)
        for line in lines { encoder.line(line) }
        length += encoder.bytes.count
      }
    }
    let picture = try encoding(of: "picture.png")
    let photograph = try encoding(of: "photograph.png")
    let document = Self.receipt
    var receipt = Samples()
    for _ in 0..<2000 {
      receipt.time { length += document.encoded(for: .virtual80).bytes.count }
    }
    guard length > 0 else { throw BenchFault("nothing was encoded") }
    return [
      text.figure("paper.lines"), picture.figure("paper.picture"),
      photograph.figure("paper.photograph"), receipt.figure("paper.receipt"),
    ]
  }

  /// From the file's bytes to the printer's: read, made black and white, encoded.
  private func encoding(of name: String) throws -> Samples {
    let file = try bytes(name)
    var samples = Samples()
    for _ in 0..<Self.turns {
      try samples.time {
        var encoder = PrintEncoder(for: .virtual80)
        try encoder.image(GrayPicture(reading: file).dithered(.floydSteinberg))
      }
    }
    return samples
  }

  /// Element strings as scanners send them; a turn is the whole file, as for the peer.
  func reading() throws -> [Figure] {
    let lines = try rows("scans.txt").map { Array($0.utf8) }
    var whole = Samples()
    var single = Samples()
    var elements = 0
    for _ in 0..<Self.turns {
      try whole.time { for line in lines { elements += try parse(line) } }
    }
    for line in lines { try single.time { elements += try parse(line) } }
    guard elements == (Self.turns + 1) * lines.count * 5 else {
      throw BenchFault("an element string was not read whole")
    }
    return [whole.figure("scans.all"), single.figure("scans.one")]
  }

  private func parse(_ line: [UInt8]) throws -> Int {
    try ElementString(parsing: line).elements.count
  }

  private func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
  }

  private func rows(_ name: String) throws -> [String] {
    String(decoding: try bytes(name), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Forty lines of goods between a head and a foot.
  private static var receipt: Document {
    var elements: [Document.Element] = [.heading("Käse & Brötchen"), .rule(.thin)]
    for line in 1...40 {
      elements.append(.row("Rohmilchkäse jung \(line), 250 g", "A   \(line).49", .normal))
    }
    elements += [
      .rule(.thin), .row("SUMME EUR", "839.60", .large), .row("Bar", "840.00", .normal),
      .table(
        header: ["Satz", "Netto", "Steuer", "Brutto"],
        rows: [["A 7 %", "784.67", "54.93", "839.60"]]),
      .barcode("T1-000912"), .cut,
    ]
    return Document(elements)
  }
}
