// The verbs about categories: `till categories …`.

internal import ArgumentParser
internal import Domains
internal import Wire

/// `till categories …`.
struct CategoryCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "categories", abstract: "List and write categories.",
    subcommands: [List.self, Put.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: CategoryList.summary)
    @OptionGroup var common: Common

    func run() throws {
      try common.show(CategoryList.self, NoParams()) { CategoryText.lines($0.categories) }
    }
  }

  struct Put: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: CategoryPut.summary)
    @OptionGroup var common: Common
    @Argument(help: "The category's code.") var code: String
    @Option(help: "What people call it.") var name: String
    @Option(help: "The code of the category above it.") var parent: String?
    @Option(help: "Where it stands among its siblings.") var sort: Int64?
    @Option(help: "The tax class of its products.") var taxClass: String?

    func run() throws {
      let params = CategoryPut.Params(
        cmd: Client.command(), code: code, name: name, parent: parent, sort: sort,
        taxClass: taxClass)
      try common.show(CategoryPut.self, params) { CategoryText.lines([$0.category]) }
    }
  }
}

/// Categories in words.
enum CategoryText {
  static func lines(_ categories: [Category]) -> [String] {
    guard !categories.isEmpty else { return ["no category yet; make one with till categories put"] }
    var table = Table(
      ("code", .left), ("name", .left), ("parent", .left), ("sort", .right), ("tax", .left))
    for category in categories {
      table.add(
        category.code, category.name, category.parent ?? "", "\(category.sort)",
        category.taxClass ?? "")
    }
    return table.lines
  }
}
