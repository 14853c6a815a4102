// A store with years of trade in it, made by the till itself: chain, views, sums and counters are
// right because nothing but the loop and the store wrote them.

internal import Glibc

/// Fills a state folder.
struct Filling {
  let directory: String

  /// What was made, and how long it took.
  struct Made: Encodable {
    let name = "fill"
    let products: Int64
    let events: Int64
    let sales: Int64
    let milliseconds: Int64
  }

  static let salesPerShift: Int64 = 2000
  /// Lines of one sale, eight on average; with payment, receipt and drawer fourteen events.
  static let basket = [3, 13, 6, 10, 8, 5, 11, 8]

  func fill(products: Int64, events: Int64) throws -> Made {
    let start = Clock.nanoseconds()
    let shop = try Shop(
      directory: directory, assortment: Assortment(count: products), pace: .hurried)
    guard shop.events == 0 else { throw BenchFault("\(directory) is not empty") }
    try shop.stock()
    try shop.open()
    var sales: Int64 = 0
    while shop.events < events {
      try shop.sell(Self.basket[Int(sales) % Self.basket.count])
      sales += 1
      if sales % Self.salesPerShift == 0 {
        try shop.close()
        try shop.open()
      }
    }
    try shop.settle()
    guard shop.receipts == sales else {
      throw BenchFault("\(sales) sales, \(shop.receipts) receipts")
    }
    waitForUpkeep()
    shop.stop()
    return Made(
      products: products, events: shop.events, sales: sales,
      milliseconds: (Clock.nanoseconds() - start) / 1_000_000)
  }

  /// Waits until the journal has been still for a second: what an import leaves behind is looked
  /// through in idle moments, and would disturb what is measured next.
  private func waitForUpkeep() {
    var last = (size: off_t(-1), seconds: time_t(0), nanoseconds: 0)
    while true {
      var info = stat()
      stat(directory + "/till.db-wal", &info)
      let seen = (info.st_size, info.st_mtim.tv_sec, info.st_mtim.tv_nsec)
      if seen == last { return }
      last = seen
      sleep(1)
    }
  }
}
