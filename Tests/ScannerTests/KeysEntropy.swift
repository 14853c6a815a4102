// Random material for tests of scanners: the same seed gives the same material everywhere.

import Values

extension Entropy {
  /// A number from 0 to below the bound.
  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

  /// A text of characters that scanners read, now and then with a GS in it.
  mutating func content(_ count: Int) -> String {
    let signs = Array("0123456789ABCxyz-/.:%+?=&(]".unicodeScalars) + ["\u{1D}"]
    var text = String.UnicodeScalarView()
    for index in 0..<count {
      let sign = signs[below(signs.count)]
      text.append(index == 0 && sign == "\u{1D}" ? "7" : sign)
    }
    return String(text)
  }
}
