// The day a sale counts in: that of the opened shift, not of the wall clock.

/// The trading day of a shift: fixed when the shift opens, kept until it closes.
///
/// A sale half an hour after midnight counts in the day its shift was opened for.
package struct BusinessDay: Hashable, Sendable {
  package let date: CivilDate

  package init(_ date: CivilDate) { self.date = date }

  /// The trading day of a shift that opens now.
  ///
  /// - Parameters:
  ///   - offsetSeconds: the shop's zone at this moment, east of UTC.
  ///   - closeHour: a shift opened before this local hour, 0 to 23, still counts in the day
  ///     before (a bar that closes at four).
  package init(opening now: Timestamp, offsetSeconds: Int, closeHour: Int) {
    let shifted = Timestamp(milliseconds: now.milliseconds - Int64(closeHour) * 3_600_000)
    date = shifted.date(offsetSeconds: offsetSeconds)
  }
}

extension BusinessDay: CustomStringConvertible {
  package var description: String { date.description }
}

extension BusinessDay: Codable {
  package init(from decoder: any Decoder) throws { date = try CivilDate(from: decoder) }
  package func encode(to encoder: any Encoder) throws { try date.encode(to: encoder) }
}
