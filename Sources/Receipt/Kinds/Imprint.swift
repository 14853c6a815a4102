// What identifies a piece of paper: whose it is, where and when it was issued, what it counts for.

package import Values

/// Who sells: the head and foot of every receipt.
package struct Shop: Codable, Sendable, Equatable {
  package var name: String
  package var address: [String]
  package var taxNumber: String?
  package var footer: [String]

  package init(name: String, address: [String], taxNumber: String?, footer: [String]) {
    self.name = name
    self.address = address
    self.taxNumber = taxNumber
    self.footer = footer
  }
}

/// The part that every paper of the till has: shop, till, number, time, and what it is worth.
package struct Imprint: Sendable, Equatable {
  package var shop: Shop
  package var till: String
  /// The paper's own number; empty for one that has none.
  package var number: String
  package var at: Timestamp
  /// The shop's zone at that moment, east of UTC.
  package var offsetSeconds: Int
  package var cashier: String?
  package var businessDay: BusinessDay
  /// The short form of the event chain's hash; empty where nothing is chained.
  package var hash: String
  package var clockUntrusted: Bool
  /// Nil for the original, otherwise the number of the copy, from 1.
  package var copy: Int?
  package var training: Bool

  package init(
    shop: Shop, till: String, number: String, at: Timestamp, offsetSeconds: Int,
    cashier: String?, businessDay: BusinessDay, hash: String, clockUntrusted: Bool = false,
    copy: Int? = nil, training: Bool = false
  ) {
    self.shop = shop
    self.till = till
    self.number = number
    self.at = at
    self.offsetSeconds = offsetSeconds
    self.cashier = cashier
    self.businessDay = businessDay
    self.hash = hash
    self.clockUntrusted = clockUntrusted
    self.copy = copy
    self.training = training
  }
}
