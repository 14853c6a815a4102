// The filters of PNG rows: each row is stored as differences that pack better than itself.

/// Undoes the filters of section 9 of the PNG specification.
///
/// A row moves to where it belongs once the bytes that name the filters are gone, in the same
/// memory: it never moves to later bytes, so nothing is written over before it is read.
struct PNGFilter {
  /// Where the row begins, after the byte that names its filter.
  let source: Int
  /// Where it goes: at most `source`.
  let target: Int
  /// Where the row above went; nil for the first row, above which all is 0.
  let above: Int?
  /// Bytes of a row.
  let length: Int
  /// Bytes from a dot to the next.
  let step: Int

  /// Restores the row; false if its filter is none of the five.
  func undo(_ filter: UInt8, _ rows: inout MutableSpan<UInt8>) -> Bool {
    switch (filter, above) {
    case (0, _), (2, nil): move(&rows)
    // With zeros above, Paeth's choice is the dot to the left.
    case (1, _), (4, nil): left(&rows)
    case (2, .some(let above)): up(&rows, above)
    case (3, _): average(&rows)
    case (4, .some(let above)): paeth(&rows, above)
    default: return false
    }
    return true
  }

  private func move(_ rows: inout MutableSpan<UInt8>) {
    var index = 0
    while index &+ 16 <= length {
      rows.put(rows.span.sixteen(at: source &+ index), at: target &+ index)
      index &+= 16
    }
    while index < length {
      rows[target &+ index] = rows[source &+ index]
      index &+= 1
    }
  }

  private func left(_ rows: inout MutableSpan<UInt8>) {
    var index = 0
    if step == 1 {
      var sum: UInt8 = 0
      while index &+ 16 <= length {
        let sums = rows.span.sixteen(at: source &+ index).runningSums &+ SIMD16(repeating: sum)
        rows.put(sums, at: target &+ index)
        sum = sums[15]
        index &+= 16
      }
      while index < length {
        sum &+= rows[source &+ index]
        rows[target &+ index] = sum
        index &+= 1
      }
      return
    }
    while index < length {
      let before = index < step ? 0 : rows[target &+ index &- step]
      rows[target &+ index] = rows[source &+ index] &+ before
      index &+= 1
    }
  }

  private func up(_ rows: inout MutableSpan<UInt8>, _ above: Int) {
    var index = 0
    while index &+ 16 <= length {
      let block = rows.span.sixteen(at: source &+ index) &+ rows.span.sixteen(at: above &+ index)
      rows.put(block, at: target &+ index)
      index &+= 16
    }
    while index < length {
      rows[target &+ index] = rows[source &+ index] &+ rows[above &+ index]
      index &+= 1
    }
  }

  private func average(_ rows: inout MutableSpan<UInt8>) {
    for index in 0..<length {
      let left = index < step ? 0 : UInt16(rows[target &+ index &- step])
      let over = above.map { UInt16(rows[$0 &+ index]) } ?? 0
      rows[target &+ index] =
        rows[source &+ index] &+ UInt8(truncatingIfNeeded: (left &+ over) &>> 1)
    }
  }

  private func paeth(_ rows: inout MutableSpan<UInt8>, _ above: Int) {
    for index in 0..<min(step, length) {
      rows[target &+ index] = rows[source &+ index] &+ rows[above &+ index]
    }
    guard step < length else { return }
    for index in step..<length {
      let left = Int32(rows[target &+ index &- step])
      let over = Int32(rows[above &+ index])
      let corner = Int32(rows[above &+ index &- step])
      // The nearest of the three to left + over - corner; the order settles ties.
      let (toLeft, toOver) = (abs(over &- corner), abs(left &- corner))
      let toCorner = abs(left &+ over &- corner &- corner)
      let second = toOver <= toCorner ? over : corner
      let nearest = toLeft <= min(toOver, toCorner) ? left : second
      rows[target &+ index] = rows[source &+ index] &+ UInt8(truncatingIfNeeded: nearest)
    }
  }
}
