// A till on the bench: the real loop over a store in memory, a clock that stands still until it
// is moved, devices that do what the test says.

package import Domains
package import TillLoop
package import Values
package import Wire

private struct Request<Params: Encodable>: Encodable {
  let jsonrpc = "2.0"
  let id: Int64
  let method: String
  let params: Params
}

/// Drives `Till.step` and keeps what it wanted done.
package final class Bench {
  package private(set) var till: Till
  package let store: MemoryStore
  package var now: Now
  /// Batches that were appended and are not durable yet.
  package private(set) var waiting: [Batch] = []
  /// Lines that were sent, by connection, in order.
  package private(set) var sent: [Connection: [AnyJSON]] = [:]
  /// Who was sent a line, in order.
  package var receivers: [Connection] = []
  /// Everything else that was wanted, in order.
  package private(set) var effects: [Effect] = []
  /// Whether batches become durable at once.
  package var commitsAtOnce = true
  private let witness: ((Batch) -> Void)?
  private var entropy: Entropy
  private var lastRequest: Int64 = 0

  package static let cashier = Connection(1)

  /// - Parameters:
  ///   - store: continue with what this one holds, as after a crash.
  ///   - sabotage: promises to break.
  ///   - witness: told of each batch once it is durable, before the loop is.
  package init(
    seed: UInt64 = 1, store: MemoryStore = MemoryStore(), sabotage: Set<Sabotage> = [],
    wall: Int64 = 1_790_000_000_000, witness: ((Batch) -> Void)? = nil
  ) throws {
    self.store = store
    self.witness = witness
    now = Now(wall: wall, boot: 1_000_000, zone: 0)
    entropy = Entropy(seed: seed ^ 0x5EED)
    till = try Till(store.recovery, now: now, seed: seed, version: "test", sabotage: sabotage)
    take(till.start(now: now, facts: store))
    connect(Self.cashier)
  }

  package func connect(_ connection: Connection, role: Role = .admin) {
    step(.connected(connection, Peer(uid: 1000, role: role)))
  }

  /// A new id for a command.
  package func id() -> ID { entropy.id(at: Timestamp(milliseconds: now.wall)) }

  package func step(_ input: Input) {
    take(till.step(input, now: now, facts: store))
  }

  /// Moves every clock on.
  package func pass(milliseconds: Int64) {
    now = Now(wall: now.wall + milliseconds, boot: now.boot + milliseconds, zone: now.zone)
    step(.tick)
  }

  /// Sends a request and gives the line that answered it, if one did.
  @discardableResult
  package func call<M: Method>(
    _ method: M.Type, _ params: M.Params, from connection: Connection = Bench.cashier
  ) -> AnyJSON? {
    lastRequest += 1
    let count = sent[connection]?.count ?? 0
    step(
      .line(
        connection, JSON.bytes(Request(id: lastRequest, method: M.name, params: params))))
    return answer(to: lastRequest, on: connection, after: count)
  }

  /// The answer to a request that was sent, if it came.
  package func answer(
    to request: Int64, on connection: Connection = Bench.cashier, after: Int = 0
  ) -> AnyJSON? {
    sent[connection]?.dropFirst(after).first { $0["id"] == .integer(request) }
  }

  /// The number of the last request.
  package var last: Int64 { lastRequest }

  /// Makes everything that was appended durable.
  package func commit() {
    while !waiting.isEmpty {
      let batch = waiting.removeFirst()
      store.commit(batch)
      witness?(batch)
      step(.committed(upTo: batch.number))
    }
  }

  /// The process ends here: what is not durable is gone, and a new one starts from the store.
  package func crashed(seed: UInt64 = 2) throws -> Bench { try Bench(seed: seed, store: store) }

  private func take(_ more: [Effect]) {
    for effect in more {
      switch effect {
      case .append(let batch): waiting.append(batch)
      case .send(let connection, let bytes, _):
        sent[connection, default: []].append(AnyJSON.value(of: bytes))
        receivers.append(connection)
      default: effects.append(effect)
      }
    }
    if commitsAtOnce { commit() }
  }
}

extension AnyJSON {
  /// A field of an object; null where there is none.
  package subscript(_ name: String) -> AnyJSON {
    if case .object(let fields) = self { fields[name] ?? .null } else { .null }
  }

  package subscript(_ index: Int) -> AnyJSON {
    if case .array(let items) = self, items.indices.contains(index) { items[index] } else { .null }
  }

  package var integer: Int64? {
    if case .integer(let value) = self { value } else { nil }
  }

  package var string: String? {
    if case .string(let value) = self { value } else { nil }
  }

  package var count: Int {
    if case .array(let items) = self { items.count } else { 0 }
  }
}
