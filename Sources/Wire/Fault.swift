// What a request can fail with. One table of codes; kinds are stable strings (protocol.md, Rules).

/// The numbers of the protocol's faults, JSON-RPC's own among them.
package enum FaultCode: Int, Codable, CaseIterable, Sendable {
  case parse = -32700
  case invalidRequest = -32600
  case unknownMethod = -32601
  case invalidParams = -32602
  case invalid = 1400
  case login = 1401
  case forbidden = 1403
  case notFound = 1404
  case timeout = 1408
  case conflict = 1409
  case gone = 1410
  case rule = 1422
  case locked = 1423
  case throttled = 1429
  case device = 1503
  case storage = 1507
}

/// When the same request may be tried again.
package enum Retry: Equatable, Sendable {
  case never
  case now
  case afterApproval
  case snapshot
  case after(milliseconds: Int)
}

extension Retry: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let wait = try? container.decode(Int.self) {
      self = .after(milliseconds: wait)
      return
    }
    switch try container.decode(String.self) {
    case "now": self = .now
    case "after_approval": self = .afterApproval
    case "snapshot": self = .snapshot
    default: self = .never
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .never: try container.encode("never")
    case .now: try container.encode("now")
    case .afterApproval: try container.encode("after_approval")
    case .snapshot: try container.encode("snapshot")
    case .after(let milliseconds): try container.encode(milliseconds)
    }
  }
}

/// A named refusal of a request: what, which, why and what next.
package struct Fault: Error, Equatable, Sendable {
  package let code: FaultCode
  /// One sentence for the person in front of the screen; never holds a customer's data.
  package let message: String
  package let data: Detail

  /// What programs decide on.
  package struct Detail: Codable, Equatable, Sendable {
    /// A stable string such as `stale_revision`.
    package let kind: String
    package let retry: Retry
    /// The key of the message in the string tables, for translation.
    package let text_key: String
    /// The field that is at fault, as a path, where there is one.
    package let field: String?
  }

  package init(
    _ code: FaultCode, kind: String, _ message: String, retry: Retry = .never, field: String? = nil
  ) {
    self.code = code
    self.message = message
    data = Detail(kind: kind, retry: retry, text_key: "fault.\(kind)", field: field)
  }
}

extension Fault: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    code = try container.decode(FaultCode.self, forKey: .code)
    message = try container.decode(String.self, forKey: .message)
    data = try container.decode(Detail.self, forKey: .data)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(code, forKey: .code)
    try container.encode(message, forKey: .message)
    try container.encode(data, forKey: .data)
  }

  private enum Keys: String, CodingKey { case code, message, data }
}

/// A refusal of a domain, which knows its own place among the faults.
package protocol Refusal: Error, Sendable {
  var fault: Fault { get }
}
