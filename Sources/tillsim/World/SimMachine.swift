// The machine under the till: a disk that forgets and lies, and the folder of the store on it.

internal import Domains
internal import Store
internal import Values

/// The disk of the simulated machine, and what was done to it.
final class SimMachine {
  let disk: SimDisk
  /// Where the store is; a restore moves it.
  private(set) var directory = "/shop"
  private var restores = 0
  /// Faults of the disk before this process began.
  private var faultsBefore = 0

  init(seed: UInt64) { disk = SimDisk(seed: seed) }

  private var storeOptions: StoreOptions {
    var options = StoreOptions(projection: { Books() })
    options.medium = disk
    return options
  }

  /// A process begins, and opens the store.
  func open() throws(StoreFault) -> Store {
    disk.start()
    faultsBefore = faults
    return try Store(directory: directory, options: storeOptions)
  }

  /// All faults that the disk had.
  var faults: Int { disk.faults.values.reduce(0, +) }

  /// Whether this process has an excuse to end: something was wrong with its disk.
  var hadFault: Bool { faults > faultsBefore || isFull }

  var hasEnded: Bool { disk.ending != nil }

  var backups: String { "\(directory)/backups" }

  var freeBytes: Int64 { disk.freeBytes(at: directory) }

  // MARK: - What is done to it

  /// The process ends; what it wrote is in the page cache.
  func end() { disk.end(.kill) }

  /// The power goes, whether or not a process runs.
  func cutPower(_ chance: inout Entropy) {
    if hasEnded { disk.start() }
    disk.end(Int.random(in: 0..<4, using: &chance) == 0 ? .lost : .torn)
  }

  /// A fault some operations from now.
  ///
  /// - Returns: the fault in words.
  func spoil(_ chance: inout Entropy) -> String {
    let kinds: [DiskFault] = [.io, .io, .full, .short, .kill, .lost, .torn, .torn]
    let fault = kinds[Int.random(in: 0..<kinds.count, using: &chance)]
    let distance = Int.random(in: 1...80, using: &chance)
    let isPersistent = Int.random(in: 0..<4, using: &chance) == 0
    disk.plan = [
      PlannedFault(
        operation: disk.operations + distance, fault: fault, isPersistent: isPersistent)
    ]
    return "the disk has \(fault.rawValue) in \(distance) operations"
      + (isPersistent ? ", and from then on" : "")
  }

  /// Nothing more fits on the disk, or hardly anything.
  func fill(leaving bytes: Int64) { disk.capacity = disk.usedBytes + bytes }

  var isFull: Bool { disk.capacity < 1 << 30 }

  func makeRoom() { disk.capacity = 1 << 30 }

  func heal() { disk.heal() }

  /// Reads for the judge, to whom no disk lies.
  func honestly<T, Failure: Error>(_ body: () throws(Failure) -> T) throws(Failure) -> T {
    let capacity = disk.capacity
    disk.isHonest = true
    disk.capacity = 1 << 40
    defer { (disk.isHonest, disk.capacity) = (false, capacity) }
    return try body()
  }

  /// Moves the shop to a new folder that holds a backup.
  func restore(from file: String) throws(StoreFault) {
    disk.start()
    restores += 1
    let target = "/shop-\(restores + 1)"
    _ = try honestly { () throws(StoreFault) in
      try Store.restore(from: file, to: target, options: storeOptions)
    }
    directory = target
    disk.end(.kill)
  }
}
