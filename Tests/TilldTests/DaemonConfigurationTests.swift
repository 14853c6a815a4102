// The settings file: what may stand in it, and what is refused.

import Glibc
import Logging
import SystemPackage
import Testing

@testable import tilld

struct DaemonConfigurationTests {
  /// What a daemon makes of a settings file with this text.
  private func configuration(_ text: String) async throws -> DaemonConfiguration {
    let path = "/tmp/tilld-settings-\(getpid())-\(UInt64.random(in: 0 ... .max)).yaml"
    let file = try FileDescriptor.open(
      FilePath(path), .writeOnly, options: [.create, .exclusiveCreate],
      permissions: [.ownerReadWrite])
    try file.closeAfter { _ = try file.writeAll(text.utf8) }
    defer { unlink(path) }
    var arguments = try Arguments([])
    arguments.config = path
    return try await DaemonConfiguration(arguments)
  }

  @Test(arguments: ["", "\n\n", "# nothing yet\n", "  # indented\r\n\r\n"])
  func `a file that says nothing changes nothing`(text: String) async throws {
    let found = try await configuration(text)
    #expect(found.state == DaemonConfiguration.usualState)
    #expect(found.logLevel == .info)
  }

  @Test func `what a file says is taken`() async throws {
    let found = try await configuration("# a till\nstate: /srv/till\nlog:\n  level: debug\n")
    #expect(found.state == "/srv/till")
    #expect(found.logLevel == .debug)
  }

  @Test func `an unknown log level is refused by name`() async throws {
    let fault = await #expect(throws: DaemonConfiguration.Fault.self) {
      try await configuration("log:\n  level: loud\n")
    }
    #expect(fault?.message.contains("loud") == true)
  }

  @Test func `a broken file is refused`() async throws {
    await #expect(throws: DaemonConfiguration.Fault.self) { try await configuration("state: [\n") }
  }
}
