// tilld: reads its flags and lives.

internal import Domains
internal import Glibc
internal import Logging
internal import ServiceLifecycle
internal import Store
internal import UnixSignals
internal import Wire

@main
enum Main {
  static func main() async {
    _ = signal(SIGPIPE, SIG_IGN)
    do {
      try await run(try Arguments(CommandLine.arguments.dropFirst()))
      exit(0)
    } catch let fault as Arguments.Fault {
      Daemon.end(fault.message, 64)
    } catch let fault as DaemonConfiguration.Fault {
      Daemon.end(fault.message, 78)
    } catch let fault as StoreFault {
      Daemon.end(fault.description, fault.exitCode)
    } catch let fault as SocketServer.Fault {
      Daemon.end(fault.message, fault.exitCode)
    } catch {
      Daemon.end("\(error)", 70)
    }
  }

  private static func run(_ arguments: Arguments) async throws {
    if arguments.wantsHelp {
      Console.print(Arguments.help)
      return
    }
    if arguments.wantsVersion {
      Console.print("tilld \(Release.version)")
      return
    }
    let configuration = try await DaemonConfiguration(arguments)
    if let file = arguments.restore {
      let report = try Store.restore(from: file, to: configuration.state)
      Console.print(
        "restored \(file) to \(configuration.state): \(report.sales) sales, head \(report.head), "
          + "hash \(report.hash)")
      return
    }
    let level = configuration.logLevel
    let log = Logger(label: "tilld") { _ in JournaldLogHandler(level: level) }
    var quiet = log
    quiet.logLevel = max(level, .warning)
    let daemon = Daemon(configuration: configuration, rebuild: arguments.rebuild, log: log)
    try await ServiceGroup(
      configuration: .init(
        services: [.init(service: daemon, successTerminationBehavior: .gracefullyShutdownGroup)],
        gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
    ).run()
  }
}
