// One fault in a scripted day, and what it came to.

internal import Domains
internal import Store
internal import Values
internal import Wire

/// What a fault came to, from the best to the worst.
enum Verdict: String, CaseIterable, Sendable {
  case sellsOn = "sells on"
  case nextStartSells = "ends, next start sells"
  case refusesThenSells = "ends, refuses while the fault lasts, then sells"
  case namesDamage = "names the damage"
  /// A promise is broken.
  case broken = "BROKEN"
}

/// A day that is lived through on one disk, over as many processes as it takes.
struct Trial {
  /// What the shop is like in the end, whatever happened on the way.
  struct Books: Equatable {
    /// The answers' figures, by line of the script.
    var figures: [Int: [String]] = [:]
    /// How many events of each kind, but for what became of papers and drawers.
    var events: [String: Int] = [:]
  }

  private let steps = ScriptedDay.steps
  private let disk: SimDisk
  private let seed: UInt64
  /// What was answered, by line of the script: it holds for ever.
  private var told: [Int: AnyJSON] = [:]
  private(set) var books = Books()
  /// Why processes ended.
  private(set) var ends: [String] = []

  init(on disk: SimDisk, seed: UInt64) {
    self.disk = disk
    self.seed = seed
  }

  /// How often a start is tried while a fault lasts.
  private static let stubbornness = 3

  /// Lives through the day, with what the disk's plan holds for it.
  ///
  /// - Parameter wanted: the books of the same day without a fault; nil for that day itself.
  /// - Returns: the verdict, and what is broken if something is.
  mutating func run(wanted: Books?) -> (verdict: Verdict, why: String?) {
    var refusals = 0
    var lives = 0
    while true {
      lives += 1
      disk.start()
      if lives > Self.stubbornness { disk.heal() }
      do {
        try live()
        break
      } catch {
        ends.append("\(error)")
        disk.end(.kill)
        if case .broken(let why) = error { return (.broken, why) }
        if case .named = error, lives > Self.stubbornness { return (.namesDamage, nil) }
        if case .refused(let fault) = error {
          refusals += 1
          guard lives <= Self.stubbornness else {
            guard case .damaged = fault, disk.faults[.flip] != nil else {
              return (.broken, "the till never sells again: \(fault)")
            }
            return (.namesDamage, nil)
          }
        } else if lives > 2 * Self.stubbornness {
          return (.broken, "the till ends again and again on a good disk: \(error)")
        }
      }
    }
    if let wanted, let why = difference(wanted) { return (.broken, why) }
    let verdict: Verdict =
      lives == 1 ? .sellsOn : refusals == 0 ? .nextStartSells : .refusesThenSells
    return (verdict, nil)
  }

  private enum Break: Error, CustomStringConvertible {
    case refused(StoreFault)
    case ended(Ended)
    /// Damage that was found, and where.
    case named(String)
    case broken(String)

    var description: String {
      switch self {
      case .refused(let fault): "at its start: \(fault)"
      case .ended(let end): "\(end)"
      case .named(let why): why
      case .broken(let why): "a promise is broken: \(why)"
      }
    }
  }

  /// One process: opens, is told everything again, and goes on to the end of the day.
  private mutating func live() throws(Break) {
    var counter = try open()
    try checkTold(counter)
    var sales: [String: AnyJSON] = [:]
    for (line, step) in steps.enumerated() {
      switch step {
      case .pause:
        do { try counter.pause() } catch { throw .ended(error) }
      case .reopen:
        counter.stop()
        guard disk.ending == nil else { throw .ended(.halted("the machine stopped")) }
        counter = try open()
        try checkTold(counter)
      case .call(let method, let params, let keeps):
        let answer: AnyJSON
        do {
          answer = try counter.call(method, self.params(params, line, sales))
        } catch {
          throw .ended(error)
        }
        try note(answer, line, method)
        if let keeps { sales[keeps] = answer.at("result", "sale", "id") }
      }
    }
    try check(counter)
    counter.stop()
  }

  private func open() throws(Break) -> Counter {
    do {
      return try Counter(disk, seed: seed &+ UInt64(disk.life))
    } catch {
      if case .store(let fault) = error { throw .refused(fault) }
      throw .ended(error)
    }
  }

  /// Every command that was ever answered is on the disk: sent again, it would only be carried out
  /// again.
  private func checkTold(_ counter: Counter) throws(Break) {
    for line in told.keys.sorted() {
      let isThere: Bool
      do {
        isThere = try counter.command(Self.command(of: line)) != nil
      } catch {
        throw .ended(.halted("\(error)"))
      }
      if !isThere { throw .broken("what line \(line + 1) was answered is not on the disk") }
    }
  }

  /// The answer of a line is the same whenever the line is sent again.
  private mutating func note(_ answer: AnyJSON, _ line: Int, _ method: String) throws(Break) {
    let figures = Self.figures(of: answer.at("result"))
    guard answer.at("error") == .null else {
      // Refused for the disk's sake: nothing is promised, and the next process is asked again.
      let why = answer.at("error", "message")
      throw .ended(.halted("\(method) was refused: \(why)"))
    }
    if let before = told[line], Self.figures(of: before.at("result")) != figures {
      throw .broken("\(method) was answered \(before), and now \(answer)")
    }
    told[line] = answer
    books.figures[line] = figures
  }

  private mutating func check(_ counter: Counter) throws(Break) {
    do {
      let chain = try counter.verify()
      if !chain.ok {
        let why = "the chain breaks at \(chain.firstBad ?? 0): \(chain.why ?? "")"
        // A flipped bit that is found and named is what the chain is for.
        guard disk.faults[.flip] != nil, chain.firstBad != nil else { throw Break.broken(why) }
        throw Break.named(why)
      }
      let views = try counter.audit()
      if !views.ok { throw Break.broken("the view \(views.firstBad ?? "") is not as redrawn") }
      let events = try counter.events()
      books.events = [:]
      for event in events where !event.type.hasPrefix("print.") && !event.type.hasPrefix("drawer.")
      {
        books.events[event.type, default: 0] += 1
      }
    } catch let broken as Break {
      throw broken
    } catch {
      throw .ended(.halted("\(error)"))
    }
  }

  private func difference(_ wanted: Books) -> String? {
    for line in wanted.figures.keys.sorted() where books.figures[line] != wanted.figures[line] {
      return "line \(line + 1) came to \(books.figures[line] ?? []) instead of "
        + "\(wanted.figures[line] ?? [])"
    }
    for type in Set(wanted.events.keys).union(books.events.keys).sorted()
    where books.events[type] != wanted.events[type] {
      return "\(books.events[type] ?? 0) events \(type) instead of \(wanted.events[type] ?? 0)"
    }
    return nil
  }

  // MARK: - Lines

  /// The id of a line's command, the same in every life.
  private static func command(of line: Int) -> ID {
    var entropy = Entropy(seed: UInt64(line))
    return entropy.id(at: Timestamp(milliseconds: 1_780_000_000_000 + Int64(line)))
  }

  /// A line's parameters: always the same command id, and the sales it speaks of.
  private func params(_ params: AnyJSON, _ line: Int, _ sales: [String: AnyJSON]) -> AnyJSON {
    guard case .object(var fields) = params else { return params }
    fields["cmd"] = .string("\(Self.command(of: line))")
    if case .string(let name)? = fields["sale"], name.hasPrefix("$") {
      fields["sale"] = sales[String(name.dropFirst())] ?? .null
    }
    return .object(fields)
  }

  /// Every figure and receipt number of an answer, in order of names: what a shop cares about.
  private static func figures(of value: AnyJSON, name: String = "") -> [String] {
    switch value {
    case .object(let fields):
      return fields.keys.sorted().flatMap { key in
        figures(of: fields[key] ?? .null, name: key)
      }
    case .array(let items): return items.flatMap { figures(of: $0, name: name) }
    case .integer(let number) where figureNames.contains(name): return ["\(name) \(number)"]
    case .string(let text) where figureNames.contains(name): return ["\(name) \(text)"]
    default: return []
    }
  }

  private static let figureNames: Set<String> = [
    "minor", "qty", "receipt", "number", "state", "sku", "name", "rev", "tender", "line",
  ]
}
