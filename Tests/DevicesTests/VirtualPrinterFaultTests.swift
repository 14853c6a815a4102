// The printer that prints into a folder, when things go wrong as a script says.

import ESCPOS
import Foundation
import Testing

@testable import Devices

struct VirtualPrinterFaultTests {
  private let job: [UInt8] = [0x1B, 0x40] + Array("first line\nsecond line\nthird line\n".utf8)

  private func printer(
    in folder: TemporaryFolder, faults: String, _ log: ReportLog
  ) throws -> VirtualPrinter {
    try Data(faults.utf8).write(to: URL(filePath: folder.file("faults")))
    let printer = VirtualPrinter(directory: folder.path, report: log.sink)
    printer.start()
    return printer
  }

  @Test func `what is on paper of a job that broke off is kept, and no more`() throws {
    let folder = try TemporaryFolder()
    let log = ReportLog()
    let printer = try printer(
      in: folder, faults: "at dot 45 paper-end\nat 2000ms paper-loaded\n", log)
    defer { printer.stop() }
    #expect(printer.submit(PrintOrder(job: "p1", bytes: job)))
    #expect(log.wait(for: .printed(job: "p1", .unknown("paper out"))))
    #expect(folder.bytes("p1.half") == Array(job.prefix(25)))
    #expect(folder.text("p1.half.txt")?.contains("second line") == true)
    #expect(folder.text("p1.half.txt")?.contains("third") == false)
    #expect(folder.text("p1.half.svg")?.contains("<svg") == true)
    #expect(!folder.exists("p1.escpos"))
    #expect(printer.knows(job: "p1") == false)
    // The new roll comes by the clock; the next job holds nothing of the first one.
    #expect(log.wait { _ in log.conditions.last == .ready })
    #expect(printer.submit(PrintOrder(job: "p2", bytes: job)))
    #expect(log.wait(for: .printed(job: "p2", .printed(.fence))))
    #expect(folder.bytes("p2.escpos") == job)
    #expect(log.conditions == [.ready, .degraded, .ready])
  }

  @Test func `a power cut within a job leaves its outcome open`() throws {
    let folder = try TemporaryFolder()
    let log = ReportLog()
    let printer = try printer(in: folder, faults: "at byte 20 power-cut 100\n", log)
    defer { printer.stop() }
    #expect(printer.submit(PrintOrder(job: "p1", bytes: job)))
    #expect(log.wait(for: .printed(job: "p1", .unknown("not connected"))))
    #expect(!folder.exists("p1.half"))
    #expect(log.wait { _ in log.conditions == [.ready, .degraded, .ready] })
  }

  @Test func `a job that a printer refuses from the first byte has failed`() throws {
    let folder = try TemporaryFolder()
    let log = ReportLog()
    let printer = try printer(in: folder, faults: "at 0ms cover-opened\n", log)
    defer { printer.stop() }
    #expect(printer.submit(PrintOrder(job: "p1", bytes: job)))
    #expect(log.wait(for: .printed(job: "p1", .failed("cover open"))))
    #expect(log.conditions == [.degraded])
  }

  @Test func `a wrong script is told and changes nothing`() throws {
    let folder = try TemporaryFolder()
    let log = ReportLog()
    let printer = try printer(in: folder, faults: "at 0ms broken\nat noon lunch\n", log)
    defer { printer.stop() }
    #expect(printer.submit(PrintOrder(job: "p1", bytes: job)))
    #expect(log.wait(for: .printed(job: "p1", .printed(.fence))))
    let why = log.all.compactMap { if case .state(let state) = $0 { state.why } else { nil } }
    #expect(why.first?.hasPrefix("faults, line 2: ") == true)
    // Mended while the printer runs, it is obeyed.
    try Data("at 0ms paper-end\n".utf8).write(to: URL(filePath: folder.file("faults")))
    #expect(log.wait { _ in log.all.contains { "\($0)".contains("paper out") } })
  }
}
