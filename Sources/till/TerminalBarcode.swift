// A barcode drawn on a terminal, for a scanner to read off the screen.

internal import ESCPOS

/// Bars of block characters.
enum TerminalBarcode {
  private static let rows = 8

  /// The lines that show digits as a Code 128, or nothing for what it cannot hold or what is wider
  /// than the terminal.
  ///
  /// A terminal is light on dark or dark on light, and a scanner reads dark bars alone: so with
  /// colours, they are given with each line. Without, the page is taken for light.
  /// - Parameters:
  ///   - columns: the terminal's width; half blocks are used where whole ones have no room.
  static func lines(_ code: String, columns: Int, isColoured: Bool) -> [String] {
    guard let symbol = LinearSymbol(code128: code),
      let picture = symbol.picture(moduleDots: 1, heightDots: 1)
    else { return [] }
    let modules = (0..<picture.width).map { picture[$0, 0] }
    let line: String
    if modules.count <= columns {
      line = String(modules.map { $0 ? "█" : " " })
    } else if (modules.count + 1) / 2 <= columns {
      line = halves(modules)
    } else {
      return []
    }
    let shown = isColoured ? "\u{1B}[30;107m\(line)\u{1B}[0m" : line
    return Array(repeating: shown, count: rows)
  }

  /// Two modules a character.
  private static func halves(_ modules: [Bool]) -> String {
    String(
      stride(from: 0, to: modules.count, by: 2).map { index in
        switch (modules[index], index + 1 < modules.count && modules[index + 1]) {
        case (true, true): "█"
        case (true, false): "▌"
        case (false, true): "▐"
        case (false, false): " "
        }
      })
  }
}
