// Answers inquiries from the archive: pure but for what the archive reads. Runs off the loop.

package import Domains
package import ESCPOS
internal import Receipt
internal import Values
internal import Wire

/// Answers long questions.
package struct Desk {
  private let archive: any Archive
  private let backupFolder: String
  private let shapes: Shapes

  /// - Parameters:
  ///   - backupFolder: where a backup without a path is made.
  ///   - shapes: for the pictures of receipts.
  package init(_ archive: any Archive, backupFolder: String, shapes: Shapes = .none) {
    self.archive = archive
    self.backupFolder = backupFolder
    self.shapes = shapes
  }

  /// The answer to any inquiry but an import.
  ///
  /// - Parameter now: names a backup that was given no path.
  /// - Throws: if the store cannot be read.
  package func answer(_ inquiry: Inquiry, now: Now) throws(FactsFault) -> InquiryAnswer {
    do {
      switch inquiry {
      case .find(let params):
        let limit = min(max(params.limit ?? 20, 1), 100)
        return .found(
          try archive.search(params.query, limit: limit, after: params.after))
      case .receipt(let number): return .receipt(try Paper(archive, shapes: shapes).receipt(number))
      case .sales(let params): return .sales(try sales(params))
      case .jobs(let params, let waits): return .jobs(try jobs(params, waits))
      case .z(let number): return .report(try Paper(archive).z(number))
      case .read(let params): return .read(try read(params))
      case .verify(let from): return .verified(try archive.verify(from: max(1, from)))
      case .audit: return .audited(try archive.audit())
      case .backup(let path):
        let time = Timestamp(milliseconds: now.wall).description.filter { $0.isNumber }
        return .backup(try backup(path ?? "\(backupFolder)/till-\(time.prefix(17)).db"))
      case .verifyBackup(let path): return .backup(try verifyBackup(path))
      case .history(let after, let limit):
        return .history(try archive.history(after: after, limit: limit))
      case .importCheck:
        return .fault(Fault(.invalid, kind: "import_failed", "Imports are checked elsewhere."))
      }
    } catch let fault as Fault {
      return .fault(fault)
    } catch let fault as FactsFault {
      throw fault
    } catch let refusal as any Refusal {
      return .fault(refusal.fault)
    } catch {
      throw FactsFault("\(error)")
    }
  }

  private func sales(_ params: SaleList.Params) throws -> SaleList.Result {
    let states = params.state.map { [$0] } ?? [.open, .parked]
    let limit = min(max(params.limit ?? 50, 1), 500)
    var views: [SaleView] = []
    for row in try archive.sales(in: states, limit: limit) {
      let events = try archive.events(of: Stream(.order, row.id))
      if let order = try Order.fold(events) { views.append(order.view) }
    }
    return SaleList.Result(sales: views)
  }

  private func jobs(
    _ params: PrintList.Params, _ waits: [Int64: String]
  ) throws -> PrintList.Result {
    let states = params.state.map { [$0] } ?? [.queued, .started, .failed, .unknown]
    let limit = min(max(params.limit ?? 100, 1), 1000)
    let rows = try archive.jobs(in: states, limit: limit).filter { $0.kind == .print }
    return PrintList.Result(
      jobs: rows.map { row in
        var receipt: String?
        switch Intent(row) {
        case .receipt(_, let number, _), .kitchen(_, let number, _): receipt = number
        default: break
        }
        return PrintList.Job(
          job: "p\(row.number)", state: row.state, evidence: row.evidence,
          attempts: row.attempts, receipt: receipt,
          why: row.why ?? (row.state == .queued ? waits[row.number] : nil), printer: row.printer)
      })
  }

  private func read(_ params: JournalRead.Params) throws -> JournalRead.Result {
    let limit = min(max(params.limit ?? 100, 1), 1000)
    let from = max(1, params.from ?? 1)
    return JournalRead.Result(
      events: try archive.history(after: from - 1, limit: limit).map(EventView.init))
  }

  private func backup(_ path: String) throws -> BackupReport {
    try Self.check(path)
    do {
      return try archive.backup(to: path)
    } catch {
      throw Fault(.storage, kind: "backup_failed", "No backup was made: \(error.reason)")
    }
  }

  private func verifyBackup(_ path: String) throws -> BackupReport {
    try Self.check(path)
    do {
      return try archive.verifyBackup(at: path)
    } catch {
      throw Fault(.storage, kind: "backup_unreadable", "The backup cannot be read: \(error.reason)")
    }
  }

  private static func check(_ path: String) throws(Fault) {
    guard path.hasPrefix("/"), !path.utf8.contains(0) else {
      throw Fault(
        .invalid, kind: "invalid_path",
        "A path begins with a slash; the daemon has its own folder.",
        field: "path")
    }
  }
}
