// The sums of the shop, worked out the slow and plain way from the laws M1 to M7.

/// Plain arithmetic with whole numbers, wide enough for every product of two amounts.
enum Arithmetic {
  /// `top / bottom` to the nearest whole number; the half goes away from zero.
  static func nearest(_ top: Int128, _ bottom: Int128) -> Int64 {
    let size = top < 0 ? -top : top
    let halves = (size * 2 + bottom) / (bottom * 2)
    return Int64(clamping: top < 0 ? -halves : halves)
  }

  /// M1: a price for one unit, times thousandths of it.
  static func line(price: Int64, milli: Int64) -> Int64 {
    nearest(Int128(price) * Int128(milli), 1000)
  }

  /// M3 and M4: the tax on an amount that contains it, or that it is put on top of.
  static func tax(_ amount: Int64, rate: Int64, included: Bool) -> Int64 {
    nearest(Int128(amount) * Int128(rate), included ? 100_000 + Int128(rate) : 100_000)
  }

  /// M6: an amount in coins of `step`.
  static func coins(_ amount: Int64, step: Int64) -> Int64 {
    nearest(Int128(amount), Int128(step)) * step
  }
}

/// M6 and M7: what becomes of money that is handed over.
struct Handing: Equatable {
  var tendered: Int64
  var applied: Int64
  var change: Int64 = 0
  var rounding: Int64 = 0

  /// - Parameters:
  ///   - given: nil for exactly what is due.
  ///   - coin: the smallest cash amount; nil for a tender that gives no change.
  /// - Returns: nil where more is given than a card may pay, or nothing at all.
  init?(given: Int64?, due: Int64, coin: Int64?) {
    let asked = coin.map { Arithmetic.coins(due, step: $0) } ?? due
    tendered = given ?? asked
    guard tendered > 0 || tendered == 0 && asked == 0 else { return nil }
    if tendered < asked && tendered < due {
      applied = tendered
    } else if coin == nil {
      guard tendered == due else { return nil }
      applied = due
    } else {
      applied = tendered < asked ? tendered : asked
      change = tendered - applied
      rounding = applied - due
    }
  }
}
