// A backup is made; later the machine breaks, and the shop goes on with the backup in a new folder.

internal import Domains
internal import ESCPOS
internal import Store

extension World {
  /// The first time a backup is made, the next time it is restored, and so on.
  func backUpOrRestore() throws(Violation) {
    if let file = backup {
      backup = nil
      try restore(file)
    } else if let process {
      let file = "\(machine.directory)/backup-\(counts.restores)-\(durable).db"
      do {
        let report = try machine.honestly { () throws(any Error) in
          try process.store.makeReader().backup(to: file)
        }
        // A disk that is full has no room for it.
        if report.ok { backup = file }
        note("a backup is \(report.ok ? "made" : "refused: \(report.why ?? "")")")
      } catch {
        throw violation("readable", "no backup can be made: \(error)")
      }
    }
  }

  private func restore(_ file: String) throws(Violation) {
    counts.restores += 1
    note("the machine is replaced, and \(file) restored")
    machine.end()
    end()
    machine.makeRoom()
    do {
      try machine.restore(from: file)
    } catch {
      throw violation("readable", "a verified backup cannot be restored: \(error)")
    }
    isRestored = true
    // Nobody knows any more what the replaced machine said last.
    knowledge = Knowledge()
    for index in clients.indices { clients[index].seen = 0 }
    // What the printers still had of the other machine's jobs is thrown away.
    for index in printers.indices {
      printers[index].suffer(.powerCut(500))
      printers[index].watcher.forgetOrders()
    }
    agenda.put(.start, at: after(3_000...20_000))
  }
}
