// A category of products: a tree by parent codes.

/// One category, whole.
package struct Category: Codable, Equatable, Sendable {
  /// Unique, 1 to 64 characters.
  package var code: String
  package var name: String
  package var parent: String?
  /// Where it stands among its siblings; ties by code.
  package var sort: Int64
  /// The tax class of its products unless they name their own.
  package var taxClass: String?
  package var rev: Int64

  package init(
    code: String, name: String, parent: String? = nil, sort: Int64 = 0, taxClass: String? = nil,
    rev: Int64 = 1
  ) {
    self.code = code
    self.name = name
    self.parent = parent
    self.sort = sort
    self.taxClass = taxClass
    self.rev = rev
  }
}
