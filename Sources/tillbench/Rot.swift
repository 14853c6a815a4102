// Bit rot: a store at rest loses single bits, one at a time, and is opened as after a failing disk.

internal import Domains
internal import Foundation
internal import Store
internal import Values

/// Flips bits of a filled store, opens it each time, and compares all that it says.
struct Rot {
  private let directory: String
  private let whole: [UInt8]
  private let prices: [Money]
  private let options: StoreOptions

  /// What became of the flips.
  struct Verdict: Encodable {
    var name = "rot"
    var flips = 0
    /// Views or indexes were made anew.
    var mended = 0
    /// Old events are named by their positions, and the till sells.
    var named = 0
    /// The store does not open, and says which page is broken.
    var refused = 0
    /// In a page that holds nothing: everything is as it was.
    var harmless = 0
    /// A wrong price, a broken chain that is not said to be one, or a refusal without a page.
    var believed = 0
    var seconds = 0.0
  }

  init(in directory: String) throws {
    var options = StoreOptions(allowsVolatileMedium: true, projection: { Books() })
    self.directory = directory
    let store = try Store(directory: directory, options: options)
    let reader = try store.makeReader()
    var prices: [Money] = []
    while let product = try reader.product(sku: "P\(prices.count)") { prices.append(product.price) }
    store.stop()
    guard !prices.isEmpty else { throw BenchFault("\(directory) was not filled") }
    self.prices = prices
    options.allowsVolatileMedium = true
    self.options = options
    whole = Array(try Data(contentsOf: URL(fileURLWithPath: directory + "/till.db")))
  }

  /// - Parameter progress: told how many flips are done, every hundred.
  func measure(_ flips: Int64, seed: UInt64 = 11, progress: (Int64) -> Void) throws -> Verdict {
    var entropy = Entropy(seed: seed)
    var verdict = Verdict()
    let began = Date()
    for flip in 1...flips {
      let bit = Int.random(in: 0..<8 * whole.count, using: &entropy)
      try write(bit)
      verdict[keyPath: judge()] += 1
      verdict.flips += 1
      if flip % 100 == 0 { progress(flip) }
    }
    verdict.seconds = Date().timeIntervalSince(began)
    try write(nil)
    return verdict
  }

  /// The store with this bit flipped, and the word of a run that met it.
  private func write(_ bit: Int?) throws {
    var bytes = whole
    if let bit { bytes[bit / 8] ^= 1 << (bit % 8) }
    let files = FileManager.default
    for name in try files.contentsOfDirectory(atPath: directory)
    where name.hasPrefix("till.db") || name.hasPrefix("storage-") {
      try files.removeItem(atPath: directory + "/" + name)
    }
    try Data(bytes).write(to: URL(fileURLWithPath: directory + "/till.db"))
    if bit != nil {
      try Data("EIO".utf8).write(to: URL(fileURLWithPath: directory + "/storage-failed"))
    }
  }

  private func judge() -> WritableKeyPath<Verdict, Int> {
    do {
      let store = try Store(directory: directory, options: options)
      defer { store.stop() }
      let reader = try store.makeReader()
      for (index, price) in prices.enumerated() {
        guard try reader.product(sku: "P\(index)")?.price == price else { return \.believed }
      }
      let chain = try reader.verify(from: 1)
      if store.notices.contains(where: { $0.contains("redrawn") }) {
        return try chain.ok && reader.audit().ok ? \.mended : \.believed
      }
      if let bad = chain.firstBad {
        let isNamed = store.notices.contains { $0.contains("event") && $0.contains("\(bad)") }
        return isNamed && !chain.ok ? \.named : \.believed
      }
      return try store.notices.isEmpty && reader.audit().ok ? \.harmless : \.believed
    } catch let fault as StoreFault {
      return "\(fault)".contains("is not what was written") ? \.refused : \.believed
    } catch {
      return \.believed
    }
  }
}
