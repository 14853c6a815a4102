// Finding products by name: bounded windows of candidates, each ranked here and not in SQL,
// since ranking all hits takes longer the more there are.

package import Domains
internal import Foundation
internal import GRDB
internal import Values

extension StoreReader {
  /// How many windows one page looks through.
  private static let windowsPerPage = 64

  package func search(
    _ query: String, limit: Int, after: String?
  ) throws(FactsFault) -> ProductPage {
    let words = SearchWords(query)
    let limit = max(1, min(limit, 1000))
    return try read { db in
      let exact = words.isBlank ? [] : try Self.exact(query, in: db)
      var page = ProductPage(items: after == nil ? Array(exact.prefix(limit)) : [], next: nil)
      if !words.isBlank && words.words.isEmpty { return page }
      let shown = Set(exact.map(\.sku))
      var place = after.flatMap(Place.init) ?? Place(row: 0, offset: 0)
      for _ in 0..<Self.windowsPerPage {
        let hits = try Self.hits(words, after: place.row, in: db)
        let ranked = words.ranked(hits.compactMap(\.product).filter { !shown.contains($0.sku) })
        let rest = ranked.dropFirst(place.offset)
        let taken = rest.prefix(limit - page.items.count)
        page.items += taken
        if taken.count < rest.count {
          place.offset += taken.count
          page.next = place.text
          return page
        }
        guard let last = hits.last, hits.count == words.window else { return page }
        place = Place(row: last.row, offset: 0)
        if page.items.count == limit { break }
      }
      page.next = place.text
      return page
    }
  }

  /// Products whose SKU or barcode is what was typed.
  private static func exact(_ query: String, in db: Database) throws -> [Product] {
    let code = query.trimmingCharacters(in: .whitespacesAndNewlines)
    let bySKU = try Catalogue.product(sku: code, in: db)
    let byBarcode = try Catalogue.product(barcode: Barcode(reading: code), in: db)
    let found = [bySKU, byBarcode].compactMap { $0 }.filter(\.active)
    return found.count == 2 && found[0].sku == found[1].sku ? [found[0]] : found
  }

  /// The next candidates by row; `product` is nil where the row is not in force or not sold.
  private static func hits(
    _ words: SearchWords, after row: Int64, in db: Database
  ) throws -> [(row: Int64, product: Product?)] {
    let candidates =
      words.isBlank
      ? "SELECT id FROM product WHERE ?1 IS NULL AND id > ?2 ORDER BY id LIMIT \(words.window)"
      : "SELECT rowid AS id FROM search WHERE search MATCH ?1 AND rowid > ?2 "
        + "ORDER BY rowid LIMIT \(words.window)"
    return try db.all(
      """
      SELECT \(Catalogue.columns), p.id, p.active AND \(Catalogue.isInForce)
      FROM (\(candidates)) c JOIN product p ON p.id = c.id JOIN import i ON i.gen = p.gen
      ORDER BY p.id
      """, [words.isBlank ? nil : words.expression, row]
    ) { row in
      let isShown = try row.integer(11) != 0
      return (row: try row.integer(10), product: isShown ? try Catalogue.product(row) : nil)
    }
  }

  /// Where the next page begins: behind a row, after so many of the ranked window.
  private struct Place {
    var row: Int64
    var offset: Int

    init(row: Int64, offset: Int) {
      self.row = row
      self.offset = offset
    }

    /// A place that a client handed back; anything else begins at the first page.
    init?(_ text: String) {
      let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count == 2, let row = Int64(parts[0]), let offset = Int(parts[1]), offset >= 0
      else { return nil }
      self.init(row: row, offset: offset)
    }

    var text: String { "\(row).\(offset)" }
  }
}

/// The words of a query, as the name index understands them.
struct SearchWords {
  let words: [String]
  /// The same, in lower case and without accents.
  private let folded: [String]
  /// Nothing was typed but spaces.
  let isBlank: Bool

  /// What is neither letter, digit nor accent parts words, as in the index's tokenizer; so a quote
  /// or an operator of the index's own language never reaches it.
  init(_ query: String) {
    words = query.unicodeScalars.split { !Self.isPartOfWord($0) }
      .filter { $0.contains { !Self.isMark($0) } }.prefix(16).map { String($0) }
    folded = words.map(Self.folded)
    isBlank = query.allSatisfy(\.isWhitespace)
  }

  /// How many candidates are ranked together, or read together where nothing is ranked.
  var window: Int { isBlank ? 32 : 256 }

  /// Each word as a quoted prefix; all of them must be found.
  var expression: String { words.map { "\"\($0)\" *" }.joined(separator: " AND ") }

  /// Names that begin with the query first, then those with its words in order; shorter names and
  /// lower rows first among equals.
  func ranked(_ products: [Product]) -> [Product] {
    if words.isEmpty { return products }
    let start = folded.joined(separator: " ")
    let keyed = products.enumerated().map { index, product in
      let name = Self.folded(product.name)
      let rank = name.hasPrefix(start) ? 0 : hasWordsInOrder(name) ? 1 : 2
      return (key: (rank, name.utf8.count, index), product: product)
    }
    return keyed.sorted { $0.key < $1.key }.map(\.product)
  }

  private func hasWordsInOrder(_ name: String) -> Bool {
    var left = folded[...]
    for word in name.unicodeScalars.split(whereSeparator: { !Self.isPartOfWord($0) }) {
      if let next = left.first, String(word).hasPrefix(next) { left = left.dropFirst() }
    }
    return left.isEmpty
  }

  private static func isPartOfWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber, .privateUse:
      true
    default: isMark(scalar)
    }
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }

  private static func folded(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
    return text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
  }
}
