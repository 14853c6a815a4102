// Dithering that hands the error of each dot to its neighbours, eight rows at a time.

/// One dot of each of eight rows.
typealias Lanes = SIMD8<Int16>

/// What a dot takes over of the errors of the dots before it.
protocol Diffusion {
  /// How many rows above errors come from: 1 or 2.
  static var reach: Int { get }

  /// The correction of a dot.
  /// - Parameters:
  ///   - left: the errors one and two dots to the left.
  ///   - above: the errors in the row above, one to the right, straight above, one to the left.
  ///   - top: the error two rows above.
  static func correction(
    left: (Lanes, Lanes), above: (right: Lanes, straight: Lanes, left: Lanes), top: Lanes
  ) -> Lanes
}

/// Floyd and Steinberg, "An adaptive algorithm for spatial grey scale" (1976): 7, 3, 5 and 1
/// sixteenths, rounded towards zero.
enum FloydSteinberg: Diffusion {
  static let reach = 1

  @inline(__always) static func correction(
    left: (Lanes, Lanes), above: (right: Lanes, straight: Lanes, left: Lanes), top: Lanes
  ) -> Lanes {
    let sum = left.0 &* 7 &+ above.right &* 3 &+ above.straight &* 5 &+ above.left
    return (sum &+ (sum &>> 15 & 15)) &>> 4
  }
}

/// Bill Atkinson's for the Macintosh of 1984: an eighth to each of six dots, a quarter to none.
enum Atkinson: Diffusion {
  static let reach = 2

  @inline(__always) static func correction(
    left: (Lanes, Lanes), above: (right: Lanes, straight: Lanes, left: Lanes), top: Lanes
  ) -> Lanes {
    let sum = left.0 &+ left.1 &+ above.right &+ above.straight &+ above.left &+ top
    return (sum &+ (sum &>> 15 & 7)) &>> 3
  }
}

/// Works on eight rows at once, each three dots behind the one above it.
///
/// A dot needs the errors of its left neighbour and of three above, so that one row alone is a
/// chain in which every dot waits for the last. With the lag, what lane k needs at step t was
/// found by lane k - 1 at the steps t - 2, t - 3 and t - 4: the same vectors, moved up a lane. A
/// lag of two would do, but then each step would wait for the moving too.
///
///     step t:  lane 0 at t   lane 1 at t - 3   lane 2 at t - 6   ...
enum ErrorDiffusion<Rule: Diffusion> {
  private static var lag: Int { 3 }

  static func dots(of picture: GrayPicture) -> Bitmap {
    let (width, height) = (picture.width, picture.height)
    let rowBytes = (width + 7) / 8
    let steps = width + 7 * lag
    var bytes = [UInt8](repeating: 0, count: rowBytes * height)
    // At each step, the last sixteen dots of each lane, black 1.
    var dots = [Lanes](repeating: Lanes(), count: steps)
    // Errors of the last row of the rows above, and of the row above that.
    var near = [Int16](repeating: 0, count: steps + 2)
    var far = [Int16](repeating: 0, count: steps + 2)
    for top in stride(from: 0, to: height, by: 8) {
      let count = min(8, height - top)
      // What a lane finds outside its row is never looked at: there it may be other rows, but
      // there must be something.
      let pitch = max(width, lag)
      let needed = 7 * (pitch - lag) + steps
      if pitch == width, top * width + needed <= picture.shades.count {
        let rows = picture.shades.span.extracting((top * width)..<(top * width + needed))
        work(rows, pitch: pitch, width: width, near: &near, far: &far, dots: &dots)
      } else {
        var rows = [UInt8](repeating: 255, count: max(needed, 8 * pitch))
        for row in 0..<count {
          for x in 0..<width { rows[row * pitch + x] = picture[x, top + row] }
        }
        work(rows.span, pitch: pitch, width: width, near: &near, far: &far, dots: &dots)
      }
      collect(dots.span, top: top, count: count, width: width, into: &bytes)
    }
    return Bitmap(width: width, height: height, bytes: bytes) ?? Bitmap(width: 0, height: 0)
  }

  /// Decides the dots of eight rows.
  private static func work(
    _ rows: Span<UInt8>, pitch: Int, width: Int, near: inout [Int16], far: inout [Int16],
    dots: inout [Lanes]
  ) {
    var nearRow = near.mutableSpan
    var farRow = far.mutableSpan
    var result = dots.mutableSpan
    // From a lane's dot to the next lane's.
    let next = pitch &- lag
    let zero = Lanes()
    let lags = Lanes(0, 3, 6, 9, 12, 15, 18, 21)
    // Errors found one and two steps ago.
    var (last, lastButOne) = (zero, zero)
    // Errors above: straight, to the left, and those of the two steps before.
    var straight = Lanes(nearRow[0], 0, 0, 0, 0, 0, 0, 0)
    var (left, older, oldest) = (zero, zero, zero)
    var history = zero
    let steps = result.count
    for step in 0..<steps {
      let values = Lanes(
        Int16(rows[step]), Int16(rows[step &+ next]), Int16(rows[step &+ next &* 2]),
        Int16(rows[step &+ next &* 3]), Int16(rows[step &+ next &* 4]),
        Int16(rows[step &+ next &* 5]), Int16(rows[step &+ next &* 6]),
        Int16(rows[step &+ next &* 7]))
      let right = moved(lastButOne, first: nearRow[step &+ 1])
      let top = Rule.reach > 1 ? moved(oldest, first: farRow[step]) : zero
      let correction = Rule.correction(
        left: (last, lastButOne), above: (right, straight, left), top: top)
      let value = (values &+ correction).clamped(
        lowerBound: zero, upperBound: Lanes(repeating: 255))
      let white = value .> Lanes(repeating: 128)
      var error = value &- zero.replacing(with: 255, where: white)
      if step < 21 || step >= width {
        // Outside the rows, before their first dot or after their last, there is no error.
        let before = Lanes(repeating: Int16(min(step, 21))) &- lags
        let after = Lanes(repeating: Int16(max(-22, min(21, width - 1 - step)))) &+ lags
        error &= ~((before | after) &>> 15)
      }
      history = (history &<< 1) | Lanes(repeating: 1).replacing(with: 0, where: white)
      result[step] = history
      if step >= 21 { nearRow[step &- 21] = error[7] }
      if Rule.reach > 1, step >= 18, step &- 18 < width { farRow[step &- 18] = error[6] }
      lastButOne = last
      last = error
      if Rule.reach > 1 {
        oldest = older
        older = left
      }
      left = straight
      straight = right
    }
  }

  /// The lanes moved up by one, with a new one at the bottom.
  @inline(__always) private static func moved(_ lanes: Lanes, first: Int16) -> Lanes {
    Lanes(first, lanes[0], lanes[1], lanes[2], lanes[3], lanes[4], lanes[5], lanes[6])
  }

  /// Takes the dots of each lane out as bytes, once eight of them have been decided.
  private static func collect(
    _ dots: Span<Lanes>, top: Int, count: Int, width: Int, into bytes: inout [UInt8]
  ) {
    let rowBytes = (width + 7) / 8
    var target = bytes.mutableSpan
    for lane in 0..<count {
      let row = (top &+ lane) &* rowBytes
      for column in 0..<(width / 8) {
        let done = dots[column &* 8 &+ 7 &+ lane &* lag]
        target[row &+ column] = UInt8(truncatingIfNeeded: done[lane])
      }
      let rest = width % 8
      if rest > 0 {
        let done = dots[width &- 1 &+ lane &* lag]
        target[row &+ width / 8] = UInt8(truncatingIfNeeded: done[lane] &<< Int16(8 &- rest))
      }
    }
  }
}
