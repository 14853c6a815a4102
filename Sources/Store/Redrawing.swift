// Drawing views again from the events, into the store itself or into a scratch database.

internal import Domains
internal import GRDB

/// The way from events back to views.
enum Redrawing {
  /// How many events are drawn at once.
  static let window = 1000

  /// Draws the events of `source` after a position until there are none.
  ///
  /// - Returns: the last position drawn.
  @discardableResult
  static func draw(
    after position: Int64, from source: Database, with projection: inout any Projection,
    into target: Database
  ) throws -> Int64 {
    var position = position
    while let last = try step(after: position, from: source, with: &projection, into: target) {
      position = last
    }
    return position
  }

  /// Draws some events; nil if there are none after the position.
  static func step(
    after position: Int64, from source: Database, with projection: inout any Projection,
    into target: Database
  ) throws -> Int64? {
    let events = try EventRow.events(after: position, limit: window, in: source)
    guard let last = events.last else { return nil }
    var changes: [RowChange] = []
    for event in events { changes += try projection.rows(for: event) }
    try target.inSavepoint {
      try Views.apply(Views.coalesced(changes), to: target)
      return .commit
    }
    return last.position
  }
}
