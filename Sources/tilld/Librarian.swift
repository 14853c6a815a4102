// A thread that reads: answers inquiries and draws what is printed, away from the loop.

internal import Domains
internal import ESCPOS
internal import NIOCore
internal import Store
internal import TillLoop

/// Reads the store on a thread of its own, one thing after the other.
actor Librarian {
  nonisolated let thread: any EventLoop & SerialExecutor
  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  private let store: Store
  private let backupFolder: String
  private let shapes: Shapes
  /// Opened when first asked, so that nobody waits for it at the start.
  private var opened: StoreReader?

  init(
    thread: any EventLoop & SerialExecutor, store: Store, backupFolder: String, shapes: Shapes
  ) {
    self.shapes = shapes
    self.thread = thread
    self.store = store
    self.backupFolder = backupFolder
  }

  /// Answers an inquiry by `Input.answered`.
  nonisolated func answer(_ ticket: Ticket, _ inquiry: Inquiry, for loop: Loop) {
    thread.execute {
      self.assumeIsolated { librarian in
        loop.post(.answered(ticket, librarian.answer(inquiry)))
      }
    }
  }

  /// Draws a job and hands its bytes to the printer.
  nonisolated func draw(
    job: Int64, _ intent: Intent, asCopy: Bool, on printer: String, room: DeviceRoom, for loop: Loop
  ) {
    thread.execute {
      self.assumeIsolated { librarian in
        do {
          let document = try Paper(librarian.reader()).document(for: intent, asCopy: asCopy)
          guard let document else {
            loop.post(.undrawn(job: job, why: "it is not in the journal"))
            return
          }
          if !room.print(job, document, on: printer) {
            loop.post(.printed(job: job, .failed("no printer took it")))
          }
        } catch {
          loop.post(.undrawn(job: job, why: "it could not be read: \(error)"))
        }
      }
    }
  }

  private func answer(_ inquiry: Inquiry) -> InquiryAnswer {
    do {
      return try Desk(reader(), backupFolder: backupFolder, shapes: shapes)
        .answer(inquiry, now: Clocks.now())
    } catch {
      return .fault(.unreadable("\(error)"))
    }
  }

  private func reader() throws(StoreFault) -> StoreReader {
    if let opened { return opened }
    let reader = try store.makeReader()
    opened = reader
    return reader
  }
}
