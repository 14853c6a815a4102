// The daemon's flags.

import Testing

@testable import tilld

@Suite struct ArgumentsTests {
  @Test func `a whole till in a folder is three flags`() throws {
    let arguments = try Arguments(["--state", "/srv/till", "--socket=/srv/till/s", "--virtual"])
    #expect(arguments.state == "/srv/till")
    #expect(arguments.socket == "/srv/till/s")
    #expect(arguments.virtual == true)
    #expect(arguments.config == nil)
  }

  @Test func `an unknown flag is named`() {
    #expect { try Arguments(["--sate", "x"]) } throws: { error in
      (error as? Arguments.Fault)?.message.contains("--sate") == true
    }
  }

  @Test func `a flag without its value is named`() {
    #expect { try Arguments(["--virtual", "--state"]) } throws: { error in
      (error as? Arguments.Fault)?.message.contains("--state needs a value") == true
    }
  }

  @Test func `flags win over the defaults, which are the service's`() async throws {
    let usual = try await DaemonConfiguration(Arguments([]))
    #expect(usual.state == "/var/lib/tilld")
    #expect(usual.socket == "/run/tilld/tilld.sock")
    let told = try await DaemonConfiguration(Arguments(["--socket", "/tmp/s", "--virtual"]))
    #expect(told.socket == "/tmp/s")
    #expect(told.hasVirtualDevices)
    #expect(!usual.hasVirtualDevices)
  }

  @Test func `a socket's path beyond unix(7) is refused`() async throws {
    let long = "/" + String(repeating: "a", count: 107)
    await #expect(throws: DaemonConfiguration.Fault.self) {
      try await DaemonConfiguration(Arguments(["--socket", long]))
    }
  }

  @Test func `a settings file that is not there is an error that names it`() async throws {
    await #expect {
      try await DaemonConfiguration(Arguments(["--config", "/no/such.yaml"]))
    } throws: {
      ($0 as? DaemonConfiguration.Fault)?.message.contains("/no/such.yaml") == true
    }
  }
}
