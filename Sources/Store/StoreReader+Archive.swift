// The long reads of the archive: whether the chain holds, and whether the views say what it says.

package import Domains
internal import GRDB
internal import Values

extension StoreReader {
  package func verify(from position: Int64) throws(FactsFault) -> ChainReport {
    var walk = ChainWalk(from: position, nodes: try read(Node.all))
    do {
      while try queue.unsafeRead({ try walk.advance(in: $0) }) {}
      return walk.report()
    } catch let bad as Unreadable {
      return walk.report(bad)
    } catch {
      throw fault(error)
    }
  }

  /// Draws all views in a file beside the store, which is removed again.
  ///
  /// - Throws: without a projection in the options of the store, or if it refuses an event.
  package func audit() throws(FactsFault) -> ViewReport {
    guard var projection = projection?() else {
      throw FactsFault("views are audited by a projection: give the store's options one")
    }
    files.medium.remove(files.scratch)
    defer { files.medium.remove(files.scratch) }
    do {
      let scratch = try Connection.scratch(path: files.scratch, on: files.medium)
      defer { try? scratch.close() }
      return try scratch.writeWithoutTransaction { redrawn in
        try redrawn.execute(sql: Schema.views)
        // Most events are drawn a window at a time. Only what is left then is drawn in the same
        // snapshot that the stored views are read from, so that the journal is not kept for long.
        var position: Int64 = 0
        while let last = try queue.unsafeRead({ stored in
          try Redrawing.step(after: position, from: stored, with: &projection, into: redrawn)
        }) {
          position = last
        }
        return try queue.unsafeRead { stored in
          try stored.execute(sql: "BEGIN")
          defer { try? stored.rollback() }
          try Redrawing.draw(after: position, from: stored, with: &projection, into: redrawn)
          let found = try ViewDigest(of: stored)
          let wanted = try ViewDigest(of: redrawn)
          let bad = found.firstDifference(from: wanted)
          return ViewReport(
            ok: bad == nil, stored: found.whole, redrawn: wanted.whole, rows: found.rows,
            firstBad: bad)
        }
      }
    } catch {
      throw fault(error)
    }
  }
}
