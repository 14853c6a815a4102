// Everything that can happen to the loop, and everything it can want done.

package import Domains
package import ESCPOS
package import Values
package import Wire

/// A client of the socket, by the number the server gave it.
package struct Connection: Hashable, Sendable {
  package let number: Int64
  package init(_ number: Int64) { self.number = number }
}

/// Who is at the other end of a connection: SO_PEERCRED, and the role its user id has here.
package struct Peer: Equatable, Sendable {
  package let uid: UInt32
  package let role: Role
  package init(uid: UInt32, role: Role) { (self.uid, self.role) = (uid, role) }
}

/// The clocks as they were read when an input arrived.
package struct Now: Equatable, Sendable {
  /// Unix milliseconds, right or wrong.
  package let wall: Int64
  /// Milliseconds since boot, suspended time included; never jumps (CLOCK_BOOTTIME).
  package let boot: Int64
  /// The local zone, seconds east of UTC.
  package let zone: Int
  package init(wall: Int64, boot: Int64, zone: Int) {
    (self.wall, self.boot, self.zone) = (wall, boot, zone)
  }
}

/// What happens to the loop, one after the other.
package enum Input: Sendable {
  case connected(Connection, Peer)
  case disconnected(Connection)
  /// One line of a client, without its LF.
  case line(Connection, [UInt8])
  /// A client's line grew past the limit; its connection is closing.
  case tooLong(Connection)
  /// Lines that `Effect.send` wrote have left the process.
  case sent(Connection, events: Int, bytes: Int)
  /// A scanner read something.
  case scanned(device: String, raw: String)
  /// How a device is now, and whether it can do its work: paper near its end is degraded and
  /// prints all the same.
  case device(DeviceView, isUsable: Bool)
  /// All devices that are plugged in and not paired.
  case found([DeviceView])
  /// A scanner that is not in use read the code that `Effect.listen` waits for.
  case heard(HeardScanner)
  /// No scanner read that code in time; with what may be the reason, by the device's address.
  case unheard(code: String, [String: String])
  /// The drawer's switch moved.
  case drawer(device: String, isOpen: Bool)
  case printed(job: Int64, PrintOutcome)
  /// A job could not be made into a paper; no printer had it.
  case undrawn(job: Int64, why: String)
  case kicked(job: Int64, DrawerOutcome, why: String?)
  /// What a printer knows of a job after a crash: nil where it cannot be asked.
  case recalled(job: Int64, printed: Bool?)
  /// What a scale read.
  case weighed(Ticket, Weighing)
  /// Every batch up to this number is durable.
  case committed(upTo: Int64)
  case answered(Ticket, InquiryAnswer)
  case importProgress(Ticket, done: Int64, total: Int64)
  case importChunk(Ticket, [Product], cursor: Int64)
  /// The import's products have all been handed over.
  case importEnd(Ticket)
  /// Bytes that are free where the store lives.
  case storage(freeBytes: Int64)
  /// A deadline passed.
  case tick

  /// A device that is usable when it is ready.
  package static func device(_ view: DeviceView) -> Input {
    .device(view, isUsable: view.state == "ready")
  }
}

/// What the loop wants done.
///
/// None of it has happened when `step` returns.
package enum Effect: Sendable {
  /// Make this durable; `Input.committed` says when it is.
  case append(Batch)
  /// A line to a client; `isEvent` lines are reported back by `Input.sent`.
  case send(Connection, [UInt8], isEvent: Bool)
  /// Close once everything sent before is out.
  case close(Connection)
  /// Answer this on a thread of its own, by `Input.answered`.
  case inquire(Ticket, Inquiry)
  /// Hand over the import's next products after this cursor.
  case importNext(Ticket, after: Int64)
  /// The import is over: forget what was staged outside the store.
  case importDone(Ticket)
  /// Print this on that printer, by its id.
  case print(job: Int64, Intent, asCopy: Bool, printer: String)
  case kick(job: Int64)
  /// Open this drawer, to see that it does.
  case tryDrawer(job: Int64, device: String)
  /// Ask the printer that had it whether it printed this job.
  case recall(job: Int64, printer: String?)
  /// Use these devices, and no others; scanners' settings are by vid:pid:serial:port.
  case useDevices([String: PairedDevice], scanners: [String: AnyJSON])
  /// Open the scanners that are plugged in and not in use, without taking them from anybody, and
  /// tell by `Input.heard` which one reads exactly this code within this time; nil ends it.
  case listen(code: String?, milliseconds: Int64)
  /// Show this to the customer; only the latest counts.
  case show(CustomerLines)
  /// Ask this scale; `Input.weighed` says what it read.
  case weigh(Ticket, device: String)
  /// Wake the loop with `Input.tick` at this moment since boot.
  case wake(atBoot: Int64)
  case log(LogLine)
  /// Stop the process: going on would mean deciding on a guess.
  case halt(reason: String)
}

/// What the customer's display shows: two lines, whatever its width.
package struct CustomerLines: Equatable, Sendable {
  /// Text at the left and text at the right of one line; the left one is cut where they meet.
  package struct Line: Equatable, Sendable {
    package let left: String
    package let right: String
    package init(_ left: String, _ right: String = "") { (self.left, self.right) = (left, right) }
  }
  package let upper: Line
  package let lower: Line
  package init(upper: Line, lower: Line) { (self.upper, self.lower) = (upper, lower) }
}

/// A scanner that read the code it was asked to read.
package struct HeardScanner: Encodable, Equatable, Sendable {
  package let code: String
  package let address: String
  package let kind: String
  package let name: String?
  /// How it types, as `device.pair` takes it.
  package let settings: AnyJSON

  package init(code: String, address: String, kind: String, name: String?, settings: AnyJSON) {
    (self.code, self.address, self.kind) = (code, address, kind)
    (self.name, self.settings) = (name, settings)
  }
}

/// A line for the log: no customer's data, no code that was scanned, no text a client sent.
package struct LogLine: Equatable, Sendable {
  package enum Level: Sendable { case info, notice, warning, error }
  package let level: Level
  package let text: String
  package init(_ level: Level, _ text: String) { (self.level, self.text) = (level, text) }
}

/// The number of a long read, of an import or of a weighing.
package struct Ticket: Hashable, Sendable {
  package let number: Int64
  package init(_ number: Int64) { self.number = number }
}

/// A read that takes too long for the loop.
package enum Inquiry: Sendable {
  case find(ProductFind.Params)
  case receipt(number: String)
  case sales(SaleList.Params)
  /// Print jobs; `waits` says why those that wait in memory do.
  case jobs(PrintList.Params, waits: [Int64: String])
  case z(number: Int64?)
  case read(JournalRead.Params)
  case verify(from: Int64)
  case audit
  case backup(path: String?)
  case verifyBackup(path: String)
  /// Stored events for a subscriber that catches up.
  case history(after: Int64, limit: Int)
  /// Read, check and stage a table of products; nothing is changed yet.
  case importCheck(ImportOrder)
}

/// An import, with everything its check needs to know.
package struct ImportOrder: Sendable {
  package let id: ID
  package let params: ProductImport.Params
  package let currency: Currency
  package let taxClasses: [String: Rate]
}

/// What an inquiry came to.
package enum InquiryAnswer: Sendable {
  case found(ProductPage)
  case receipt(ReceiptGet.Result)
  case sales(SaleList.Result)
  case jobs(PrintList.Result)
  case report(ReportResult)
  case read(JournalRead.Result)
  case verified(ChainReport)
  case audited(ViewReport)
  case backup(BackupReport)
  case history([Event])
  case checked(ProductImport.Result)
  case fault(Fault)
}
