// A thread that reads tables of products: checks them whole, then hands them over piece by piece.

internal import Domains
internal import NIOCore
internal import Store
internal import TillLoop
internal import Values
internal import Wire

/// Checks and stages imports, one at a time, on a thread of its own.
actor Importer {
  nonisolated let thread: any EventLoop & SerialExecutor
  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  private let store: Store
  private let folder: String
  private var current: (ticket: Ticket, scratch: ImportScratch)?

  /// - Parameter folder: where the scratch of an import is kept; on the store's disk.
  init(thread: any EventLoop & SerialExecutor, store: Store, folder: String) {
    self.thread = thread
    self.store = store
    self.folder = folder
  }

  /// Reads and checks a whole table; answers by `Input.answered`.
  nonisolated func check(_ ticket: Ticket, _ order: ImportOrder, for loop: Loop) {
    thread.execute {
      self.assumeIsolated { importer in
        loop.post(.answered(ticket, importer.check(ticket, order, for: loop)))
      }
    }
  }

  /// Hands over the next products after a cursor, or says that there are none.
  nonisolated func next(_ ticket: Ticket, after cursor: Int64, for loop: Loop) {
    thread.execute {
      self.assumeIsolated { importer in
        guard let current = importer.current, current.ticket == ticket else { return }
        do {
          guard
            let (products, cursor) = try current.scratch.chunk(
              after: cursor, limit: Limits.importChunk)
          else {
            loop.post(.importEnd(ticket))
            return
          }
          loop.post(.importChunk(ticket, products, cursor: cursor))
        } catch {
          loop.post(.answered(ticket, .fault(.unreadable("\(error)"))))
        }
      }
    }
  }

  /// Forgets an import's scratch.
  nonisolated func done(_ ticket: Ticket) {
    thread.execute {
      self.assumeIsolated { importer in
        guard let current = importer.current, current.ticket == ticket else { return }
        current.scratch.discard()
        importer.current = nil
      }
    }
  }

  private func check(_ ticket: Ticket, _ order: ImportOrder, for loop: Loop) -> InquiryAnswer {
    let params = order.params
    do {
      let source: TableSource
      if let path = params.path {
        source = try TableSource(path: path)
      } else {
        source = TableSource(rows: params.rows ?? [])
      }
      let scratch = try ImportScratch(directory: folder, id: order.id)
      current = (ticket, scratch)
      var told: Int64 = 0
      let findings = try ImportCheck.run(
        source, mapping: params.mapping ?? [:], currency: order.currency,
        taxClasses: order.taxClasses, facts: try store.makeReader(), scratch: scratch,
        progress: { progress in
          let now = Clocks.now().boot
          guard now - told >= Self.progressMilliseconds else { return }
          told = now
          loop.post(.importProgress(ticket, done: progress.done, total: progress.total))
        }, isCancelled: { false })
      return .checked(
        ProductImport.Result(
          counts: findings.counts, errors: findings.errors, dryRun: params.dryRun ?? false,
          mapping: findings.mapping))
    } catch let fault as Fault {
      return .fault(fault)
    } catch {
      return .fault(.unreadable("\(error)"))
    }
  }

  private static let progressMilliseconds: Int64 = 200
}

extension Fault {
  /// Something on the disk could not be read or written; nothing was changed by it.
  static func unreadable(_ reason: String) -> Fault {
    Fault(.storage, kind: "storage", "The disk could not be used: \(reason). Nothing was changed.")
  }
}
