// How a scanned line is typed on a command line: control characters as escapes.

/// A line with escapes such as `\x1d` made into what they stand for.
package enum Escapes {
  /// The text that a typed one stands for: `\xHH`, `\uHHHH` and `\\`; anything else stays.
  ///
  /// A separator may also be typed as `^]` by nobody's rule, so that is left alone.
  package static func removed(from text: String) -> String {
    var result = String.UnicodeScalarView()
    let scalars = Array(text.unicodeScalars)
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      guard scalar == "\\", index < scalars.count else {
        result.append(scalar)
        continue
      }
      let count = scalars[index] == "x" ? 2 : scalars[index] == "u" ? 4 : 0
      if scalars[index] == "\\" {
        result.append("\\")
        index += 1
      } else if count > 0, index + count < scalars.count,
        let code = UInt32(
          String(String.UnicodeScalarView(scalars[(index + 1)...(index + count)])), radix: 16),
        let value = Unicode.Scalar(code)
      {
        result.append(value)
        index += count + 1
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }
}
