// The plain files beside a database, on a simulated disk.

internal import Store
internal import Values

extension SimDisk: Medium {
  func databaseName(of path: String) -> String {
    isSealed ? Seal.uri(path, over: vfsName) : "file:\(path)?vfs=\(vfsName)"
  }

  func lock(_ directory: String) throws(StoreFault) -> any StoreLock { FreeLock() }

  func randomBytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: chance.next()) }
  }

  func volatileKind(at path: String) throws(StoreFault) -> String? { nil }

  func freeBytes(at path: String) -> Int64 { max(0, capacity - usedBytes) }

  func size(of path: String) -> Int64? { file(path)?.size }

  /// Directories are made by being named.
  func makeDirectory(_ path: String) throws(StoreFault) {}

  func touch(_ path: String) throws(StoreFault) {
    try pass(.open, path)
    if file(path) == nil { _ = make(path) }
  }

  func write(_ bytes: [UInt8], to path: String) throws(StoreFault) {
    try pass(.open, path)
    let file = file(path) ?? make(path)
    file.resize(0)
    try put(bytes, in: file, path)
    try sync(file, path)
  }

  func read(_ path: String, limit: Int) throws(StoreFault) -> [UInt8]? {
    guard let file = file(path) else { return nil }
    try pass(.read, path)
    return Array(file.bytes.prefix(limit))
  }

  func synchronize(_ path: String) throws(StoreFault) {
    try pass(.sync, path)
    if let file = file(path) { file.sync() } else { syncNames() }
  }

  func dropCache(of path: String) { file(path)?.dropCache() }

  func copy(_ source: String, to target: String) throws(StoreFault) {
    guard let bytes = file(source)?.bytes, file(target) == nil else {
      throw .unusable(path: target, reason: "there is nothing to copy, or it is there already")
    }
    try pass(.read, source)
    try write(bytes, to: target)
  }

  func move(_ source: String, to target: String, in directory: String) throws(StoreFault) {
    try pass(.open, target)
    rename(source, to: target)
    try synchronize(directory)
  }

  @discardableResult
  func remove(_ path: String) -> Bool {
    guard file(path) != nil, attempt(.delete) == nil else { return false }
    remove(name: path)
    return true
  }

  func abandon(_ connection: AnyObject) { keepOpen(connection) }

  func reserve(_ bytes: Int64, at path: String) -> Bool {
    if size(of: path) == bytes { return true }
    guard attempt(.write) == nil, freeBytes(at: path) > bytes else { return false }
    (file(path) ?? make(path)).reserved = bytes
    return true
  }

  private func pass(_ operation: DiskOperation, _ path: String) throws(StoreFault) {
    if let fault = attempt(operation) { throw refusal(fault, path) }
  }

  private func put(_ bytes: [UInt8], in file: SimFile, _ path: String) throws(StoreFault) {
    let fault = attempt(.write)
    switch fault {
    case nil, .torn: bytes.withUnsafeBytes { file.write($0, at: 0) }
    case .short: bytes[..<(bytes.count / 2)].withUnsafeBytes { file.write($0, at: 0) }
    default: break
    }
    if fault == .torn { end(.torn) }
    if let fault { throw refusal(fault, path) }
  }

  private func sync(_ file: SimFile, _ path: String) throws(StoreFault) {
    switch attempt(.sync) {
    case nil: file.sync()
    case .io:
      file.syncBadly(&chance)
      throw refusal(.io, path)
    case let fault?: throw refusal(fault, path)
    }
  }

  private func refusal(_ fault: DiskFault, _ path: String) -> StoreFault {
    switch fault {
    case .full, .short: .full
    default: .unusable(path: path, reason: "the simulated disk failed: \(fault.rawValue)")
    }
  }
}

/// A simulated machine runs one process.
private struct FreeLock: StoreLock {
  func release() {}
}
