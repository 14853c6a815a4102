// The real `till`, run as people run it: arguments, a pipe for stdin, both outputs, the exit code.

import Foundation
import Testing

/// One run of the command, to its end.
struct TillProcess {
  let out: String
  let err: String
  let code: Int32

  /// The program beside the tests.
  private static let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appending(path: "till")

  /// - Parameters:
  ///   - input: what is typed, before stdin ends.
  ///   - interruptAt: a text of stderr after which Ctrl-C is pressed; stdin stays open.
  @discardableResult
  init(
    _ arguments: [String], socket: String, input: String = "", interruptAt: String? = nil
  ) throws {
    let process = Process()
    process.executableURL = Self.program
    process.arguments = arguments + ["--socket", socket]
    process.environment = ["TERM": "dumb", "COLUMNS": "100", "PATH": "/usr/bin:/bin"]
    let (typed, written, said) = (Pipe(), Pipe(), Pipe())
    process.standardInput = typed
    process.standardOutput = written
    process.standardError = said
    try process.run()
    try typed.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    var talk = Data()
    if let interruptAt {
      while !String(decoding: talk, as: UTF8.self).contains(interruptAt) {
        let more = said.fileHandleForReading.availableData
        if more.isEmpty { break }
        talk += more
      }
      process.interrupt()
    } else {
      try typed.fileHandleForWriting.close()
    }
    out = String(decoding: written.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    talk += said.fileHandleForReading.readDataToEndOfFile()
    err = String(decoding: talk, as: UTF8.self)
    process.waitUntilExit()
    code = process.terminationReason == .exit ? process.terminationStatus : -1
  }
}

/// Devices that tests plug in and pair.
enum Sample {
  static let epson = "usb:04b8:0e28:A1:1-2"
  static let honeywell = "usb:0c2e:0901::1-3"
}
