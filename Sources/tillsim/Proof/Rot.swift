// One flipped bit in what a till has stored, and what the till makes of it.

internal import Domains
internal import Store
internal import Values
internal import Wire

/// A store that was sold with, and bits of it that rot.
struct Rot {
  /// What became of a flipped bit.
  enum Fate: String, CaseIterable {
    case harmless = "nobody reads it"
    case mended = "found and mended, sells on"
    case named = "found in events, the range named, sells on"
    case refused = "found where selling is not safe, refused in words"
    case believed = "BELIEVED"
  }

  private let disk: SimDisk
  private let events: [Event]
  private let price: String
  private let files: [(path: String, bits: Int)]

  /// Sells so many baskets.
  ///
  /// - Parameters:
  ///   - leavesJournal: the process is killed in the end, so that the newest commits lie in the
  ///     journal alone.
  ///   - isSealed: not, for the control of the test.
  init(sales: Int, leavesJournal: Bool, isSealed: Bool = true) throws {
    let disk = SimDisk(seed: 7)
    disk.isSealed = isSealed
    disk.start()
    let counter = try Counter(disk, seed: 7)
    var ids = Entropy(seed: 99)
    func call(_ method: String, _ params: String) throws -> AnyJSON {
      let answer = try Self.call(counter, method, params, &ids)
      guard answer.at("error") == .null else { throw Ended.halted("\(method): \(answer)") }
      return answer
    }
    for number in 0..<40 {
      _ = try call(
        "product.put",
        #"{"sku":"P\#(number)","name":"Product \#(number)","#
          + #""price":{"minor":\#(100 + number),"cur":"EUR"}}"#)
    }
    _ = try call("shift.open", #"{"float":{"minor":10000,"cur":"EUR"}}"#)
    for number in 0..<sales {
      let sale = try call("sale.add", #"{"sku":"P\#(number % 40)"}"#).at("result", "sale", "id")
      _ = try call("sale.add", #"{"sku":"P\#(number * 7 % 40)","sale":"\#(sale.text)"}"#)
      _ = try call("sale.pay", #"{"sale":"\#(sale.text)","tender":"cash"}"#)
      if number.isMultiple(of: 50) { try counter.pause() }
    }
    _ = try call("sale.add", #"{"sku":"P3"}"#)
    events = try counter.events()
    price = Self.price(of: try call("product.get", #"{"sku":"P5"}"#))
    if !leavesJournal { counter.stop() }
    disk.end(.kill)
    self.disk = disk
    files = ["/till.db", "/till.db-wal"].compactMap { name in
      let path = Counter.folder + name
      return disk.file(path).map { (path, $0.bytes.count * 8) }
    }
  }

  var eventCount: Int { events.count }

  /// Flips one bit, chosen by the seed, and starts the till.
  func flip(seed: UInt64) -> (fate: Fate, why: String) {
    var chance = Entropy(seed: seed)
    var place = Int.random(in: 0..<files.reduce(0) { $0 + $1.bits }, using: &chance)
    let copy = disk.copy(seed: seed)
    for (path, bits) in files {
      if place < bits {
        copy.file(path)?.flip(bit: place % 8, at: place / 8)
        break
      }
      place -= bits
    }
    var found: [String] = []
    // A process that meets the damage ends; the next one knows, and does something about it.
    for _ in 0..<4 {
      copy.start()
      do {
        let counter = try Counter(copy, seed: seed)
        let fate = try judge(counter, &found)
        counter.stop()
        return (fate, found.last ?? "")
      } catch {
        copy.end(.kill)
        if let belief = error as? Belief { return (.believed, belief.what) }
        found.append("\(error)")
        if case .store(.damaged)? = error as? Ended, found.count > 2 {
          return (.refused, "\(error)")
        }
      }
    }
    return (.believed, "the till neither sells nor says what is damaged: \(found.last ?? "")")
  }

  private struct Belief: Error { let what: String }

  /// Compares everything with what was sold, and sells once more.
  private func judge(_ counter: Counter, _ found: inout [String]) throws -> Fate {
    var ids = Entropy(seed: 123)
    let answer = try Self.call(counter, "product.get", #"{"sku":"P5"}"#, &ids)
    guard Self.price(of: answer) == price else { throw Belief(what: "a price of \(answer)") }
    let sold = try Self.call(counter, "sale.pay", #"{"tender":"card"}"#, &ids)
    guard sold.at("result", "receipt") != .null else {
      throw Ended.halted("no sale: \(sold.at("error", "message").text)")
    }
    let chain = try counter.verify()
    guard chain.ok else {
      guard let first = chain.firstBad, let why = chain.why else {
        throw Belief(what: "the chain is not well, and no event is named")
      }
      if first > Int64(events.count) { throw Belief(what: "event \(first) is named: \(why)") }
      found.append(why)
      return .named
    }
    let read = try counter.events()
    guard read.starts(with: events) else { throw Belief(what: "an event that was never written") }
    let views = try counter.audit()
    guard views.ok else { throw Belief(what: "the view \(views.firstBad ?? "")") }
    return found.isEmpty ? .harmless : .mended
  }

  private static func price(of answer: AnyJSON) -> String {
    "\(answer.at("result", "product", "price", "minor"))"
  }

  private static func call(
    _ counter: Counter, _ method: String, _ params: String, _ ids: inout Entropy
  ) throws -> AnyJSON {
    guard case .object(var fields) = AnyJSON.value(of: Array(params.utf8)) else {
      preconditionFailure("parameters are a JSON object: \(params)")
    }
    if method != "product.get" {
      fields["cmd"] = .string("\(ids.id(at: Timestamp(milliseconds: 1_785_000_000_000)))")
    }
    return try counter.call(method, .object(fields))
  }
}

extension AnyJSON {
  fileprivate var text: String {
    if case .string(let text) = self { text } else { "" }
  }
}
