// A kitchen ticket: what one station has to make, for whom, in large letters and without prices.

package import Values

/// One station's part of an order.
package struct KitchenTicket: Sendable {
  package enum Kind: Sendable {
    case order
    /// More for an order that the kitchen has already.
    case addition
    /// Not to be made any more.
    case cancellation
  }

  /// One dish.
  package struct Line: Sendable {
    package var quantity: Quantity
    package var name: String
    /// How it is wanted, each on a line of its own.
    package var modifiers: [String]
    /// What the guest said, framed.
    package var note: String?
    package var seat: Int?

    package init(
      quantity: Quantity, name: String, modifiers: [String] = [], note: String? = nil,
      seat: Int? = nil
    ) {
      self.quantity = quantity
      self.name = name
      self.modifiers = modifiers
      self.note = note
      self.seat = seat
    }
  }

  package var kind: Kind
  /// The route: where it is made, such as `Grill`.
  package var station: String
  /// The order's number, as it is called out.
  package var order: String
  /// Nil for an order to take away.
  package var table: String?
  package var course: Int?
  package var guests: Int?
  package var waiter: String?
  package var at: Timestamp
  /// The shop's zone at that moment, east of UTC.
  package var offsetSeconds: Int
  package var lines: [Line]
  /// Nil for the original, otherwise the number of the copy, from 1: a dish is made only once.
  package var copy: Int?
  package var training: Bool

  package init(
    kind: Kind, station: String, order: String, table: String?, course: Int?, guests: Int?,
    waiter: String?, at: Timestamp, offsetSeconds: Int, lines: [Line], copy: Int? = nil,
    training: Bool = false
  ) {
    self.kind = kind
    self.station = station
    self.order = order
    self.table = table
    self.course = course
    self.guests = guests
    self.waiter = waiter
    self.at = at
    self.offsetSeconds = offsetSeconds
    self.lines = lines
    self.copy = copy
    self.training = training
  }

  /// The ticket as a document: station, order and table, the dishes, the time.
  package func document(in words: Phrases = .english) -> Document {
    var document = Document(direction: words.direction)
    if training { document.heading(words.training) }
    if let copy { document.heading("\(words.copy) \(copy)") }
    switch kind {
    case .order: break
    case .addition: document.elements.append(.banner(words.addition))
    case .cancellation: document.elements.append(.banner(words.cancellation))
    }
    document.heading(station)
    document.elements.append(
      .banner(table.map { "\(words.table) \($0)" } ?? words.takeAway))
    document.row("\(words.order) \(order)", course.map { "\(words.course) \($0)" } ?? "", .large)
    document.row(
      words.moment(at, offsetSeconds: offsetSeconds), guests.map { "\(words.guests) \($0)" } ?? "")
    if let waiter { document.row(words.waiter, waiter) }
    document.elements.append(.rule(.double))
    for line in lines { add(line, words, to: &document) }
    document.elements += [.rule(.double), .feed(2), .cut]
    return document
  }

  private func add(_ line: Line, _ words: Phrases, to document: inout Document) {
    let dish = "\(words.quantity(line.quantity)) \(words.figures.times) \(line.name)"
    let seat = line.seat.map { "\(words.seat) \($0)" } ?? ""
    document.row(kind == .cancellation ? "\(words.cancelled) \(dish)" : dish, seat, .large)
    for modifier in line.modifiers {
      document.elements.append(.text("  - \(modifier)", .large))
    }
    if let note = line.note, !note.isEmpty { document.elements.append(.box([note])) }
  }
}
