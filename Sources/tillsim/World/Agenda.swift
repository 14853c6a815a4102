// What is due in the simulated world, and when: one total order, so that a run can be repeated.

internal import Domains
internal import ESCPOS
internal import TillLoop

/// Something that is to happen.
enum Deed {
  /// The next line of the plan, by its index.
  case operation(Int)

  // Of one life of the process; forgotten when it ends.
  case input(Input)
  /// The writer takes what waits.
  case commit
  case rest
  case probe
  case alarm
  case answer(Ticket, Inquiry)
  case draw(job: Int64, Intent, asCopy: Bool, printer: Int)

  // Of the world outside.
  case start
  case connect(client: Int)
  case resend(client: Int, Connection)
  case turn(printer: Int)
  case repair(printer: Int, PrinterFault)
  case roomAgain

  /// Whether it dies with the process.
  var isOfProcess: Bool {
    switch self {
    case .input, .commit, .rest, .probe, .alarm, .answer, .draw: true
    case .operation, .start, .connect, .resend, .turn, .repair, .roomAgain: false
    }
  }
}

/// The deeds that are due, earliest first, those of one moment in the order they were put.
struct Agenda {
  private struct Entry {
    let time: Int64
    let number: Int64
    let life: Int
    let deed: Deed

    func isBefore(_ other: Entry) -> Bool { (time, number) < (other.time, other.number) }
  }

  /// A binary heap.
  private var entries: [Entry] = []
  private var last: Int64 = 0
  /// Counts the lives of the process; deeds of an earlier one are void.
  var life = 0

  mutating func put(_ deed: Deed, at time: Int64) {
    last += 1
    entries.append(Entry(time: time, number: last, life: life, deed: deed))
    var index = entries.count - 1
    while index > 0, entries[index].isBefore(entries[(index - 1) / 2]) {
      entries.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  /// When the next deed is due; nil if there is none.
  var nextTime: Int64? { entries.first?.time }

  mutating func take() -> (time: Int64, deed: Deed)? {
    while let entry = pop() {
      if entry.deed.isOfProcess && entry.life != life { continue }
      return (entry.time, entry.deed)
    }
    return nil
  }

  private mutating func pop() -> Entry? {
    guard let first = entries.first else { return nil }
    let moved = entries.removeLast()
    guard !entries.isEmpty else { return first }
    entries[0] = moved
    var index = 0
    while true {
      var least = index
      for child in [2 * index + 1, 2 * index + 2] where child < entries.count {
        if entries[child].isBefore(entries[least]) { least = child }
      }
      guard least != index else { return first }
      entries.swapAt(index, least)
      index = least
    }
  }
}
