// Who may come in: requests of this machine's own programs and pages, and nobody else's.

internal import Hummingbird

/// Turns away requests that were made for another host or by another site's page.
///
/// There are no CORS fields in any answer, so a page of another site can read none; here it is
/// kept from writing as well.
struct Doorkeeper: RouterMiddleware {
  typealias Context = BasicRequestContext

  /// What the Host field may say, with the port, in lower case.
  let hosts: Set<String>

  func handle(
    _ request: Request, context: Context,
    next: @concurrent (Request, Context) async throws -> Response
  ) async throws -> Response {
    guard let host = request.head.authority?.lowercased(), hosts.contains(host) else {
      throw HTTPError(.misdirectedRequest, message: "This is not the host that you asked for.")
    }
    if let origin = request.headers[.origin], origin.lowercased() != "http://\(host)" {
      throw HTTPError(.forbidden, message: "A page of another site may not use this till.")
    }
    guard request.method == .get || request.method == .post else {
      throw HTTPError(.methodNotAllowed, headers: [.allow: "GET, POST"])
    }
    var response = try await next(request, context)
    response.headers[.cacheControl] = "no-store"
    response.headers[.xContentTypeOptions] = "nosniff"
    return response
  }
}
