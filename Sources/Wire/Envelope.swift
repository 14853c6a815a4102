// JSON-RPC 2.0 around every request and answer: one object a line (protocol.md).

/// The id of a request: text or a whole number, given back as it came.
package enum RequestID: Hashable, Sendable {
  case number(Int64)
  case text(String)
}

extension RequestID: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Int64.self) {
      self = .number(number)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let number): try container.encode(number)
    case .text(let text): try container.encode(text)
    }
  }
}

/// A request as far as it can be read without knowing its method.
package struct Request: Sendable {
  /// Nil on a notification, which is carried out and never answered.
  package let id: RequestID?
  package let method: String
  private let line: [UInt8]

  private struct Head: Decodable {
    let jsonrpc: String?
    let id: RequestID?
    let method: String
  }

  private struct Body<Params: Decodable>: Decodable {
    let params: Params?
  }

  private struct Nothing: Decodable {}

  /// The request that a line holds.
  ///
  /// - Throws: -32700 for text that is no JSON, -32600 for JSON that is no request.
  package init(line: [UInt8]) throws(Fault) {
    let first = line.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }
    do {
      if first == UInt8(ascii: "[") {
        _ = try JSON.decode([Nothing].self, from: line)
        throw Fault(
          .invalidRequest, kind: "batch", "Send one request a line; there are no batches.")
      }
      let head = try JSON.decode(Head.self, from: line)
      guard head.jsonrpc == "2.0" else {
        throw Fault(
          .invalidRequest, kind: "invalid_request",
          #"A request says "jsonrpc":"2.0"; this one does not."#, field: "jsonrpc")
      }
      id = head.id
      method = head.method
      self.line = line
    } catch let fault as Fault {
      throw fault
    } catch let fault as JSONFault {
      if case .syntax(let reason) = fault {
        throw Fault(.parse, kind: "parse", "The line is no JSON object: \(reason.prefix(200))")
      }
      throw Fault(.invalidRequest, kind: "invalid_request", "The line is no request: \(fault).")
    } catch {
      throw Fault(.parse, kind: "parse", "The line is no JSON object.")
    }
  }

  /// The parameters as the method declares them.
  ///
  /// - Throws: -32602 that names the field which is missing or of another kind.
  package func params<P: Decodable>(_ type: P.Type) throws(Fault) -> P {
    do {
      if let params = try JSON.decode(Body<P>.self, from: line).params { return params }
      return try JSON.decode(P.self, from: Array("{}".utf8))
    } catch {
      var fault = error
      if case .syntax = error { fault = misfit() ?? error }
      let (field, why) = Self.explain(fault)
      throw Fault(
        .invalidParams, kind: "invalid_params", "\(method) was not understood: \(why).",
        field: field)
    }
  }

  /// The first number of the parameters that is no whole number of 64 bits.
  ///
  /// The decoder reports such a number without its path; reading any JSON of the protocol finds it.
  private func misfit() -> JSONFault? {
    do {
      _ = try JSON.decode(Body<AnyJSON>.self, from: line)
      return nil
    } catch .mismatch(let path, _) {
      return .mismatch(path: path, reason: "it is no whole number of 64 bits")
    } catch {
      return nil
    }
  }

  private static func explain(_ fault: JSONFault) -> (field: String?, why: String) {
    func name(_ path: String) -> String {
      path.hasPrefix("params.") ? String(path.dropFirst("params.".count)) : path
    }
    switch fault {
    case .syntax(let reason): return (nil, reason)
    case .missing(let path): return (name(path), "\(name(path)) is missing")
    case .mismatch(let path, let reason): return (name(path), "\(name(path)): \(reason)")
    }
  }
}

/// The lines that go back to a client.
package enum Answer {
  private struct Result<R: Encodable>: Encodable {
    let jsonrpc = "2.0"
    let id: RequestID
    let result: R
  }

  private struct Failure: Encodable {
    let id: RequestID?
    let error: Fault

    private enum Keys: String, CodingKey { case jsonrpc, id, error }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Keys.self)
      try container.encode("2.0", forKey: .jsonrpc)
      // An unreadable request is answered with "id":null (JSON-RPC 2.0 section 5).
      try container.encode(id, forKey: .id)
      try container.encode(error, forKey: .error)
    }
  }

  private struct Replayed<R: Encodable>: Encodable {
    let result: R

    private enum Keys: String, CodingKey { case replayed }

    func encode(to encoder: any Encoder) throws {
      try result.encode(to: encoder)
      var container = encoder.container(keyedBy: Keys.self)
      try container.encode(true, forKey: .replayed)
    }
  }

  /// A result as one line, its LF included.
  ///
  /// - Parameter replayed: the answer was given before; the result gets `"replayed":true`.
  package static func result(
    _ id: RequestID, _ result: some Encodable, replayed: Bool = false
  ) -> [UInt8] {
    if replayed { return JSON.bytes(Result(id: id, result: Replayed(result: result))) + [0x0A] }
    return JSON.bytes(Result(id: id, result: result)) + [0x0A]
  }

  /// A fault as one line, its LF included.
  package static func fault(_ id: RequestID?, _ fault: Fault) -> [UInt8] {
    JSON.bytes(Failure(id: id, error: fault)) + [0x0A]
  }
}
