// Which printer a job goes to: the first of its route that can print now.

internal import Domains

/// The routes of this moment, over the printers that can print at this moment.
struct PrintRouting {
  /// Printers that can print now, whether or not they are busy.
  let usable: Set<String>
  private let routes: [String: PrintRoute]
  /// The printer of each route that has printers of its own; nil where none of them can print.
  private let targets: [String: String?]
  /// The printer of every other route.
  private let anyone: String?

  /// - Parameter usable: what can print and did not just refuse a job.
  init(_ routes: [String: PrintRoute], usable: Set<String>) {
    self.routes = routes
    self.usable = usable
    // A kitchen's printer prints receipts only where there is no other.
    let named = Set(routes.values.flatMap { $0.printers ?? [] })
    anyone = usable.subtracting(named).min() ?? usable.min()
    targets = routes.filter { !($0.value.printers ?? []).isEmpty }
      .mapValues { ($0.printers ?? []).first(where: usable.contains) }
  }

  /// The printer that prints this, or nil while none can.
  func printer(for intent: Intent) -> String? {
    if let device = intent.onlyPrinter { return usable.contains(device) ? device : nil }
    guard let route = intent.route else { return nil }
    return targets[route] ?? anyone
  }

  /// The printers that could print this if they were well; nil for any printer.
  func candidates(for intent: Intent) -> [String]? {
    if let device = intent.onlyPrinter { return [device] }
    guard let route = intent.route, let printers = routes[route]?.printers, !printers.isEmpty
    else { return nil }
    return printers
  }
}

extension Till {
  /// The routes as they are decided, over the printers as they are now.
  func routing(at boot: Int64) -> PrintRouting {
    let printers = devices.values.filter { $0.kind == "printer" && usable.contains($0.id) }
    return PrintRouting(
      books.settings.printRoutes,
      usable: Set(printers.map(\.id)).subtracting(outbox.resting(at: boot)))
  }

  /// Why queued jobs are not printed, by their numbers; those whose turn will come have no reason.
  func printObstacles(at boot: Int64) -> [Int64: String] {
    let routing = routing(at: boot)
    var reasons: [Int64: String] = [:]
    for job in outbox.prints where job.row.state == .queued {
      guard let intent = job.intent, routing.printer(for: intent) == nil else { continue }
      let names =
        routing.candidates(for: intent)
        ?? devices.values.filter { $0.kind == "printer" }.map(\.id).sorted()
      let troubles = names.map { "\($0): \(devices[$0].map { $0.why ?? $0.state } ?? "absent")" }
      reasons[job.row.number] =
        troubles.isEmpty ? "no printer is set up" : troubles.joined(separator: "; ")
    }
    return reasons
  }
}
