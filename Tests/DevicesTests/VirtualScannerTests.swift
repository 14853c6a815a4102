// The scanner that is a named pipe: one line, one scan, whatever writers do.

import Foundation
import Testing

@testable import Devices

struct VirtualScannerTests {
  private func write(_ text: String, to path: String) throws {
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.write(contentsOf: Data(text.utf8))
    try handle.close()
  }

  @Test func `a line is a scan and writers may come and go`() throws {
    let folder = try TemporaryFolder()
    let log = ReportLog()
    let pipe = folder.file("virtual-scanner")
    let scanner = VirtualScanner(pipe: pipe, report: log.sink)
    scanner.start()
    defer { scanner.stop() }
    #expect(log.wait { _ in log.conditions == [.ready] })
    try write("4006381333931\n", to: pipe)
    try write("]E0042100005264\r\n\r\n\n", to: pipe)
    try write("one\ntw", to: pipe)
    try write("o\n", to: pipe)
    #expect(log.wait { _ in log.scans.count == 4 })
    #expect(log.scans == ["4006381333931", "]E0042100005264", "one", "two"])
    #expect(log.conditions == [.ready])
    var status = stat()
    #expect(stat(pipe, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
  }

  @Test func `a line that is too long is dropped, told, and forgotten by the next scan`() throws {
    let folder = try TemporaryFolder()
    let log = ReportLog()
    let pipe = folder.file("virtual-scanner")
    let scanner = VirtualScanner(pipe: pipe, report: log.sink)
    scanner.start()
    defer { scanner.stop() }
    #expect(log.wait { _ in log.conditions == [.ready] })
    try write(String(repeating: "1", count: 10_000) + "\n", to: pipe)
    #expect(log.wait { _ in log.conditions == [.ready, .degraded] })
    #expect(log.scans.isEmpty)
    try write("22\n", to: pipe)
    #expect(log.wait { _ in log.scans == ["22"] })
    #expect(log.conditions == [.ready, .degraded, .ready])
  }

  @Test func `a line without an end is dropped and never glued to the next`() throws {
    let folder = try TemporaryFolder()
    let log = ReportLog()
    let pipe = folder.file("virtual-scanner")
    let scanner = VirtualScanner(pipe: pipe, report: log.sink)
    scanner.start()
    defer { scanner.stop() }
    #expect(log.wait { _ in log.conditions == [.ready] })
    try write("123", to: pipe)
    #expect(log.wait { _ in log.conditions == [.ready, .degraded] })
    try write("456\n", to: pipe)
    #expect(log.wait { _ in !log.scans.isEmpty })
    #expect(log.scans == ["456"])
  }

  @Test func `a stale pipe is replaced and a plain file is refused`() throws {
    let folder = try TemporaryFolder()
    let log = ReportLog()
    let stale = folder.file("stale")
    #expect(mkfifo(stale, 0o644) == 0)
    let scanner = VirtualScanner(pipe: stale, report: log.sink)
    scanner.start()
    #expect(log.wait { _ in log.conditions == [.ready] })
    scanner.stop()
    #expect(folder.exists("stale"))

    let plain = folder.file("plain")
    try Data("keep me".utf8).write(to: URL(filePath: plain))
    let other = ReportLog()
    let refused = VirtualScanner(pipe: plain, report: other.sink)
    refused.start()
    #expect(
      other.wait(
        for: .state(
          DeviceState(
            id: "virtual-scanner", kind: .scanner, condition: .failed,
            why: "\(plain): mkfifo: File exists"))))
    refused.stop()
    #expect(folder.text("plain") == "keep me")
  }

  @Test func `an idle scanner costs no processor time`() throws {
    let folder = try TemporaryFolder()
    let log = ReportLog()
    let pipe = folder.file("virtual-scanner")
    let scanner = VirtualScanner(pipe: pipe, report: log.sink)
    scanner.start()
    defer { scanner.stop() }
    #expect(log.wait { _ in log.conditions == [.ready] })
    // A writer that came and went is what makes careless readers spin.
    try write("1\n", to: pipe)
    #expect(log.wait { _ in log.scans == ["1"] })
    let before = try processorTicks(ofThread: "scanner")
    usleep(300_000)
    let after = try processorTicks(ofThread: "scanner")
    // Other tests have scanner threads too; a spinning one alone would burn 30 ticks of 10 ms.
    #expect(after - before < 15)
  }

  /// User and system time of all threads of that name (proc(5), stat fields 14 and 15).
  private func processorTicks(ofThread name: String) throws -> Int {
    let tasks = "/proc/self/task"
    return try FileManager.default.contentsOfDirectory(atPath: tasks).reduce(0) { sum, task in
      guard let data = FileManager.default.contents(atPath: "\(tasks)/\(task)/stat") else {
        return sum
      }
      let line = String(decoding: data, as: UTF8.self)
      guard line.contains("(\(name))"), let end = line.lastIndex(of: ")") else { return sum }
      let fields = line[end...].split(separator: " ")
      return sum + (Int(fields[12]) ?? 0) + (Int(fields[13]) ?? 0)
    }
  }
}

struct ScanLinesTests {
  private func lines(_ text: String) -> [ScanLines.Line] {
    var lines = ScanLines()
    return lines.receive(Array(text.utf8))
  }

  @Test func `4096 bytes are a line and 4097 are not, with LF and with CRLF`() {
    let longest = String(repeating: "x", count: 4096)
    #expect(lines(longest + "\n") == [.text(longest)])
    #expect(lines(longest + "\r\n") == [.text(longest)])
    #expect(lines(longest + "x\n") == [.tooLong])
    #expect(lines(longest + "xx\r\n1\n") == [.tooLong, .text("1")])
  }

  @Test func `bytes that are not UTF-8 are no scan`() {
    var lines = ScanLines()
    #expect(lines.receive([0xFF, 0x31, 0x0A]) == [.notUTF8])
    #expect(!lines.isUnfinished)
  }

  @Test func `a line cut anywhere by the transport is still one line`() {
    let bytes = Array("4006381333931\r\n".utf8)
    for cut in 0...bytes.count {
      var lines = ScanLines()
      let found = lines.receive(bytes[..<cut]) + lines.receive(bytes[cut...])
      #expect(found == [.text("4006381333931")])
    }
  }
}
