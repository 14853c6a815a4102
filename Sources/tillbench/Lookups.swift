// Looking products up in a filled store: by the barcode that is scanned and by the name that is
// typed. The daemon does both on a connection of its own, as here.

internal import Domains
internal import Store
internal import Values

/// Measures lookups; the store is only read.
struct Lookups {
  private let reader: StoreReader
  /// How many products there are.
  let count: Int64

  init(in directory: String) throws {
    let store = try Store(directory: directory)
    reader = try store.makeReader()
    // An assortment has no gaps, so its size is found by halving.
    var (low, high): (Int64, Int64) = (0, 1 << 30)
    while low < high {
      let middle = (low + high) / 2
      if try reader.product(sku: "P\(middle)") == nil { high = middle } else { low = middle + 1 }
    }
    guard low > 0 else { throw BenchFault("\(directory) was not filled") }
    count = low
  }

  /// Any product, found by its barcode.
  func byBarcode(_ turns: Int64) throws -> Figure {
    var entropy = Entropy(seed: 3)
    var samples = Samples()
    for _ in 0..<turns {
      let index = Int64.random(in: 0..<count, using: &entropy)
      let code = Assortment.code(index)
      let found = try samples.time { () throws(FactsFault) in
        try reader.product(barcode: Barcode(reading: code))
      }
      guard found?.sku == "P\(index)" else { throw BenchFault("\(code) found the wrong product") }
    }
    return samples.figure("lookup")
  }

  /// Searches as people type, in equal parts; then each kind for itself, slowest last.
  func byName(_ turns: Int64) throws -> [Figure] {
    var entropy = Entropy(seed: 5)
    var all = Samples()
    var figures: [Figure] = []
    for kind in Typed.allCases {
      var samples = Samples()
      for _ in 0..<max(1, turns / Int64(Typed.allCases.count)) {
        let index = Int64.random(in: 0..<count, using: &entropy)
        let query = kind.query(of: index, &entropy)
        let page = try samples.time { () throws(FactsFault) in
          try reader.search(query, limit: 20, after: nil)
        }
        guard page.items.isEmpty != kind.finds else {
          throw BenchFault("\(query.debugDescription) found \(page.items.count) products")
        }
      }
      all.append(contentsOf: samples)
      figures.append(samples.figure("search.\(kind.rawValue)"))
    }
    return [all.figure("search")] + figures.sorted { $0.p99 < $1.p99 }
  }
}

/// What people type to find a product.
private enum Typed: String, CaseIterable {
  case letter, beginning, word, twoBeginnings, wholeName, sku, barcode
  /// Words that are frequent each and never together: the index has to walk both lists.
  case contrary
  case nonsense

  var finds: Bool { self != .contrary && self != .nonsense }

  func query(of index: Int64, _ entropy: inout Entropy) -> String {
    let name = Assortment.name(index)
    let words = name.split(separator: " ")
    let word = words[Int.random(in: 0..<3, using: &entropy)].lowercased()
    switch self {
    case .letter: return String(word.prefix(1))
    case .beginning: return String(word.prefix(Int.random(in: 2...4, using: &entropy)))
    case .word: return word
    case .twoBeginnings: return "\(words[0].prefix(3)) \(words[2].prefix(3))"
    case .wholeName: return name
    case .sku: return "P\(index)"
    case .barcode: return Assortment.code(index)
    case .contrary: return "750 ml"
    case .nonsense: return "q\(word)"
    }
  }
}
