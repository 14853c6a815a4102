// The gateway's two routes: a request to the till and its answer, and whether the till is there.

internal import Domains
internal import Hummingbird
internal import NIOCore
internal import Values
internal import Wire

/// Passes requests on to the till's socket, each over a connection of its own.
struct Gateway: Sendable {
  /// Clients at one time.
  static let connections = 256

  let socket: TillSocket

  func router(hosts: Set<String>) -> Router<BasicRequestContext> {
    let router = Router(context: BasicRequestContext.self)
    router.add(middleware: Doorkeeper(hosts: hosts))
    router.post("/rpc") { request, _ in try await answer(request) }
    router.get("/rpc") { _, _ -> Response in
      throw HTTPError(.methodNotAllowed, headers: [.allow: "POST"])
    }
    router.get("/healthz") { _, _ in await health() }
    return router
  }

  /// The till's answer to the request in a body of at most `Limits.lineBytes`.
  private func answer(_ request: Request) async throws -> Response {
    let body: ByteBuffer
    do {
      body = try await request.body.collect(upTo: Limits.lineBytes)
    } catch is NIOTooManyBytesError {
      throw HTTPError(
        .contentTooLarge, message: "A request has at most \(Limits.lineBytes) bytes.")
    }
    // Line ends are white space in JSON and the end of a request on the socket: with spaces
    // instead, a body is one line, and two requests in a body are no JSON.
    let line = body.readableBytesView.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }
    var id: Wire.RequestID?
    do {
      let head = try Request.Head(line: line)
      id = head.id
      try Self.check(head)
      return Self.json(.ok, try await socket.ask(line))
    } catch let fault as Fault {
      return Self.json(.ok, Answer.fault(id, fault))
    } catch let fault as TillSocketFault {
      return Self.json(.serviceUnavailable, Answer.fault(id, fault.fault))
    }
  }

  /// Whether one answer is all that the request wants.
  private static func check(_ request: Request.Head) throws(Fault) {
    guard request.id != nil else {
      throw Fault(
        .invalidRequest, kind: "notification", "Over HTTP every request has an id and an answer.",
        field: "id")
    }
    guard !request.method.hasPrefix("events.") else {
      throw Fault(
        .unknownMethod, kind: "not_over_http",
        "Events need the socket: \(request.method) has no use over HTTP.")
    }
  }

  private struct Health: Encodable {
    let ok: Bool
    let till: String?
    let state: String?
    let head: Int64?
    let version: String?
  }

  private struct Reply: Decodable {
    let result: TillStatus.Result
  }

  private func health() async -> Response {
    let line = Array(#"{"jsonrpc":"2.0","id":1,"method":"till.status"}"#.utf8)
    do {
      let status = try JSON.decode(Reply.self, from: try await socket.ask(line)).result
      let health = Health(
        ok: true, till: status.till, state: status.state, head: status.head,
        version: status.version)
      return Self.json(.ok, JSON.bytes(health) + [0x0A])
    } catch {
      let health = Health(ok: false, till: nil, state: nil, head: nil, version: nil)
      return Self.json(.serviceUnavailable, JSON.bytes(health) + [0x0A])
    }
  }

  private static func json(_ status: HTTPResponse.Status, _ bytes: [UInt8]) -> Response {
    Response(
      status: status, headers: [.contentType: "application/json"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}

extension Request {
  /// A request of the till's protocol, as far as it can be read without knowing its method.
  typealias Head = Wire.Request
}
