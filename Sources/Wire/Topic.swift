// What a client can subscribe to: the word before the dot of an event's type.

/// A topic of the event stream.
package enum Topic: String, Codable, CaseIterable, Sendable {
  case sale, payment, shift, drawer, print, product, category, config
  /// Ephemeral: the state of a device.
  case device
  /// Ephemeral: what a scanner read.
  case scan
  /// Ephemeral: the progress of long work.
  case job
  case journal

  /// The topic of an event's type, such as `sale` for `sale.line_added`.
  package init?(type: String) {
    guard let word = type.split(separator: ".").first else { return nil }
    self.init(rawValue: String(word))
  }
}
