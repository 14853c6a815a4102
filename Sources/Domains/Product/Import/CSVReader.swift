// A table as bytes becomes rows: RFC 4180, streaming, in bounded memory.

/// Reads CSV in whatever pieces the bytes come.
///
/// RFC 4180, and what files really have: a byte-order mark (skipped), rows that end with CRLF, LF
/// or CR, and `;` or tab between cells where the first line has more of them than commas. A quote
/// within an unquoted cell is text. A blank line is a row without cells. Nothing else is forgiven:
/// after a fault nothing more may be read.
package struct CSVReader: Sendable {
  /// Bytes of one cell.
  package static let fieldBytes = 65_536
  /// Cells of one row.
  package static let columns = 256

  private enum Place { case start, plain, quoted, closing }

  private var header = HeaderLine()
  private var separator: UInt8?
  private var place = Place.start
  private var field: [UInt8] = []
  private var row: [String] = []
  private var width = 0
  /// The line at hand and how many bytes were read; the same where the cell began.
  private var line: Int64 = 1
  private var offset: Int64 = 0
  private var fieldLine: Int64 = 1
  private var fieldOffset: Int64 = 0
  private var followsCR = false

  package init() {}

  /// The rows that end within these bytes.
  ///
  /// - Throws: the first fault; rows of this piece before it are not returned.
  package mutating func feed(_ bytes: some Sequence<UInt8>) throws(CSVFault) -> [[String]] {
    let piece = Array(bytes)
    var rows: [[String]] = []
    var begin = 0
    if separator == nil {
      begin = header.take(piece)
      guard header.isComplete else { return [] }
      try readHeader(into: &rows)
    }
    try read(piece[begin...], into: &rows)
    return rows
  }

  /// The last row, if the text does not end with the end of a line.
  ///
  /// - Throws: `unclosedQuote`, or a fault of what was still held back.
  package mutating func finish() throws(CSVFault) -> [[String]] {
    var rows: [[String]] = []
    if separator == nil { try readHeader(into: &rows) }
    if place == .quoted { throw .unclosedQuote(line: fieldLine) }
    if place != .start || !row.isEmpty { try endRow(into: &rows) }
    return rows
  }

  private mutating func readHeader(into rows: inout [[String]]) throws(CSVFault) {
    let bytes = header.bytes
    separator = header.separator
    header.bytes = []
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { throw .utf16 }
    let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    offset = Int64(mark)
    try read(bytes[mark...], into: &rows)
  }

  private mutating func read(
    _ bytes: ArraySlice<UInt8>, into rows: inout [[String]]
  ) throws(CSVFault) {
    let separator = separator ?? comma
    var index = bytes.startIndex
    while index < bytes.endIndex {
      // Most of a table is plain text: it is taken in runs.
      if place == .plain || place == .quoted {
        let run = bytes[index...].prefix { $0 > 13 && $0 != quote && $0 != separator }
        try append(run)
        offset += Int64(run.count)
        index = run.endIndex
        if !run.isEmpty { followsCR = false }
        if index == bytes.endIndex { break }
      }
      try take(bytes[index], into: &rows)
      index += 1
    }
  }

  private mutating func take(_ byte: UInt8, into rows: inout [[String]]) throws(CSVFault) {
    offset += 1
    guard byte != 0 else { throw .nul(line: line, byte: offset) }
    let isSecondOfCRLF = byte == lineFeed && followsCR
    followsCR = byte == carriageReturn
    let endsLine = (byte == lineFeed && !isSecondOfCRLF) || byte == carriageReturn
    defer { if endsLine { line += 1 } }

    switch place {
    case .quoted:
      if byte == quote { place = .closing } else { try append(CollectionOfOne(byte)) }
    case .closing where byte == quote:
      try append(CollectionOfOne(byte))
      place = .quoted
    case .start where byte == quote:
      (place, fieldLine, fieldOffset) = (.quoted, line, offset)
    case .start, .plain, .closing:
      if byte == separator {
        try endField()
      } else if endsLine {
        try endRow(into: &rows)
      } else if place == .closing {
        throw .textAfterQuote(line: line, byte: offset)
      } else if !isSecondOfCRLF {
        if place == .start { (place, fieldLine, fieldOffset) = (.plain, line, offset - 1) }
        try append(CollectionOfOne(byte))
      }
    }
  }

  private mutating func append(_ bytes: some Collection<UInt8>) throws(CSVFault) {
    guard field.count + bytes.count <= Self.fieldBytes else {
      throw .longField(line: fieldLine, quoted: place != .plain)
    }
    field.append(contentsOf: bytes)
  }

  private mutating func endField() throws(CSVFault) {
    guard row.count < Self.columns else { throw .manyColumns(line: line) }
    guard let text = String(validating: field, as: UTF8.self) else { throw notUTF8 }
    row.append(text)
    field.removeAll(keepingCapacity: true)
    place = .start
  }

  private mutating func endRow(into rows: inout [[String]]) throws(CSVFault) {
    if place != .start || !row.isEmpty { try endField() }
    rows.append(row)
    width = row.count
    row = []
    row.reserveCapacity(width)
    place = .start
  }

  /// Where exactly the cell at hand stops being UTF-8.
  private var notUTF8: CSVFault {
    var parser = UTF8.ForwardParser()
    var rest = field.makeIterator()
    var good = 0
    while case .valid(let scalar) = parser.parseScalar(from: &rest) { good += scalar.count }
    let before = field[..<good]
    let breaks = before.indices.count { index in
      before[index] == carriageReturn
        || before[index] == lineFeed && (index == 0 || before[index - 1] != carriageReturn)
    }
    let doubled = place == .closing ? before.count { $0 == quote } : 0
    return .notUTF8(
      line: fieldLine + Int64(breaks), byte: fieldOffset + Int64(good + doubled) + 1,
      found: field[good])
  }
}

private let comma = UInt8(ascii: ",")
private let quote = UInt8(ascii: "\"")
private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")

/// The first line, held back until it shows what stands between its cells.
private struct HeaderLine {
  var bytes: [UInt8] = []
  private(set) var isComplete = false
  private var counts: [(separator: UInt8, count: Int)] = [
    (comma, 0), (UInt8(ascii: ";"), 0), (UInt8(ascii: "\t"), 0),
  ]
  private var isQuoted = false

  /// The commonest of the three outside quotes, a comma if there is none.
  var separator: UInt8 {
    counts.reduce(counts[0]) { $1.count > $0.count ? $1 : $0 }.separator
  }

  /// Takes bytes up to the end of the line, and says how many; a NUL or the bound ends it too.
  mutating func take(_ piece: [UInt8]) -> Int {
    for (index, byte) in piece.enumerated() {
      bytes.append(byte)
      if byte == quote { isQuoted.toggle() }
      let isEnd = (byte == lineFeed || byte == carriageReturn) && !isQuoted
      if isEnd || byte == 0 || bytes.count >= CSVReader.fieldBytes {
        isComplete = true
        return index + 1
      }
      for kind in counts.indices where byte == counts[kind].separator && !isQuoted {
        counts[kind].count += 1
      }
    }
    return piece.count
  }
}
