// A method of the socket, declared once: dispatch, OpenRPC, the command line and the tests all
// read this declaration.

package import Values

/// One method of the socket: its name, parameters, result and an example of both.
package protocol Method: Sendable {
  associatedtype Params: Codable & Sendable
  associatedtype Result: Codable & Sendable

  /// `domain.verb`, for ever (protocol.md, Methods).
  static var name: String { get }
  /// One sentence for people.
  static var summary: String { get }
  /// What a caller must be allowed to do.
  static var right: Right { get }
  static var example: (params: Params, result: Result) { get }
}

/// The parameters of a write: they carry the id that the client made for this command.
package protocol CommandParams: Codable, Sendable {
  /// A UUIDv7 made and kept by the client: the same id asks for the same answer again.
  var cmd: ID { get }
}

/// What a caller must be allowed to do; who may is decided in one place of the daemon.
package enum Right: String, Codable, CaseIterable, Sendable {
  /// Say hello, ask for the state, discover, subscribe.
  case look
  /// Everything a cashier does.
  case sell
  /// The catalogue and the settings.
  case manage
  /// The journal, backups, and methods that name a path of the daemon's disk.
  case administer
}

/// A method with its types hidden, for lists of methods.
package struct MethodCard: Sendable {
  package let name: String
  package let summary: String
  package let right: Right
  package let isWrite: Bool
  package let params: Schema
  package let result: Schema
  package let exampleParams: [UInt8]
  package let exampleResult: [UInt8]

  package init<M: Method>(_ method: M.Type) {
    name = M.name
    summary = M.summary
    right = M.right
    isWrite = M.Params.self is any CommandParams.Type
    params = Schema.of(M.Params.self)
    result = Schema.of(M.Result.self)
    exampleParams = JSON.bytes(M.example.params)
    exampleResult = JSON.bytes(M.example.result)
  }
}

/// A method without parameters takes this.
package struct NoParams: Codable, Sendable, Equatable {
  package init() {}
}
