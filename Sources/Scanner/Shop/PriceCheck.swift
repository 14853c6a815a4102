// The check digit over a price or weight inside an in-store code.

/// The check digit of four or five value digits (GS1 General Specifications 7.9.2 to 7.9.4).
enum PriceCheck {
  // The weighting tables of the standard: the product of a digit and a weight, with its tens added
  // or taken off, in one digit.
  private static let twoMinus = Array("0246891357".utf8)
  private static let three = Array("0369258147".utf8)
  private static let fivePlus = Array("0516273849".utf8)
  private static let fiveMinus = Array("0594837261".utf8)

  /// The check digit, 0...9; nil unless there are four or five digits.
  static func digit(of value: [UInt8]) -> Int? {
    guard Digits.areDigits(value) else { return nil }
    func weighed(_ tables: [[UInt8]]) -> Int {
      zip(tables, value).reduce(0) { sum, pair in
        sum + Int(pair.0[Int(pair.1 - Digits.zero)] - Digits.zero)
      }
    }
    switch value.count {
    case 4: return weighed([twoMinus, twoMinus, three, fiveMinus]) * 3 % 10
    case 5:
      let rest = (10 - weighed([fivePlus, twoMinus, fiveMinus, fivePlus, twoMinus]) % 10) % 10
      return fiveMinus.firstIndex { Int($0 - Digits.zero) == rest }
    default: return nil
    }
  }
}
