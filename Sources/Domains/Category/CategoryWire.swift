// The socket's methods about categories.

package import Values
package import Wire

/// `category.put`: writes a category whole.
package enum CategoryPut: Method {
  package struct Params: CommandParams {
    package let cmd: ID
    package let code: String
    package let name: String
    package let parent: String?
    package let sort: Int64?
    package let taxClass: String?
    package init(
      cmd: ID, code: String, name: String, parent: String? = nil, sort: Int64? = nil,
      taxClass: String? = nil
    ) {
      (self.cmd, self.code, self.name) = (cmd, code, name)
      (self.parent, self.sort, self.taxClass) = (parent, sort, taxClass)
    }
  }
  package struct Result: Codable, Sendable {
    package let category: Category
    package init(category: Category) { self.category = category }
  }
  package static let name = "category.put"
  package static let summary = "Makes a category, or writes an existing one anew."
  package static let right = Right.manage
  package static var example: (params: Params, result: Result) {
    (
      Params(cmd: Example.command, code: "drinks", name: "Drinks"),
      Result(category: Category(code: "drinks", name: "Drinks"))
    )
  }
}

/// `category.list`: shows the whole tree.
package enum CategoryList: Method {
  package struct Result: Codable, Sendable {
    package let categories: [Category]
    package init(categories: [Category]) { self.categories = categories }
  }
  package static let name = "category.list"
  package static let summary = "Lists every category, by parent, sort and code."
  package static let right = Right.sell
  package static var example: (params: NoParams, result: Result) {
    (NoParams(), Result(categories: [Category(code: "drinks", name: "Drinks")]))
  }
}
