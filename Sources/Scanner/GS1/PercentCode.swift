// Percent-encoding of link parts (RFC 3986, 2.1), with the places the characters came from.

/// Text in and out of `%41` form.
enum PercentCode {
  /// The value of a hexadecimal digit.
  static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    default: nil
    }
  }

  /// The bytes that a part stands for, and for each where it began; nil at the place of a bad `%`.
  static func decoded(
    _ part: ArraySlice<UInt8>
  ) -> (bytes: [UInt8], places: [Int], fault: Int?) {
    var bytes: [UInt8] = []
    var places: [Int] = []
    var index = part.startIndex
    while index < part.endIndex {
      places.append(index)
      if part[index] == UInt8(ascii: "%") {
        guard index + 2 < part.endIndex, let high = digit(part[index + 1]),
          let low = digit(part[index + 2])
        else { return (bytes, places, index) }
        bytes.append(high << 4 | low)
        index += 3
      } else {
        bytes.append(part[index])
        index += 1
      }
    }
    places.append(part.endIndex)
    return (bytes, places, nil)
  }

  /// The bytes with everything but letters, digits and `-._~` in `%41` form.
  static func encoded(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var text: [UInt8] = []
    for byte in bytes {
      let isPlain =
        CharacterSet.sets(of: byte) & CharacterSet.base64.rawValue != 0
        && byte != UInt8(ascii: "=")
      if isPlain || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "~") {
        text.append(byte)
      } else {
        text += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
