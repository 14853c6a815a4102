// Keeps the data of pictures from being obeyed: finds real-time commands in what is sent, and
// breaks them by changing a dot. Which commands carry pictures is in Raster.

/// Real-time commands where none is meant.
///
/// A printer looks for `DLE EOT`, `DLE ENQ` and `DLE DC4` in every byte as it arrives, before it
/// knows that the byte belongs to a picture (Epson TM-T81 specification p. 86, TM-L90 programming
/// guide p. 424). A photograph of 576 x 600 dots holds one in two cases out of five: it then asks
/// for status, clears the printer's memory, or opens the cash drawer.
package enum RealTimeGuard {
  /// Where real-time commands begin in a job, in order; empty for a job that can be sent.
  ///
  /// For any bytes: pictures, text, barcodes, whole jobs.
  package static func scan(_ bytes: [UInt8]) -> [Int] {
    var found: [Int] = []
    let all = bytes.span
    var index = 0
    while let start = next(in: all, from: index) {
      found.append(start)
      index = start + 1
    }
    return found
  }

  /// Whether three bytes begin a command that some printer obeys in real time.
  ///
  /// The bytes that follow are not asked about: `DLE DC4 1` counts even where its pin and time make
  /// no sense, as firmware may look at the function alone.
  @inline(__always)
  package static func isLive(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
    guard first == Control.dle else { return false }
    return switch second {
    // 1 to 4 on every printer; 5 and 6 with a slip station, 7 ink, 8 peeler, 18 interface.
    case Control.eot: (1...8).contains(third) || third == 18
    // 0 is the feed button, 1 and 2 recover from an error.
    case Control.enq: third <= 2
    // Pulse, power off, buzzer, status, clear the buffers.
    case Control.dc4: third == 1 || third == 2 || third == 3 || third == 7 || third == 8
    default: false
    }
  }

  /// The first place at or after an index where a real-time command begins.
  @inline(__always)
  private static func next(in bytes: Span<UInt8>, from start: Int) -> Int? {
    var index = start
    let end = bytes.count &- 2
    while index < end {
      if bytes[index] == Control.dle, isLive(bytes[index], bytes[index &+ 1], bytes[index &+ 2]) {
        return index
      }
      index &+= 1
    }
    return nil
  }

  /// Data that can be sent after its header, and the dots that were changed for it.
  package struct Guarded: Equatable, Sendable {
    package let data: [UInt8]
    package let nudged: [Bitmap.Dot]
  }

  /// Breaks every real-time command in a command's data, and across its header and data.
  ///
  /// One dot is changed for each command, and it never makes another: the highest bit of a byte
  /// alone would do, as no byte from 0x80 is part of one. Of the dots that do, the one that
  /// most of its neighbours agree with is taken.
  /// - Returns: nil if the header alone holds a real-time command, which no dot can break.
  package static func guarded(
    header: [UInt8], data: [UInt8], layout: DotLayout
  ) -> Guarded? {
    var bytes = header + data
    guard let nudged = guardTail(of: &bytes, from: 0, dataFrom: header.count, layout: layout) else {
      return nil
    }
    return Guarded(data: Array(bytes[header.count...]), nudged: nudged)
  }

  /// As `guarded`, in place: the header begins at `start` and its data at `dataStart`.
  static func guardTail(
    of bytes: inout [UInt8], from start: Int, dataFrom dataStart: Int, layout: DotLayout
  ) -> [Bitmap.Dot]? {
    var nudged: [Bitmap.Dot] = []
    var index = start
    while let found = next(in: bytes.span, from: index) {
      guard let dot = nudge(&bytes, at: found, dataFrom: dataStart, layout: layout) else {
        return nil
      }
      nudged.append(dot)
      index = found
    }
    return nudged
  }

  /// Changes the dot that shows least of those that break a command.
  private static func nudge(
    _ bytes: inout [UInt8], at start: Int, dataFrom dataStart: Int, layout: DotLayout
  ) -> Bitmap.Dot? {
    var best: (dot: Bitmap.Dot, place: Int, mask: UInt8, score: Int)?
    for place in max(start, dataStart)..<max(start + 3, dataStart) {
      for bit in (0..<8).reversed() {
        guard let dot = layout.dot(byte: place - dataStart, bit: bit) else { continue }
        let mask = UInt8(1) << UInt8(bit)
        bytes[place] ^= mask
        let breaks = !hasLive(bytes, around: place)
        let score = agreeing(with: dot, black: bytes[place] & mask != 0) { neighbour in
          layout.place(of: neighbour).map { byte, bit in
            bytes[dataStart + byte] >> UInt8(bit) & 1 == 1
          } ?? false
        }
        bytes[place] ^= mask
        if breaks, score > best?.score ?? -1 { best = (dot, place, mask, score) }
      }
    }
    guard let best else { return nil }
    bytes[best.place] ^= best.mask
    return best.dot
  }

  /// Whether a byte is part of a real-time command.
  private static func hasLive(_ bytes: [UInt8], around place: Int) -> Bool {
    (max(0, place - 2)...place).contains { start in
      start + 2 < bytes.count && isLive(bytes[start], bytes[start + 1], bytes[start + 2])
    }
  }

  /// How many of a dot's eight neighbours have its colour.
  private static func agreeing(
    with dot: Bitmap.Dot, black: Bool, _ isBlack: (Bitmap.Dot) -> Bool
  ) -> Int {
    var count = 0
    for y in (dot.y - 1)...(dot.y + 1) {
      for x in (dot.x - 1)...(dot.x + 1) where (x, y) != (dot.x, dot.y) {
        if isBlack(Bitmap.Dot(x: x, y: y)) == black { count += 1 }
      }
    }
    return count
  }
}
