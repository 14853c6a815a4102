// Fairness of the lobby: a flood of one client costs another one turn, not the whole flood.

import Testing
import TillLoop
import Wire

@testable import tilld

@Suite struct LobbyTests {
  private let flooder = Connection(1)
  private let cashier = Connection(2)

  @Test func `a client's lines keep their order`() {
    var lobby = Lobby()
    for byte in 0..<5 as Range<UInt8> { lobby.add([byte], of: cashier) }
    var seen: [UInt8] = []
    while let (_, line) = lobby.next() { seen += line }
    #expect(seen == [0, 1, 2, 3, 4])
  }

  @Test func `a cashier waits for one line of a flooding client`() {
    var lobby = Lobby()
    for _ in 0..<60 { lobby.add([1], of: flooder) }
    lobby.add([2], of: cashier)
    _ = lobby.next()
    #expect(lobby.next()?.0 == cashier)
  }

  @Test func `turns go round among many clients`() {
    var lobby = Lobby()
    for client in 1...50 as ClosedRange<Int64> {
      for _ in 0..<10 { lobby.add([0], of: Connection(client)) }
    }
    var first: Set<Connection> = []
    for _ in 0..<50 {
      if let (connection, _) = lobby.next() { first.insert(connection) }
    }
    #expect(first.count == 50)
  }

  @Test func `full is by number and by bytes, and a taken line makes room`() {
    var lobby = Lobby()
    for _ in 0..<Limits.requestsPerConnection { lobby.add([0], of: cashier) }
    #expect(lobby.isFull(cashier))
    _ = lobby.next()
    #expect(!lobby.isFull(cashier))
    lobby.add(Array(repeating: 0, count: Limits.lineBytes), of: flooder)
    lobby.add([0], of: flooder)
    #expect(lobby.isFull(flooder))
  }

  @Test func `a client that left is forgotten`() {
    var lobby = Lobby()
    lobby.add([0], of: flooder)
    lobby.add([0], of: cashier)
    lobby.forget(flooder)
    #expect(lobby.next()?.0 == cashier)
    #expect(lobby.isEmpty)
  }
}
