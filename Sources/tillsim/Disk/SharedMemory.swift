// What the connections to one database share: the index of its journal, and locks on it
// (sqlite.org/walformat.html#the_wal_index_file_format).

internal import GRDBSQLite

/// The shared memory of one database file, while a process has it open.
final class SharedMemory {
  private var regions: [UnsafeMutableRawPointer] = []
  /// By slot: the handles that share it, or the one that has it alone.
  private var shared = [Set<Int>](repeating: [], count: Int(SQLITE_SHM_NLOCK))
  private var alone = [Int?](repeating: nil, count: Int(SQLITE_SHM_NLOCK))

  deinit { for region in regions { region.deallocate() } }

  /// A region of so many bytes; nil if there is none yet and none is to be made.
  func region(_ index: Int, size: Int, extend: Bool) -> UnsafeMutableRawPointer? {
    guard index >= regions.count else { return regions[index] }
    guard extend else { return nil }
    while regions.count <= index {
      let region = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 4096)
      region.initializeMemory(as: UInt8.self, repeating: 0, count: size)
      regions.append(region)
    }
    return regions[index]
  }

  /// Takes or gives back locks; false if another handle stands in the way.
  func lock(_ handle: Int, _ slots: Range<Int>, _ flags: Int32) -> Bool {
    if flags & SQLITE_SHM_UNLOCK != 0 {
      for slot in slots {
        shared[slot].remove(handle)
        if alone[slot] == handle { alone[slot] = nil }
      }
      return true
    }
    let wantsAlone = flags & SQLITE_SHM_EXCLUSIVE != 0
    for slot in slots {
      if let holder = alone[slot], holder != handle { return false }
      if wantsAlone, !shared[slot].subtracting([handle]).isEmpty { return false }
    }
    for slot in slots {
      if wantsAlone { alone[slot] = handle } else { shared[slot].insert(handle) }
    }
    return true
  }

  func forget(_ handle: Int) { _ = lock(handle, 0..<Int(SQLITE_SHM_NLOCK), SQLITE_SHM_UNLOCK) }
}
