// One open file of one life of the simulated machine.

internal import GRDBSQLite
internal import Glibc
internal import Values

/// What SQLite holds of an open file; dead once the life it was opened in has ended.
final class SimHandle {
  /// How SQLite sees it: its own structure first.
  struct Slot {
    var file: sqlite3_file
    var handle: Unmanaged<SimHandle>
  }

  private let disk: SimDisk
  private let file: SimFile
  private let life: Int
  private let number: Int
  private var syncsName: Bool
  private let deletesPath: String?
  /// Kept while this handle may touch it, though the machine has forgotten it.
  private var memory: SharedMemory?

  init(_ disk: SimDisk, _ file: SimFile, syncsName: Bool, deletesPath: String?) {
    self.disk = disk
    self.file = file
    self.syncsName = syncsName
    self.deletesPath = deletesPath
    life = disk.life
    number = disk.makeHandleNumber()
  }

  func put(into slot: UnsafeMutablePointer<sqlite3_file>) {
    UnsafeMutableRawPointer(slot).initializeMemory(
      as: Slot.self,
      to: Slot(
        file: sqlite3_file(pMethods: Self.methods.pointer),
        handle: Unmanaged.passRetained(self)))
  }

  private static func of(_ file: UnsafeMutablePointer<sqlite3_file>?) -> SimHandle? {
    guard let file else { return nil }
    return UnsafeMutableRawPointer(file).assumingMemoryBound(to: Slot.self).pointee.handle
      .takeUnretainedValue()
  }

  private var isDead: Bool { disk.ending != nil || disk.life != life }

  private func close() {
    guard !isDead else { return }
    file.locks.lower(number, to: SQLITE_LOCK_NONE)
    memory?.forget(number)
    if let deletesPath { disk.remove(name: deletesPath) }
  }

  private func read(_ target: UnsafeMutableRawBufferPointer, at offset: Int) -> Int32 {
    guard !isDead else { return IOError.read }
    let fault = disk.attempt(.read)
    guard fault == nil || fault == .flip else { return IOError.read }
    let count = max(0, min(target.count, file.bytes.count - offset))
    if count > 0 {
      if fault == .flip {
        let place = Int.random(in: 0..<count, using: &disk.chance)
        let bit = Int.random(in: 0..<8, using: &disk.chance)
        if disk.flipsForGood { file.flip(bit: bit, at: offset + place) }
        copy(to: target, from: offset, count)
        if !disk.flipsForGood { target[place] ^= 1 << UInt8(bit) }
      } else {
        copy(to: target, from: offset, count)
      }
    }
    guard count < target.count else { return SQLITE_OK }
    UnsafeMutableRawBufferPointer(rebasing: target[count...]).initializeMemory(
      as: UInt8.self, repeating: 0)
    return IOError.shortRead
  }

  private func copy(to target: UnsafeMutableRawBufferPointer, from offset: Int, _ count: Int) {
    file.bytes.withUnsafeBytes { target.copyBytes(from: $0[offset..<offset + count]) }
  }

  private func write(_ source: UnsafeRawBufferPointer, at offset: Int) -> Int32 {
    guard !isDead else { return IOError.write }
    let growth = Int64(max(0, offset + source.count - file.bytes.count))
    var fault = disk.attempt(.write)
    if fault == nil, growth > 0, disk.freeBytes(at: "") < growth { fault = .full }
    switch fault {
    case nil:
      file.write(source, at: offset)
      return SQLITE_OK
    case .full: return SQLITE_FULL
    case .short:
      file.write(UnsafeRawBufferPointer(rebasing: source.prefix(source.count / 2)), at: offset)
      return SQLITE_FULL
    case .torn:
      file.write(source, at: offset)
      disk.end(.torn)
      return IOError.write
    default: return IOError.write
    }
  }

  private func resize(to size: Int) -> Int32 {
    guard !isDead, disk.attempt(.truncate) == nil else { return IOError.truncate }
    file.resize(size)
    return SQLITE_OK
  }

  private func sync() -> Int32 {
    guard !isDead else { return IOError.sync }
    if let fault = disk.attempt(.sync) {
      if fault == .io { file.syncBadly(&disk.chance) }
      return IOError.sync
    }
    if disk.forgetsSyncs { return SQLITE_OK }
    file.sync()
    if syncsName {
      disk.syncNames()
      syncsName = false
    }
    return SQLITE_OK
  }

  private func map(
    _ index: Int, _ size: Int, extend: Bool,
    _ target: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  ) -> Int32 {
    if memory == nil {
      guard !isDead else { return IOError.sharedMap }
      let shared = file.sharedMemory ?? SharedMemory()
      file.sharedMemory = shared
      memory = shared
    }
    target.pointee = memory?.region(index, size: size, extend: extend)
    return SQLITE_OK
  }

  // MARK: - As SQLite calls it

  /// SQLite's table of functions.
  ///
  /// `@unchecked`: a pointer to what is written once, before anybody sees it, and never freed.
  private struct Methods: @unchecked Sendable {
    let pointer: UnsafeMutablePointer<sqlite3_io_methods>
  }

  private static let methods: Methods = {
    var methods = sqlite3_io_methods()
    methods.iVersion = 2
    methods.xClose = { file in
      SimHandle.of(file)?.close()
      guard let file else { return SQLITE_OK }
      UnsafeMutableRawPointer(file).assumingMemoryBound(to: Slot.self).pointee.handle.release()
      return SQLITE_OK
    }
    methods.xRead = { file, target, count, offset in
      guard let handle = SimHandle.of(file), let target else { return IOError.read }
      return handle.read(
        UnsafeMutableRawBufferPointer(start: target, count: Int(count)), at: Int(offset))
    }
    methods.xWrite = { file, source, count, offset in
      guard let handle = SimHandle.of(file), let source else { return IOError.write }
      return handle.write(UnsafeRawBufferPointer(start: source, count: Int(count)), at: Int(offset))
    }
    methods.xTruncate = { SimHandle.of($0)?.resize(to: Int($1)) ?? IOError.truncate }
    methods.xSync = { file, _ in SimHandle.of(file)?.sync() ?? IOError.sync }
    methods.xFileSize = { file, size in
      guard let handle = SimHandle.of(file), !handle.isDead else { return IOError.size }
      size?.pointee = Int64(handle.file.bytes.count)
      return SQLITE_OK
    }
    methods.xLock = { file, level in
      guard let handle = SimHandle.of(file), !handle.isDead else { return IOError.lock }
      return handle.file.locks.raise(handle.number, to: level) ? SQLITE_OK : SQLITE_BUSY
    }
    methods.xUnlock = { file, level in
      guard let handle = SimHandle.of(file), !handle.isDead else { return SQLITE_OK }
      handle.file.locks.lower(handle.number, to: level)
      return SQLITE_OK
    }
    methods.xCheckReservedLock = { file, result in
      result?.pointee = SimHandle.of(file)?.file.locks.isReserved == true ? 1 : 0
      return SQLITE_OK
    }
    methods.xFileControl = { _, control, argument in
      // Nothing is mapped into memory here, and that is asked for.
      guard control == SQLITE_FCNTL_MMAP_SIZE else { return SQLITE_NOTFOUND }
      argument?.storeBytes(of: 0, as: Int64.self)
      return SQLITE_OK
    }
    methods.xSectorSize = { _ in 4096 }
    methods.xDeviceCharacteristics = { _ in SQLITE_IOCAP_POWERSAFE_OVERWRITE }
    methods.xShmMap = { file, index, size, extend, target in
      guard let handle = SimHandle.of(file), let target else { return IOError.sharedMap }
      return handle.map(Int(index), Int(size), extend: extend != 0, target)
    }
    methods.xShmLock = { file, offset, count, flags in
      guard let handle = SimHandle.of(file), let memory = handle.memory else {
        return IOError.sharedLock
      }
      let slots = Int(offset)..<Int(offset + count)
      return memory.lock(handle.number, slots, flags) ? SQLITE_OK : SQLITE_BUSY
    }
    methods.xShmBarrier = { _ in }
    methods.xShmUnmap = { file, deletes in
      guard let handle = SimHandle.of(file) else { return SQLITE_OK }
      handle.memory?.forget(handle.number)
      handle.memory = nil
      if deletes != 0, !handle.isDead { handle.file.sharedMemory = nil }
      return SQLITE_OK
    }
    let pointer = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
    pointer.initialize(to: methods)
    return Methods(pointer: pointer)
  }()
}
