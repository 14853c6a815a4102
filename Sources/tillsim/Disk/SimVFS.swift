// A simulated disk as SQLite sees it (sqlite.org/vfs.html).

internal import GRDBSQLite
internal import Glibc
internal import Synchronization
internal import Values

/// The registration of one disk with SQLite, under a name of its own.
///
/// Registrations are made for the life of the process and lent to one disk after the other: what is
/// registered over them stays too.
///
/// `@unchecked`: everything but the disk is fixed once it is made, and the disk is exchanged only
/// while nobody has the registration.
final class SimVFS: @unchecked Sendable {
  let name: String
  private let vfs: UnsafeMutablePointer<sqlite3_vfs>
  private let cName: UnsafeMutablePointer<CChar>

  private static let made = Atomic<Int>(0)
  private static let free = Mutex<[SimVFS]>([])

  /// A registration for a disk, which gives it back.
  static func lend(to disk: SimDisk) -> SimVFS {
    let vfs = free.withLock { $0.popLast() } ?? SimVFS()
    vfs.vfs.pointee.pAppData = Unmanaged.passUnretained(disk).toOpaque()
    return vfs
  }

  func giveBack() {
    vfs.pointee.pAppData = nil
    Self.free.withLock { $0.append(self) }
  }

  private init() {
    name = "sim-\(Self.made.add(1, ordering: .relaxed).newValue)"
    cName = strdup(name)
    vfs = .allocate(capacity: 1)
    var methods = sqlite3_vfs()
    methods.iVersion = 1
    methods.szOsFile = Int32(MemoryLayout<SimHandle.Slot>.size)
    methods.mxPathname = 512
    methods.zName = UnsafePointer(cName)
    methods.xOpen = { vfs, path, file, flags, outFlags in
      SimVFS.open(vfs, path, file, flags, outFlags)
    }
    methods.xDelete = { vfs, path, isDurable in
      guard let disk = SimVFS.disk(vfs), let path else { return SQLITE_IOERR }
      let name = String(cString: path)
      guard disk.file(name) != nil else { return IOError.nothingToDelete }
      guard disk.attempt(.delete) == nil else { return IOError.delete }
      disk.remove(name: name)
      if isDurable != 0 {
        guard disk.attempt(.sync) == nil else { return IOError.syncDirectory }
        disk.syncNames()
      }
      return SQLITE_OK
    }
    methods.xAccess = { vfs, path, _, result in
      guard let disk = SimVFS.disk(vfs), let path else { return SQLITE_IOERR }
      let size = disk.ending == nil ? disk.file(String(cString: path))?.bytes.count : nil
      result?.pointee = (size ?? 0) > 0 ? 1 : 0
      return SQLITE_OK
    }
    methods.xFullPathname = { _, path, room, target in
      guard let path, let target, strlen(path) < Int(room) else { return SQLITE_CANTOPEN }
      strcpy(target, path)
      return SQLITE_OK
    }
    methods.xRandomness = { vfs, count, target in
      guard let disk = SimVFS.disk(vfs), let target else { return 0 }
      for index in 0..<Int(count) {
        target[index] = CChar(truncatingIfNeeded: disk.chance.next())
      }
      return count
    }
    methods.xSleep = { _, microseconds in microseconds }
    methods.xCurrentTime = { _, days in
      days?.pointee = 2_460_000.5
      return SQLITE_OK
    }
    methods.xGetLastError = { _, _, _ in 0 }
    vfs.initialize(to: methods)
    sqlite3_vfs_register(vfs, 0)
  }

  private static func disk(_ vfs: UnsafeMutablePointer<sqlite3_vfs>?) -> SimDisk? {
    guard let data = vfs?.pointee.pAppData else { return nil }
    return Unmanaged<SimDisk>.fromOpaque(data).takeUnretainedValue()
  }

  private static func open(
    _ vfs: UnsafeMutablePointer<sqlite3_vfs>?, _ path: UnsafePointer<CChar>?,
    _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32,
    _ outFlags: UnsafeMutablePointer<Int32>?
  ) -> Int32 {
    guard let disk = disk(vfs), let file else { return SQLITE_CANTOPEN }
    // SQLite closes what it could not open if there are methods to close it by.
    file.pointee.pMethods = nil
    switch disk.attempt(.open) {
    case nil: break
    case .full: return SQLITE_FULL
    default: return SQLITE_CANTOPEN
    }
    var opened: SimFile
    var isNew = false
    if let path {
      let name = String(cString: path)
      if let found = disk.file(name) {
        opened = found
      } else if flags & SQLITE_OPEN_CREATE != 0 {
        opened = disk.make(name)
        isNew = true
      } else {
        return SQLITE_CANTOPEN
      }
    } else {
      opened = SimFile()
    }
    let syncsName = isNew && flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL) != 0
    let deletes = flags & SQLITE_OPEN_DELETEONCLOSE != 0
    let handle = SimHandle(
      disk, opened, syncsName: syncsName,
      deletesPath: deletes ? path.map { String(cString: $0) } : nil)
    handle.put(into: file)
    outFlags?.pointee = flags
    return SQLITE_OK
  }
}
