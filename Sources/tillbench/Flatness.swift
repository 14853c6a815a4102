// Whether a sale costs the same at the end of years of trade as on the first day.

/// Measures sales of an empty and of a filled store.
struct Flatness {
  let directory: String

  /// The filled store's median as thousandths of the empty one's.
  struct Ratio: Encodable {
    let name = "flat.ratio"
    let permille: Int64
  }

  enum Line: Encodable {
    case figure(Figure)
    case ratio(Ratio)

    func encode(to encoder: any Encoder) throws {
      switch self {
      case .figure(let figure): try figure.encode(to: encoder)
      case .ratio(let ratio): try ratio.encode(to: encoder)
      }
    }
  }

  private static let linesPerSale = 8
  private static let salesPerBlock: Int64 = 50

  /// Sells in both stores by turns, so that what else the machine does falls on both alike.
  ///
  /// A sale is eight scans, each on the disk before the next, a payment, a receipt and a drawer.
  func measure(_ sales: Int64) throws -> [Line] {
    let folder = try Folder(in: directory)
    defer { folder.remove() }
    let products = try Lookups(in: directory).count
    let first = try Shop(
      directory: folder.path, assortment: Assortment(count: min(1000, products)), pace: .honest)
    try first.stock()
    let last = try Shop(
      directory: directory, assortment: Assortment(count: products), pace: .honest)
    var samples = [Samples(), Samples()]
    try first.open()
    try last.open()
    for _ in 0..<max(1, sales / Self.salesPerBlock) {
      for (index, shop) in [first, last].enumerated() {
        for _ in 0..<Self.salesPerBlock {
          try samples[index].time { () throws(BenchFault) in try shop.sell(Self.linesPerSale) }
        }
      }
    }
    first.stop()
    last.stop()
    let figures = [samples[0].figure("flat.first"), samples[1].figure("flat.last")]
    return figures.map(Line.figure)
      + [.ratio(Ratio(permille: figures[1].p50 * 1000 / max(1, figures[0].p50)))]
  }
}
