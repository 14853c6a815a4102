// Quantities in thousandths and rates in thousandths of a percent.

import Testing
import Values

struct QuantityAndRateTests {
  @Test func `quantities add up exactly`() throws {
    #expect(try Quantity.one.adding(Quantity(milli: 250)) == Quantity(milli: 1250))
    #expect(try Quantity.one.adding(Quantity(milli: -1000)) == .zero)
    #expect(try Quantity(milli: .max).adding(Quantity(milli: .min)) == Quantity(milli: -1))
  }

  @Test func `a quantity beyond 64 bits is an error`() {
    #expect(throws: ValueFault.overflow) { try Quantity(milli: .max).adding(Quantity(milli: 1)) }
    #expect(throws: ValueFault.overflow) { try Quantity(milli: .min).adding(Quantity(milli: -1)) }
  }

  @Test(
    arguments: [
      (1000, "1"), (250, "0.25"), (1, "0.001"), (-1500, "-1.5"), (0, "0"), (-1, "-0.001"),
      (12_340, "12.34"), (.max, "9223372036854775.807"), (.min, "-9223372036854775.808"),
    ] as [(Int64, String)])
  func `a quantity is written without trailing zeros`(milli: Int64, text: String) {
    #expect(Quantity(milli: milli).description == text)
  }

  @Test(
    arguments: [
      (20_000, "20 %"), (5_500, "5.5 %"), (8_875, "8.875 %"), (0, "0 %"), (-1, "-0.001 %"),
      (.max, "2147483.647 %"), (.min, "-2147483.648 %"),
    ] as [(Int32, String)])
  func `a rate is written as a percentage`(milliPercent: Int32, text: String) {
    #expect(Rate(milliPercent: milliPercent).description == text)
  }

  @Test func `quantities and rates are ordered by their number`() {
    #expect(Quantity(milli: -1) < .zero)
    #expect(Quantity.zero < .one)
    #expect(Rate(milliPercent: 5_500) < Rate(milliPercent: 20_000))
  }
}
