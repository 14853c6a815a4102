// Which printer prints what: `till devices routes` and `till devices route`.

internal import ArgumentParser
internal import Domains
internal import Wire

/// The printers of each kind of paper, as the setting `print.routes` keeps them.
struct PrintRoutes: Codable, Equatable {
  static let key = "print.routes"
  /// The papers that a till prints without being told to.
  static let papers = ["receipt", "report", "label", "kitchen"]

  var routes: [String: PrintRoute]

  init(_ routes: [String: PrintRoute] = [:]) { self.routes = routes }

  init(from decoder: any Decoder) throws { routes = try [String: PrintRoute](from: decoder) }

  func encode(to encoder: any Encoder) throws { try routes.encode(to: encoder) }

  /// The routes in words, the usual papers first.
  var lines: [String] {
    var table = Table(("paper", .left), ("printed by", .left), ("categories", .left))
    let others = routes.keys.filter { !Self.papers.contains($0) }.sorted()
    for paper in Self.papers + others {
      let route = routes[paper]
      let printers = route?.printers ?? []
      let unrouted = paper == "kitchen" ? "nobody" : "any printer that can"
      table.add(
        paper, printers.isEmpty ? unrouted : printers.joined(separator: ", then "),
        route?.categories?.joined(separator: ", ") ?? "")
    }
    return table.lines
  }
}

extension Client {
  /// The routes as the till has them.
  func routes() throws -> PrintRoutes {
    try setting(PrintRoutes.key, as: PrintRoutes.self) ?? PrintRoutes()
  }

  /// Makes these the till's routes.
  func set(_ routes: PrintRoutes) throws(ClientFault) {
    let value = routes.routes.isEmpty ? nil : AnyJSON.value(of: JSON.bytes(routes))
    _ = try call(
      ConfigSet.self, .init(cmd: Self.command(), key: PrintRoutes.key, value: value))
  }
}

extension DeviceCommands {
  struct Routes: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show which printer prints which paper.")
    @OptionGroup var common: Common

    func run() throws {
      let routes = try common.client.routes()
      common.json ? Terminal.write(JSON.text(routes)) : common.write(routes.lines)
    }
  }

  struct Route: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say which printers print a paper.",
      discussion: """
        The first printer that can print does; the next ones are for when it cannot. A route with \
        categories prints one ticket of each sale that holds products of them.

        Without printers, the paper goes to any printer again.

          till devices route receipt printer0 printer1
          till devices route kitchen k1 --category pizza --category pasta
        """)
    @OptionGroup var common: Common
    @Argument(help: "receipt, report, label, kitchen, or another name for a place with categories.")
    var paper: String
    @Argument(help: "Printers by their ids, the preferred one first.") var printers: [String] = []
    @Option(name: .customLong("category"), help: "A category of products that is printed here.")
    var categories: [String] = []

    func run() throws {
      let client = common.client
      var routes = try client.routes()
      if printers.isEmpty {
        guard categories.isEmpty else {
          throw ValidationError("Categories need a printer: till devices route \(paper) PRINTER …")
        }
        routes.routes[paper] = nil
      } else {
        routes.routes[paper] = PrintRoute(
          printers: printers, categories: categories.isEmpty ? nil : categories)
      }
      try client.set(routes)
      common.json ? Terminal.write(JSON.text(routes)) : common.write(routes.lines)
    }
  }
}
