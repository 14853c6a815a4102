// The verbs about the catalogue: `till products …`.

internal import ArgumentParser
internal import Domains
internal import Values
internal import Wire

/// `till products …`.
struct ProductCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "products", abstract: "Import, find, show and write products.",
    subcommands: [Import.self, Find.self, Show.self, Put.self])

  struct Find: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: ProductFind.summary)
    @OptionGroup var common: Common
    @Argument(help: "The beginnings of words, an SKU or a barcode.") var query: [String]
    @Option(help: "How many at most, 1 to 100.") var limit: Int?
    @Option(help: "What `next` of the page before held.") var after: String?

    func run() throws {
      let params = ProductFind.Params(
        query: query.joined(separator: " "), limit: limit, after: after)
      try common.show(ProductFind.self, params) { page in
        if let next = page.next { Terminal.say("There are more: add --after '\(next)'") }
        guard !page.items.isEmpty else { return ["no product matches"] }
        var table = Table(
          ("sku", .left), ("name", .left), ("price", .right), ("tax", .left), ("barcodes", .left))
        for product in page.items {
          table.add(
            product.sku, product.name, "\(product.price)", product.taxClass,
            product.barcodes.joined(separator: " "))
        }
        return table.lines
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: ProductGet.summary)
    @OptionGroup var common: Common
    @Argument(help: "A barcode or an SKU.") var code: String

    func run() throws {
      let client = common.client
      do throws(ClientFault) {
        _ = try client.call(ProductGet.self, .init(code: code))
      } catch {
        guard case .refused(let fault) = error, fault.code == .notFound else { throw error }
        return try show(.init(sku: code), client)
      }
      try show(.init(code: code), client)
    }

    private func show(_ params: ProductGet.Params, _ client: Client) throws {
      try common.show(ProductGet.self, params, by: client) { ProductText.lines($0.product) }
    }
  }

  struct Put: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: ProductPut.summary)
    @OptionGroup var common: Common
    @Argument(help: "The shop's own number of the product.") var sku: String
    @Option(help: "What the receipt calls it.") var name: String
    @Option(help: "Its price, such as 2.49.") var price: Amount
    @Option(help: "A code it is scanned by; may be given many times.") var barcode: [String] = []
    @Option(help: "A class of the setting tax.classes; standard if left out.")
    var taxClass: String?
    @Option(help: "The code of its category.") var category: String?
    @Option(help: "What the quantity counts, such as kg.") var unit: String?
    @Flag(inversion: .prefixedNo, help: "Whether it can be sold.") var active = true

    func run() throws {
      let client = common.client
      let params = ProductPut.Params(
        cmd: Client.command(), sku: sku, name: name, barcodes: barcode,
        price: try price.money(try client.currency()), taxClass: taxClass, category: category,
        unit: unit, active: active)
      try common.show(ProductPut.self, params, by: client) { ProductText.lines($0.product) }
    }
  }
}

/// Products in words.
enum ProductText {
  static func lines(_ product: Product) -> [String] {
    var lines = [
      "sku       \(product.sku)", "name      \(product.name)", "price     \(product.price)",
      "tax       \(product.taxClass)", "barcodes  \(product.barcodes.joined(separator: " "))",
    ]
    if let category = product.category { lines.append("category  \(category)") }
    if let unit = product.unit { lines.append("unit      \(unit)") }
    if !product.active { lines.append("not for sale") }
    return (lines + ["revision  \(product.rev)"]).map(Terminal.harmless)
  }
}
