// The write-ahead log as bytes, before SQLite reads it: SQLite takes the first frame that is not
// what was written for the end of the log, and so one bit that rots would undo every commit after
// it. Format: sqlite.org/fileformat2.html#walformat.

/// A write-ahead log, and single bits of it put right.
///
/// A frame whose checksum fits once one bit is flipped back was written whole: a torn write differs
/// by sectors. The checksum is a sum, to which a high bit of one word may add what that of another
/// word does; only where one bit alone can be meant, it is put right.
struct JournalImage {
  /// What is wrong with it.
  enum Finding: Equatable {
    /// It ends where it was written last, or in the middle of a commit that nobody was told of.
    case whole
    /// These bytes were put right; `frame` counts from 1, the header is 0.
    case mended(frames: [Int])
    /// One bit of a frame is wrong, and it cannot be told which.
    case damaged(frame: Int)
  }

  private(set) var bytes: [UInt8]

  private static let header = 32
  private static let frameHeader = 24

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Two running sums over words of 32 bits.
  private struct Checksum: Equatable {
    var first: UInt32 = 0
    var second: UInt32 = 0

    /// What it is once two more words of nothing were added.
    mutating func grow() {
      first &+= second
      second &+= first
    }
  }

  /// Looks at every frame, and flips single bits back.
  mutating func mend() -> Finding {
    guard bytes.count > Self.header + Self.frameHeader else { return .whole }
    var mended: [Int] = []
    if !isHeaderRight {
      switch flipBack(words: Array(stride(from: 0, to: 24, by: 4)), sums: 24, from: Checksum()) {
      case .one where isHeaderRight: mended.append(0)
      case .one, .several: return .damaged(frame: 0)
      // Half a header is that of a log that was being begun, and has no commits.
      case .none: return .whole
      }
    }
    let size = Int(word(8))
    guard size >= 512, size <= 65_536 else { return .whole }
    let length = Self.frameHeader + size
    var sum = checksum(over: 0..<24, from: Checksum())
    var number = 1
    var start = Self.header
    while start + length <= bytes.count {
      if sumIfRight(start, size, after: sum) == nil {
        switch mendFrame(start, size, after: sum) {
        case .one: mended.append(number)
        case .several where hasLaterCommit(after: start, size): return .damaged(frame: number)
        // The end, or a frame that was being written when the process or the power went.
        case .several, .none: return mended.isEmpty ? .whole : .mended(frames: mended)
        }
      }
      sum = stored(start)
      number += 1
      start += length
    }
    return mended.isEmpty ? .whole : .mended(frames: mended)
  }

  /// How many bits could be the wrong one; only the one that is alone is flipped back.
  private enum Suspects { case none, one, several }

  private mutating func mendFrame(_ start: Int, _ size: Int, after sum: Checksum) -> Suspects {
    switch saltDistance(start) {
    case 0:
      let words =
        [start, start + 4]
        + Array(stride(from: start + Self.frameHeader, to: start + Self.frameHeader + size, by: 4))
      return flipBack(
        words: words, sums: start + 16, from: sum, isSumRight: isSumRight(start, size))
    case 1:
      // The salts are in no sum; all the rest has to be right.
      let wrong = Array(bytes[start + 8..<start + 16])
      bytes.replaceSubrange(start + 8..<start + 16, with: bytes[16..<24])
      if sumIfRight(start, size, after: sum) != nil { return .one }
      bytes.replaceSubrange(start + 8..<start + 16, with: wrong)
      return .none
    // The salts of an earlier log end this one.
    default: return .none
    }
  }

  /// Whether the sum stored in a frame is right, as the frame behind begins with it; nil if there
  /// is none to tell.
  private func isSumRight(_ start: Int, _ size: Int) -> Bool? {
    let next = start + Self.frameHeader + size
    guard next + Self.frameHeader + size <= bytes.count, saltDistance(next) == 0 else { return nil }
    return sumIfRight(next, size, after: stored(start)) != nil
  }

  // MARK: - What is right

  private var isHeaderRight: Bool {
    guard word(0) & ~1 == 0x377F_0682 else { return false }
    let sum = checksum(over: 0..<24, from: Checksum())
    return sum == Checksum(first: word(24), second: word(28))
  }

  /// The running checksum behind a frame, or nil if the frame is not what was written.
  private func sumIfRight(_ start: Int, _ size: Int, after sum: Checksum) -> Checksum? {
    guard word(start + 8) == word(16), word(start + 12) == word(20), word(start) != 0 else {
      return nil
    }
    let next = checksum(
      over: start + Self.frameHeader..<start + Self.frameHeader + size,
      from: checksum(over: start..<start + 8, from: sum))
    return next == stored(start) ? next : nil
  }

  private func stored(_ start: Int) -> Checksum {
    Checksum(first: word(start + 16), second: word(start + 20))
  }

  /// In how many bits a frame's salts differ from the log's.
  private func saltDistance(_ start: Int) -> Int {
    (word(start + 8) ^ word(16)).nonzeroBitCount + (word(start + 12) ^ word(20)).nonzeroBitCount
  }

  /// Whether a whole commit behind a wrong frame is followed by one more frame: a commit is synced
  /// before the next one begins, so what lies before it was on the disk once.
  ///
  /// What a torn write leaves over an older log of the same pages may differ from it by a bit, too;
  /// but nothing follows it. Each frame's checksum begins with the one stored before it.
  private func hasLaterCommit(after wrong: Int, _ size: Int) -> Bool {
    let length = Self.frameHeader + size
    var (before, next, sawCommit) = (wrong, wrong + length, false)
    while next + length <= bytes.count, sumIfRight(next, size, after: stored(before)) != nil {
      if sawCommit { return true }
      sawCommit = word(next + 4) != 0
      (before, next) = (next, next + length)
    }
    return false
  }

  // MARK: - Bits and sums

  /// Finds the bits whose flipping makes the sum of these words what is stored for it.
  ///
  /// What a bit adds to the sums grows from word to word as the numbers of Fibonacci do, so that
  /// nothing has to be summed again.
  private mutating func flipBack(
    words: [Int], sums: Int, from start: Checksum, isSumRight: Bool? = nil
  ) -> Suspects {
    var sum = start
    for pair in stride(from: 0, to: words.count, by: 2) {
      sum = checksum(over: words[pair]..<words[pair] + 8, from: sum)
    }
    let wanted = Checksum(first: word(sums), second: word(sums + 4))
    let missing = Checksum(
      first: wanted.first &- sum.first, second: wanted.second &- sum.second)
    var found: [(offset: Int, bit: UInt32)] = []
    // The stored sum itself may be wrong, in one bit of one of its words.
    let (first, second) = (wanted.first ^ sum.first, wanted.second ^ sum.second)
    if isSumRight != true, first.nonzeroBitCount + second.nonzeroBitCount == 1 {
      let place = first == 0 ? sums + 4 : sums
      found.append((place, UInt32((first | second).byteSwapped.trailingZeroBitCount)))
    }
    if isSumRight == false, let only = found.first {
      flip(only.offset, mask: (UInt32(1) << only.bit).littleEndian)
      return .one
    }
    let storedSuspects = found.count
    // What one more in the first or the second word of a pair adds in the end.
    var (even, odd) = (Checksum(first: 1, second: 1), Checksum(first: 0, second: 1))
    for pair in stride(from: words.count - 2, through: 0, by: -2) {
      for (place, growth) in [(words[pair], even), (words[pair + 1], odd)] {
        let value = summand(place)
        for bit: UInt32 in 0..<32 {
          let change = value >> bit & 1 == 0 ? UInt32(1) << bit : 0 &- (UInt32(1) << bit)
          if growth.first &* change == missing.first, growth.second &* change == missing.second {
            found.append((place, bit))
          }
        }
      }
      even.grow()
      odd.grow()
    }
    guard let only = found.first else { return .none }
    guard found.count == 1 else { return .several }
    let mask = UInt32(1) << only.bit
    // Sums are stored big-endian in every log; their bits are counted here as they lie in memory.
    let isAsItLies = storedSuspects == 1 || !isBigEndian
    flip(only.offset, mask: isAsItLies ? mask.littleEndian : mask.bigEndian)
    return .one
  }

  /// Flips the bits of a word that are set in a mask as it lies in memory.
  private mutating func flip(_ offset: Int, mask: UInt32) {
    withUnsafeBytes(of: mask) { mask in
      for index in 0..<4 { bytes[offset + index] ^= mask[index] }
    }
  }

  /// Words are little-endian in the log of a machine that is, and the magic number says which.
  private var isBigEndian: Bool { bytes[3] & 1 == 1 }

  private func summand(_ offset: Int) -> UInt32 {
    isBigEndian ? word(offset) : word(offset).byteSwapped
  }

  private func word(_ offset: Int) -> UInt32 {
    UInt32(bytes[offset]) << 24 | UInt32(bytes[offset + 1]) << 16
      | UInt32(bytes[offset + 2]) << 8 | UInt32(bytes[offset + 3])
  }

  private func checksum(over range: Range<Int>, from start: Checksum) -> Checksum {
    let isBigEndian = isBigEndian
    return bytes.withUnsafeBytes { bytes in
      var (first, second) = (start.first, start.second)
      var offset = range.lowerBound
      while offset < range.upperBound {
        let even = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
        let odd = bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
        first &+= (isBigEndian ? UInt32(bigEndian: even) : UInt32(littleEndian: even)) &+ second
        second &+= (isBigEndian ? UInt32(bigEndian: odd) : UInt32(littleEndian: odd)) &+ first
        offset += 8
      }
      return Checksum(first: first, second: second)
    }
  }
}
