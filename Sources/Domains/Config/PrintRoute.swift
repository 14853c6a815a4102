// Which printers print what: the receipts, the reports, the labels, each station of the kitchen.

internal import Values
internal import Wire

/// The printers of one kind of paper.
package struct PrintRoute: Codable, Equatable, Sendable {
  /// By their ids, the first usable one prints; empty or left out for any printer.
  package let printers: [String]?
  /// A station of the kitchen: products of these categories are made there.
  package let categories: [String]?

  package init(printers: [String]? = nil, categories: [String]? = nil) {
    self.printers = printers
    self.categories = categories
  }

  package static let receipt = "receipt"
  package static let report = "report"
  package static let label = "label"

  /// Routes of a till, printers of a route, categories of a station.
  static let limits = (routes: 16, printers: 8, categories: 100)

  /// Whether a route of this name can be so.
  ///
  /// Receipts, reports and labels are of no category: the till knows itself what they are.
  func isValid(as name: String) -> Bool {
    let isFixed = [Self.receipt, Self.report, Self.label].contains(name)
    let printers = printers ?? []
    let categories = categories ?? []
    return (1...Limits.code).contains(name.utf8.count)
      && printers.count <= Self.limits.printers && Set(printers).count == printers.count
      && printers.allSatisfy { (1...Limits.text).contains($0.utf8.count) }
      && categories.count <= Self.limits.categories
      && categories.allSatisfy { (1...Limits.code).contains($0.count) }
      && (isFixed ? self.categories == nil : !categories.isEmpty)
  }
}

extension Intent {
  /// The route that this goes by; nil for what is for one printer, and for kicks.
  package var route: String? {
    switch self {
    case .receipt: PrintRoute.receipt
    case .z: PrintRoute.report
    case .kitchen(_, _, let route): route
    case .label: PrintRoute.label
    case .test, .code, .kick, .testKick: nil
    }
  }
}

extension Settings {
  /// The stations that make something of these lines, by name.
  package func stations(for lines: [Order.Line]) -> [String] {
    guard !printRoutes.isEmpty else { return [] }
    let wanted = Set(lines.filter { $0.quantity.milli > 0 }.compactMap(\.item.category))
    return printRoutes.filter { !wanted.isDisjoint(with: $0.value.categories ?? []) }.keys.sorted()
  }
}
