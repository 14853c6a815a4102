// Lines of clients waiting for the loop: one line a client in turn, so that no client's flood
// makes another wait for more than one line of each.

internal import DequeModule
internal import TillLoop
internal import Wire

/// A fair queue of request lines.
///
/// Bounded for each client, by number and by bytes.
struct Lobby {
  private var waiting: [Connection: Deque<[UInt8]>] = [:]
  private var bytes: [Connection: Int] = [:]
  /// Clients with a line, in the order of their turns.
  private var turns = Deque<Connection>()

  var isEmpty: Bool { turns.isEmpty }

  /// Whether this client has as much waiting as it may and should not be read further.
  func isFull(_ connection: Connection) -> Bool {
    (waiting[connection]?.count ?? 0) >= Limits.requestsPerConnection
      || (bytes[connection] ?? 0) > Limits.lineBytes
  }

  mutating func add(_ line: [UInt8], of connection: Connection) {
    if waiting[connection, default: []].isEmpty { turns.append(connection) }
    waiting[connection, default: []].append(line)
    bytes[connection, default: 0] += line.count
  }

  /// The next line of the client whose turn it is; it goes to the end of the turns.
  mutating func next() -> (Connection, [UInt8])? {
    guard let connection = turns.popFirst(), let line = waiting[connection]?.popFirst() else {
      return nil
    }
    bytes[connection, default: 0] -= line.count
    if waiting[connection]?.isEmpty == false {
      turns.append(connection)
    } else {
      waiting[connection] = nil
      bytes[connection] = nil
    }
    return (connection, line)
  }

  mutating func forget(_ connection: Connection) {
    waiting[connection] = nil
    bytes[connection] = nil
    turns.removeAll { $0 == connection }
  }
}
