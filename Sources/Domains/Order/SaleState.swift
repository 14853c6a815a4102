// Where a sale stands; it only ever moves forward.

/// The state of a sale as the protocol names it.
package enum SaleState: String, Codable, CaseIterable, Sendable {
  case open, parked, completed, voided

  /// Completed and voided sales never change again.
  package var isFinal: Bool { self == .completed || self == .voided }
}
