// Rows and tables: texts at the start of a line, figures in columns at its end.

internal import ESCPOS

extension Typesetter {
  mutating func row(_ left: String, _ right: String, _ weight: Document.Weight) {
    let (left, right) = (measured(left), measured(right))
    var style = Style(bold: weight != .normal)
    if weight == .large {
      let fits = left.columns + 1 + right.columns <= profile.columnsA / 2
      style = Style(bold: true, width: fits ? 2 : 1, height: 2)
    }
    set(.start, direction)
    encoder.set(style)
    row(left, right, columns: profile.columnsA / style.width)
  }

  /// The left text in a column of its own; the right one ends its last line, or stands below it
  /// where that would leave the left one less than a third of the paper.
  private mutating func row(_ left: Measured, _ right: Measured, columns: Int) {
    guard right.columns > 0 else {
      for line in Wrapping.lines(left, columns: columns) { encoder.line(line.text) }
      return
    }
    let room = columns - right.columns - 1
    if left.columns <= room, Wrapping.isSet(left.text) {
      var line = left
      line.append(divider(after: left), columns: 0)
      line.pad(columns - left.columns - right.columns)
      line.append(right)
      return encoder.line(line.text)
    }
    let isBeside = left.columns <= room || room * 3 >= columns
    var lines = left.columns == 0 ? [] : Wrapping.lines(left, columns: isBeside ? room : columns)
    var last = isBeside ? lines.popLast() ?? .empty : .empty
    for line in lines { encoder.line(line.text) }
    let parts = right.columns <= columns ? [right] : Wrapping.lines(right, columns: columns)
    for part in parts {
      last.append(divider(after: last), columns: 0)
      last.pad(columns - last.columns - part.columns)
      last.append(part)
      encoder.line(last.text)
      last = .empty
    }
  }

  /// Columns as wide as their widest cell; where they do not fit, each cell is a row.
  mutating func table(_ header: [String], _ rows: [[String]]) {
    var cells: [[Measured]] = []
    for row in [header] + rows {
      cells.append(row.prefix(header.count).map { measured($0) })
    }
    let widths = header.indices.map { column in
      cells.reduce(0) { max($0, column < $1.count ? $1[column].columns : 0) }
    }
    let gaps = max(1, header.count - 1)
    let spare = profile.columnsA - widths.reduce(0, +)
    guard spare >= gaps else {
      for row in rows {
        for (name, cell) in zip(header, row) { self.row(name, cell, .normal) }
      }
      return
    }
    set(.start, direction)
    encoder.set(Style())
    for row in cells {
      var line = Measured.empty
      for (column, cell) in row.enumerated() {
        let padding = widths[column] - cell.columns
        if column == 0 {
          line.append(cell)
          line.append(divider(after: cell), columns: 0)
          line.pad(padding)
          continue
        }
        // The spare columns are shared by the gaps, the first ones taking what is left over.
        line.pad(spare / gaps + (column <= spare % gaps ? 1 : 0) + padding)
        line.append(cell)
        line.append(divider(after: cell), columns: 0)
      }
      encoder.line(line.text)
    }
  }
}
