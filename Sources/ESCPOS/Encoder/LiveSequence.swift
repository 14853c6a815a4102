// Bytes that a printer obeys at once, wherever they stand.

/// Real-time commands: `DLE EOT`, `DLE ENQ` and `DLE DC4`.
enum LiveSequence {
  /// Where the first one begins: `DLE`, one of the three and a byte below 0x20; nil for none.
  ///
  /// Wider than the manuals' lists (EOT 1 to 4, ENQ 0 to 2, DC4 1, 2, 3, 7 and 8; Epson TM-T88III
  /// Programming Guide p. 300 to 311): newer printers know more numbers.
  static func first(in bytes: [UInt8]) -> Int? {
    guard bytes.count >= 3 else { return nil }
    return (0..<(bytes.count - 2)).first { index in
      bytes[index] == Control.dle
        && [Control.eot, Control.enq, Control.dc4].contains(bytes[index + 1])
        && bytes[index + 2] < Control.space
    }
  }
}
