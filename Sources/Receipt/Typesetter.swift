// Documents on paper of one width: wrapping, columns, sizes. Amounts are never wrapped or cut.

internal import ESCPOS

/// Lays elements out, in order, for one printer.
struct Typesetter {
  private var encoder: PrintEncoder
  private let profile: PrinterProfile

  init(_ profile: PrinterProfile) {
    self.profile = profile
    encoder = PrintEncoder(for: profile)
  }

  var document: EncodedDocument {
    EncodedDocument(bytes: encoder.bytes, substitutions: encoder.substitutions)
  }

  mutating func set(_ element: Document.Element) {
    switch element {
    case .heading(let text): heading(text)
    case .text(let text, let alignment): paragraph(text, alignment, Style())
    case .row(let left, let right, let weight): row(left, right, weight)
    case .rule: paragraph(String(repeating: "-", count: profile.columnsA), .left, Style())
    case .table(let header, let rows): table(header, rows)
    case .barcode(let text): barcode(text)
    case .qr(let text): qr(text)
    case .feed(let lines): encoder.feed(lines: lines)
    case .cut: encoder.cut()
    }
  }

  /// Double size, or double height alone where a word would be broken.
  private mutating func heading(_ text: String) {
    let longest = encoder.printable(text).split(separator: " ").map(\.count).max() ?? 0
    let width = longest <= profile.columnsA / 2 ? 2 : 1
    paragraph(text, .center, Style(bold: true, width: width, height: 2))
  }

  private mutating func paragraph(_ text: String, _ alignment: Alignment, _ style: Style) {
    let columns = profile.columnsA / style.width
    encoder.set(alignment)
    encoder.set(style)
    for line in Wrapping.lines(encoder.printable(text), columns: columns) { encoder.line(line) }
    encoder.set(Style())
    encoder.set(.left)
  }

  private mutating func row(_ left: String, _ right: String, _ weight: Document.Weight) {
    let (left, right) = (encoder.printable(left), encoder.printable(right))
    var style = Style(bold: weight != .normal)
    if weight == .large {
      let fits = left.count + 1 + right.count <= profile.columnsA / 2
      style = Style(bold: true, width: fits ? 2 : 1, height: 2)
    }
    encoder.set(style)
    for line in lines(left, right, columns: profile.columnsA / style.width) { encoder.line(line) }
    encoder.set(Style())
  }

  /// The left text in a column of its own; the right one ends its last line, or stands below it
  /// where that would leave the left one less than a third of the paper.
  private func lines(_ left: String, _ right: String, columns: Int) -> [String] {
    guard !right.isEmpty else { return Wrapping.lines(left, columns: columns) }
    let room = columns - right.count - 1
    let isBeside = left.count <= room || room * 3 >= columns
    var lines = left.isEmpty ? [] : Wrapping.lines(left, columns: isBeside ? room : columns)
    let last = isBeside ? lines.popLast() ?? "" : ""
    let parts = right.count <= columns ? [right] : Wrapping.lines(right, columns: columns)
    for (index, part) in parts.enumerated() {
      let beside = index == 0 ? last : ""
      let gap = String(repeating: " ", count: max(0, columns - beside.count - part.count))
      lines.append(beside + gap + part)
    }
    return lines
  }

  /// Columns as wide as their widest cell; where they do not fit, each cell is a row.
  private mutating func table(_ header: [String], _ rows: [[String]]) {
    let cells = ([header] + rows).map { $0.map { encoder.printable($0) } }
    let widths = header.indices.map { column in
      cells.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    let gaps = max(1, header.count - 1)
    let spare = profile.columnsA - widths.reduce(0, +)
    guard spare >= gaps else {
      for row in rows {
        for (name, cell) in zip(header, row) { set(.row(name, cell, .normal)) }
      }
      return
    }
    for row in cells {
      var line = ""
      for (column, cell) in row.prefix(header.count).enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        // The spare columns are shared by the gaps, the first ones taking what is left over.
        let gap = spare / gaps + (column <= spare % gaps ? 1 : 0)
        line +=
          column == 0 ? cell + padding : String(repeating: " ", count: gap) + padding + cell
      }
      encoder.line(line)
    }
  }

  private mutating func barcode(_ text: String) {
    guard let symbol = LinearSymbol(code128: text),
      let dots = [3, 2].first(where: { encoder.fits(symbol, moduleDots: $0) })
    else { return qr(text) }
    encoder.set(.center)
    encoder.symbol(symbol, moduleDots: dots, heightDots: 64)
    encoder.set(.left)
  }

  /// A code too long for any printer is left out: all it says is on the paper in words too.
  private mutating func qr(_ text: String) {
    guard (1...2000).contains(text.utf8.count) else { return }
    encoder.set(.center)
    encoder.qr(text, moduleDots: 4)
    encoder.set(.left)
  }
}

/// Breaking text into lines.
enum Wrapping {
  /// The text in lines of at most `columns` characters, at least one line.
  ///
  /// Lines break at spaces, words longer than a line wherever it ends. Leading spaces indent every
  /// line; elsewhere, several spaces are one.
  ///
  /// - Parameter columns: 1 or more.
  static func lines(_ text: String, columns: Int) -> [String] {
    let columns = max(1, columns)
    let indent = String(text.prefix(while: { $0 == " " }).prefix(columns / 2))
    let room = columns - indent.count
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count <= room {
        line += " " + word
        continue
      }
      if !line.isEmpty { lines.append(indent + line) }
      var rest = word
      while rest.count > room {
        lines.append(indent + rest.prefix(room))
        rest = rest.dropFirst(room)
      }
      line = String(rest)
    }
    if !line.isEmpty || lines.isEmpty { lines.append(indent + line) }
    return lines
  }
}
