// The printer that prints into a folder: whole files, named outcomes, bounded waiting.

import ESCPOS
import Foundation
import Testing

@testable import Devices

struct VirtualPrinterTests {
  private let hello: [UInt8] = [0x1B, 0x40] + Array("Hello\n".utf8)

  @Test func `a job becomes its bytes, a picture and a text`() throws {
    let folder = try TemporaryFolder()
    let log = ReportLog()
    let printer = VirtualPrinter(directory: folder.file("printer"), report: log.sink)
    printer.start()
    defer { printer.stop() }
    #expect(printer.submit(PrintOrder(job: "p1", bytes: hello)))
    #expect(log.wait(for: .printed(job: "p1", .printed(.fence))))
    #expect(folder.bytes("printer/p1.escpos") == hello)
    #expect(folder.text("printer/p1.txt")?.contains("Hello") == true)
    #expect(folder.text("printer/p1.svg")?.contains("<svg") == true)
    #expect(!folder.exists("printer/p1.escpos.tmp"))
    #expect(log.conditions == [.ready])
  }

  @Test func `jobs come out in order and each is reported once`() throws {
    let folder = try TemporaryFolder()
    let log = ReportLog()
    let printer = VirtualPrinter(directory: folder.path, report: log.sink)
    printer.start()
    defer { printer.stop() }
    let jobs = (1...20).map { "p\($0)" }
    for job in jobs { #expect(printer.submit(PrintOrder(job: job, bytes: hello))) }
    #expect(log.wait(for: .printed(job: "p20", .printed(.fence))))
    let printed = log.all.compactMap { if case .printed(let job, _) = $0 { job } else { nil } }
    #expect(printed == jobs)
  }

  @Test func `without paper jobs fail until there is paper again`() throws {
    let folder = try TemporaryFolder()
    try Data().write(to: URL(filePath: folder.file("offline")))
    let log = ReportLog()
    let printer = VirtualPrinter(directory: folder.path, report: log.sink)
    printer.start()
    defer { printer.stop() }
    #expect(printer.submit(PrintOrder(job: "p1", bytes: hello)))
    #expect(log.wait(for: .printed(job: "p1", .failed("paper out"))))
    #expect(!folder.exists("p1.escpos"))
    #expect(printer.knows(job: "p1") == false)
    #expect(log.conditions == [.degraded])

    // Noticed without a job, so that waiting jobs can be sent again.
    try FileManager.default.removeItem(atPath: folder.file("offline"))
    #expect(log.wait { _ in log.conditions == [.degraded, .ready] })
    #expect(printer.submit(PrintOrder(job: "p1", bytes: hello)))
    #expect(log.wait(for: .printed(job: "p1", .printed(.fence))))
    #expect(printer.knows(job: "p1") == true)
  }

  @Test func `a job of an earlier life is known by its finished file alone`() throws {
    let folder = try TemporaryFolder()
    try Data([1]).write(to: URL(filePath: folder.file("old.escpos")))
    try Data([1]).write(to: URL(filePath: folder.file("cut.escpos.tmp")))
    let printer = VirtualPrinter(directory: folder.path, report: { _ in })
    #expect(printer.knows(job: "old") == true)
    #expect(printer.knows(job: "cut") == false)
    #expect(printer.knows(job: "../old") == false)
    let nowhere = VirtualPrinter(directory: folder.file("old.escpos"), report: { _ in })
    #expect(nowhere.knows(job: "old") == nil)
  }

  @Test func `the 65th waiting job is refused`() throws {
    let folder = try TemporaryFolder()
    let printer = VirtualPrinter(directory: folder.path, report: { _ in })
    for number in 1...64 { #expect(printer.submit(PrintOrder(job: "p\(number)", bytes: []))) }
    #expect(!printer.submit(PrintOrder(job: "p65", bytes: [])))
    printer.stop()
    #expect(!printer.submit(PrintOrder(job: "p66", bytes: [])))
  }

  @Test func `a job cannot be named out of the folder`() throws {
    let folder = try TemporaryFolder()
    let log = ReportLog()
    let printer = VirtualPrinter(directory: folder.file("printer"), report: log.sink)
    printer.start()
    defer { printer.stop() }
    #expect(printer.submit(PrintOrder(job: "../evil", bytes: hello)))
    #expect(
      log.wait(for: .printed(job: "../evil", .failed("the job's name is no file name"))))
    #expect(!folder.exists("evil.escpos"))
    for bad in ["", ".hidden", "a/b", "ä", "a b"] { #expect(!PaperTray.isFileName(bad)) }
    #expect(PaperTray.isFileName("0199a-B_c.d"))
  }

  @Test func `a folder that cannot be made fails the printer and its jobs by name`() throws {
    let folder = try TemporaryFolder()
    let log = ReportLog()
    let printer = VirtualPrinter(directory: folder.file("none/printer"), report: log.sink)
    printer.start()
    defer { printer.stop() }
    #expect(printer.submit(PrintOrder(job: "p1", bytes: hello)))
    let why = "\(folder.file("none/printer")): mkdir: No such file or directory"
    #expect(log.wait(for: .printed(job: "p1", .failed(why))))
    #expect(log.conditions == [.failed])
  }

  @Test func `a stop ends at once and a second stop does no harm`() throws {
    let folder = try TemporaryFolder()
    let printer = VirtualPrinter(directory: folder.path, report: { _ in })
    printer.start()
    let clock = ContinuousClock()
    let took = clock.measure {
      printer.stop()
      printer.stop()
    }
    #expect(took < .seconds(1))
  }
}

struct VirtualDrawerTests {
  @Test func `each kick is one line and one report`() throws {
    let folder = try TemporaryFolder()
    let log = ReportLog()
    let drawer = VirtualDrawer(file: folder.file("virtual-drawer"), report: log.sink)
    drawer.start()
    #expect(drawer.kick("k1"))
    #expect(drawer.kick("k\n2"))
    #expect(log.wait(for: .kicked(kick: "k\n2", .opened)))
    drawer.stop()
    #expect(!drawer.kick("k3"))
    #expect(folder.text("virtual-drawer") == "k1\nk?2\n")
    #expect(log.conditions == [.ready])
  }

  @Test func `a drawer that cannot be written to says that it failed`() throws {
    let folder = try TemporaryFolder()
    let log = ReportLog()
    let drawer = VirtualDrawer(file: folder.file("none/drawer"), report: log.sink)
    drawer.start()
    defer { drawer.stop() }
    #expect(drawer.kick("k1"))
    #expect(log.wait(for: .kicked(kick: "k1", .failed)))
  }
}
