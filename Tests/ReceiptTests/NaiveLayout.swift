// A second layouter, written to be obvious and not to be fast: what a document looks like on paper
// of so many columns, line by line. It shares no code with the first one but the table of what a
// printer can print and the width of barcodes.

import ESCPOS
import Receipt

/// Left-to-right documents as text.
struct NaiveLayout {
  let profile: PrinterProfile
  private(set) var lines: [String] = []
  private var full: Int { profile.columnsA }

  init(_ document: Document, _ profile: PrinterProfile) {
    self.profile = profile
    for element in document.elements { add(element) }
  }

  private mutating func add(_ element: Document.Element) {
    switch element {
    case .heading(let text): centered(printable(text), largest: 2)
    case .banner(let text): centered(printable(text), largest: 4)
    case .text(let text, let look):
      let text = printable(text)
      let columns = profile.columns(look.font)
      let fits = text.split(separator: " ").allSatisfy { $0.count * 2 <= columns }
      let width = look.weight == .large && fits ? 2 : 1
      for line in wrapped(text, columns / width) {
        lines.append(placed(line, look.place, columns, width))
      }
    case .row(let left, let right, let weight):
      let (left, right) = (printable(left), printable(right))
      let width = weight == .large && (left.count + 1 + right.count) * 2 <= full ? 2 : 1
      row(left, right, width)
    case .table(let header, let rows): table(header, rows)
    case .box(let texts): box(texts)
    case .rule(let rule): lines.append(String(repeating: rule.rawValue, count: full))
    case .barcode(let text):
      if let symbol = LinearSymbol(code128: text), fits(symbol) {
        note("Code 128 \(text)")
      } else if !text.isEmpty {
        note("QR \(text)")
      }
    case .symbol(let symbol):
      if fits(symbol) {
        note("\(symbol.kind == .ean13 ? "EAN-13" : "Code 128") \(symbol.text)")
      } else {
        lines.append(placed(symbol.text, .center, full, 1))
      }
    case .qr(let text): note("QR \(text)")
    case .picture(let picture):
      if picture.width <= profile.dotsPerLine { lines.append("[picture]") }
    case .feed(let count): lines += Array(repeating: "", count: count)
    case .cut: lines.append(trimmed(String(repeating: "- ", count: full / 2)))
    }
  }

  private mutating func centered(_ text: String, largest: Int) {
    let longest = text.split(separator: " ").map(\.count).max() ?? 1
    let width = (1...largest).last { longest * $0 <= full } ?? 1
    for line in wrapped(text, full / width) { lines.append(placed(line, .center, full, width)) }
  }

  /// A line as a page draws it: letters are not spread, words keep the ends that they align to.
  private func placed(
    _ line: String, _ place: Document.Place, _ columns: Int, _ width: Int
  ) -> String {
    let (free, spread) = (columns - line.count * width, line.count * (width - 1))
    let indent = line.prefix { $0 == " " }.count
    guard line.count > indent else { return "" }
    switch place {
    case .start: return trimmed(spaces(indent * (width - 1)) + line)
    case .center: return trimmed(spaces(free / 2 + spread / 2) + line)
    case .end: return trimmed(spaces(free + spread) + line)
    }
  }

  private mutating func row(_ left: String, _ right: String, _ width: Int) {
    let columns = full / width
    guard !right.isEmpty else {
      for line in wrapped(left, columns) { lines.append(placed(line, .start, columns, width)) }
      return
    }
    let room = columns - right.count - 1
    var start = left.isEmpty ? [] : wrapped(left, columns)
    if left.count <= room || room * 3 >= columns, !left.isEmpty { start = wrapped(left, room) }
    let isBeside = !left.isEmpty && (left.count <= room || room * 3 >= columns)
    let last = isBeside ? start.removeLast() : ""
    for line in start { lines.append(placed(line, .start, columns, width)) }
    if right.count > columns {
      for part in wrapped(right, columns) { lines.append(spaces(columns - part.count) + part) }
    } else if last.isEmpty {
      lines.append(spaces((columns - right.count) * width) + right)
    } else if last.count + 1 + right.count == columns {
      lines.append("\(last) \(right)")
    } else {
      lines.append(last + spaces(columns * width - last.count - right.count) + right)
    }
  }

  private mutating func table(_ header: [String], _ rows: [[String]]) {
    let cells = ([header] + rows).map { $0.map(printable) }
    let widths = header.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
    let gaps = header.count - 1
    let spare = full - widths.reduce(0, +)
    guard spare >= gaps else {
      for cell in cells.dropFirst() {
        for (name, value) in zip(cells[0], cell) { row(name, value, 1) }
      }
      return
    }
    // Where each column ends, counted from the left edge.
    var ends: [Int] = []
    for (column, width) in widths.enumerated() {
      let extra = column == 0 ? 0 : spare / gaps + (column <= spare % gaps ? 1 : 0)
      ends.append((ends.last ?? 0) + extra + width)
    }
    for row in cells {
      var line = row[0]
      for column in 1..<row.count {
        line += spaces(ends[column] - row[column].count - line.count) + row[column]
      }
      lines.append(trimmed(line))
    }
  }

  private mutating func box(_ texts: [String]) {
    let edge = String(repeating: "─", count: full - 2)
    lines.append("┌\(edge)┐")
    for line in texts.flatMap({ wrapped(printable($0), full - 4) }) {
      lines.append("│ \(line)\(spaces(full - 4 - line.count)) │")
    }
    lines.append("└\(edge)┘")
  }

  private mutating func note(_ label: String) {
    lines.append(spaces(max(0, full - label.count - 2) / 2) + "[\(label)]")
  }

  private func fits(_ symbol: LinearSymbol) -> Bool {
    (symbol.moduleCount + 20) * 2 <= profile.dotsPerLine
  }

  /// The greedy rule: as many words on a line as fit, words too long cut where the line ends.
  private func wrapped(_ text: String, _ columns: Int) -> [String] {
    let indent = spaces(min(text.prefix { $0 == " " }.count, columns / 2))
    let room = columns - indent.count
    var lines: [String] = [""]
    for word in text.split(separator: " ") {
      if lines[lines.count - 1].isEmpty {
        lines[lines.count - 1] = String(word)
      } else if lines[lines.count - 1].count + 1 + word.count <= room {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
      while lines[lines.count - 1].count > room {
        let long = lines.removeLast()
        lines += [String(long.prefix(room)), String(long.dropFirst(room))]
      }
    }
    return lines.map { indent + $0 }
  }

  private func printable(_ text: String) -> String { profile.printable(text).text }
  private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

  private func trimmed(_ text: String) -> String {
    String(text.reversed().drop { $0 == " " }.reversed())
  }
}
