// tillweb: the till's socket for programs that speak HTTP. It holds no state of its own.
// What a browser till needs beyond requests, the stream of events and the pages, comes later.

internal import Glibc
internal import Hummingbird
internal import HummingbirdCore

@main
enum Main {
  static func main() async {
    do {
      let options = try Options(CommandLine.arguments.dropFirst())
      if options.wantsHelp {
        print(Options.help)
        return
      }
      let gateway = Gateway(socket: TillSocket(path: options.socket))
      try await Application(
        router: gateway.router(hosts: options.hosts),
        server: .http1(configuration: .init(idleTimeout: .seconds(30))),
        configuration: ApplicationConfiguration(
          address: .hostname(options.address, port: options.port), serverName: "tillweb",
          availableConnectionsDelegate: MaximumAvailableConnections(Gateway.connections))
      ).runService()
    } catch let fault as Options.Fault {
      end(fault.message, 64)
    } catch {
      end("\(error)", 70)
    }
  }

  private static func end(_ reason: String, _ code: Int32) -> Never {
    let line = Array("tillweb: \(reason)\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
    exit(code)
  }
}
