// What a disk is asked to do, and what it does instead.

/// What is done to a disk, as far as it can go wrong.
enum DiskOperation: String, CaseIterable, Sendable {
  case open, read, write, truncate, sync, delete
}

/// What a disk does instead of what it was asked.
enum DiskFault: String, CaseIterable, Sendable {
  /// The process is killed before the operation; what it wrote stays in the page cache.
  case kill
  /// The power goes before the operation; everything that was not synced is lost.
  case lost
  /// The power goes in the middle of the operation; of what was not synced any sectors are kept, in
  /// any order.
  case torn
  /// EIO: a sync that fails this way keeps any part, and the rest passes for clean (Rebello et al.,
  /// "Can Applications Recover from fsync Failures?", USENIX ATC 2020).
  case io
  /// ENOSPC.
  case full
  /// Half of it is written, and then ENOSPC.
  case short
  /// One bit is read otherwise than it was written.
  case flip

  /// Whether it ends the process.
  var isEnd: Bool { self == .kill || self == .lost || self == .torn }

  func fits(_ operation: DiskOperation) -> Bool {
    switch self {
    case .kill, .lost, .io: true
    case .torn, .short: operation == .write
    case .full: operation == .write || operation == .open
    case .flip: operation == .read
    }
  }
}

/// A fault at one operation.
struct PlannedFault: Equatable, Sendable {
  /// The number of the operation, counted from 1 since the plan was made.
  var operation: Int
  var fault: DiskFault
  /// Whether each operation that it fits fails from then on; a bit then stays flipped, and a
  /// process ends again at the same operation.
  var isPersistent = false
}
