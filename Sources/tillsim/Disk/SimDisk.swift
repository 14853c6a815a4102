// A disk that forgets what was not synced, and lies when it is told to.

internal import Values

/// The disk of a simulated machine: files, what a power cut would leave of them, and its faults.
///
/// `@unchecked`: `Medium` is `Sendable` for the daemon's threads; here one thread does everything,
/// SQLite's calls included.
///
/// A process on it ends by `end`; its handles are dead from then on, whatever they do. `start` lets
/// the next process begin.
final class SimDisk: @unchecked Sendable {
  /// Faults at given operations; `operations` is what they count by.
  var plan: [PlannedFault] = [] {
    didSet { planned = plan }
  }
  /// How often each fault happens by chance, in a million operations that it fits.
  var rates: [(fault: DiskFault, perMillion: Int)] = []
  /// How many bytes there are.
  var capacity: Int64 = 1 << 30
  /// Says that it synced and does not: for the control of the tests.
  var forgetsSyncs = false
  /// Whether pages on it are sealed: not, for the control of the tests.
  var isSealed = true
  /// Operations so far.
  private(set) var operations = 0
  /// What was done, in order, while `records` is set.
  private(set) var history: [DiskOperation] = []
  var records = false
  /// Whether nothing goes wrong for now, and nothing counts: the judge reads.
  var isHonest = false
  /// Faults that happened.
  private(set) var faults: [DiskFault: Int] = [:]
  /// The fault that ended the process; nil while it runs.
  private(set) var ending: DiskFault?
  /// Counts processes.
  private(set) var life = 0

  var chance: Entropy
  private var planned: [PlannedFault] = []
  /// What fails from now on, and what happens again in the next life.
  private var lasting: [DiskFault] = []
  private var recurring: [PlannedFault] = []
  private var names: [String: SimFile] = [:]
  private var durableNames: [String: SimFile] = [:]
  private var nameChanges: [NameChange] = []
  private var lastHandle = 0
  private var vfs: SimVFS?
  /// Connections that may be closed only once their process is over.
  private var abandoned: [AnyObject] = []

  private enum NameChange {
    case put(String, SimFile)
    case remove(String)
  }

  init(seed: UInt64) {
    chance = Entropy(seed: seed)
    vfs = SimVFS.lend(to: self)
  }

  deinit { vfs?.giveBack() }

  /// Another disk with the same files, on the platter and off, and no faults.
  func copy(seed: UInt64) -> SimDisk {
    let disk = SimDisk(seed: seed)
    var copies: [ObjectIdentifier: SimFile] = [:]
    func twin(_ file: SimFile) -> SimFile {
      if let copy = copies[ObjectIdentifier(file)] { return copy }
      let copy = SimFile(copying: file)
      copies[ObjectIdentifier(file)] = copy
      return copy
    }
    disk.names = names.mapValues(twin)
    disk.durableNames = durableNames.mapValues(twin)
    disk.nameChanges = nameChanges.map {
      switch $0 {
      case .put(let name, let file): .put(name, twin(file))
      case .remove(let name): .remove(name)
      }
    }
    disk.capacity = capacity
    disk.isSealed = isSealed
    return disk
  }

  /// The name under which SQLite knows this disk.
  var vfsName: String { vfs?.name ?? "" }

  // MARK: - Lives

  /// Ends the process now, as a kill or a power cut does; before anything of it is let go.
  func end(_ fault: DiskFault) {
    guard ending == nil else { return }
    ending = fault
    let paths = names.keys.sorted()
    guard fault != .kill else {
      for path in paths { names[path]?.loseProcess() }
      return
    }
    let keepsSome = fault == .torn
    for path in paths { names[path]?.losePower(keepingSome: keepsSome, &chance) }
    let kept = keepsSome ? Int.random(in: 0...nameChanges.count, using: &chance) : 0
    for change in nameChanges.prefix(kept) { apply(change, to: &durableNames) }
    nameChanges = []
    names = durableNames
    // A file whose removal was undone kept its content.
    for path in names.keys.sorted() {
      names[path]?.losePower(keepingSome: false, &chance)
    }
  }

  /// The next process begins; operations are counted from 1 again, and what lasts, lasts.
  func start() {
    if ending == nil { end(.kill) }
    abandoned = []
    ending = nil
    life += 1
    operations = 0
    history = []
    planned += recurring
    recurring = []
  }

  /// Nothing goes wrong any more.
  func heal() {
    (plan, recurring, lasting, rates) = ([], [], [], [])
    capacity = 1 << 30
  }

  func keepOpen(_ connection: AnyObject) { abandoned.append(connection) }

  // MARK: - Files

  func file(_ path: String) -> SimFile? { names[path] }

  /// The paths of all files, in order.
  var paths: [String] { names.keys.sorted() }

  func make(_ path: String) -> SimFile {
    let file = SimFile()
    change(.put(path, file))
    return file
  }

  func remove(name path: String) { change(.remove(path)) }

  func rename(_ source: String, to target: String) {
    guard let file = names[source] else { return }
    change(.put(target, file))
    change(.remove(source))
  }

  /// Names are on the platter.
  func syncNames() {
    for change in nameChanges { apply(change, to: &durableNames) }
    nameChanges = []
  }

  private func change(_ change: NameChange) {
    apply(change, to: &names)
    nameChanges.append(change)
  }

  private func apply(_ change: NameChange, to names: inout [String: SimFile]) {
    switch change {
    case .put(let name, let file): names[name] = file
    case .remove(let name): names[name] = nil
    }
  }

  var usedBytes: Int64 { names.values.reduce(0) { $0 + $1.size } }

  func makeHandleNumber() -> Int {
    lastHandle += 1
    return lastHandle
  }

  // MARK: - Faults

  /// Counts an operation and says what becomes of it; nil if it goes well.
  func attempt(_ operation: DiskOperation) -> DiskFault? {
    guard ending == nil else { return .kill }
    if isHonest { return nil }
    operations += 1
    if records { history.append(operation) }
    guard let fault = fault(of: operation) else { return nil }
    faults[fault, default: 0] += 1
    // A torn write is in the middle of being written when the power goes: its caller ends it.
    if fault.isEnd, fault != .torn { end(fault) }
    return fault
  }

  private func fault(of operation: DiskOperation) -> DiskFault? {
    if let fault = lasting.first(where: { $0.fits(operation) }) { return fault }
    if let index = planned.firstIndex(where: {
      operations >= $0.operation && $0.fault.fits(operation)
    }) {
      let planned = planned.remove(at: index)
      if planned.isPersistent {
        switch planned.fault {
        case .kill, .lost, .torn: recurring.append(planned)
        // A bit that stays flipped does so once.
        case .flip: break
        default: lasting.append(planned.fault)
        }
      }
      flipsForGood = planned.isPersistent
      return planned.fault
    }
    flipsForGood = false
    for (fault, rate) in rates where fault.fits(operation) && rate > 0 {
      if Int.random(in: 0..<1_000_000, using: &chance) < rate { return fault }
    }
    return nil
  }

  /// Whether a bit that flips on reading is flipped on the platter too.
  private(set) var flipsForGood = false
}
