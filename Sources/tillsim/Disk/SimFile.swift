// One file: as the process sees it, as the platter holds it, and what lies between.

internal import Values

/// A file on a simulated disk.
///
/// It knows two contents: what was written, and what a power cut leaves. Between two syncs the disk
/// keeps sectors of 512 bytes in any order it likes.
final class SimFile {
  static let sector = 512

  private enum Change {
    case write(offset: Int, bytes: [UInt8])
    case size(Int)
  }

  /// What a process reads.
  private(set) var bytes: [UInt8] = []
  /// What is on the platter.
  private var durable: [UInt8] = []
  private var pending: [Change] = []
  /// Room that is taken without content.
  var reserved: Int64 = 0

  var locks = FileLocks()
  var sharedMemory: SharedMemory?

  init() {}

  /// The same content on another disk.
  init(copying other: SimFile) {
    (bytes, durable, pending) = (other.bytes, other.durable, other.pending)
    reserved = other.reserved
  }

  var size: Int64 { Int64(bytes.count) + reserved }
  var isDirty: Bool { !pending.isEmpty }

  func write(_ source: UnsafeRawBufferPointer, at offset: Int) {
    Self.put(source, at: offset, into: &bytes)
    pending.append(.write(offset: offset, bytes: Array(source)))
  }

  func resize(_ size: Int) {
    Self.resize(&bytes, to: size)
    pending.append(.size(size))
  }

  /// Everything written so far is on the platter.
  func sync() {
    for change in pending { Self.apply(change, to: &durable) }
    pending = []
  }

  /// A sync that failed: any part is on the platter, and nobody will ever write the rest.
  func syncBadly(_ chance: inout Entropy) { keepSome(&chance) }

  /// What was read is read from the platter again.
  func dropCache() {
    if pending.isEmpty { bytes = durable }
  }

  /// The power is gone: nothing of what was not synced is kept, or some of it.
  func losePower(keepingSome: Bool, _ chance: inout Entropy) {
    if keepingSome { keepSome(&chance) }
    pending = []
    bytes = durable
    locks = FileLocks()
    sharedMemory = nil
  }

  /// The process is gone, and its locks with it.
  func loseProcess() {
    locks = FileLocks()
    sharedMemory = nil
  }

  /// A bit changes by itself, on the platter and wherever it is kept.
  func flip(bit: Int, at offset: Int) {
    bytes[offset] ^= 1 << UInt8(bit)
    if offset < durable.count { durable[offset] = bytes[offset] }
  }

  private func keepSome(_ chance: inout Entropy) {
    // Some cuts keep nearly all, some nearly nothing, most something in between.
    let rate = [50_000, 500_000, 950_000][Int.random(in: 0..<3, using: &chance)]
    for change in pending {
      switch change {
      case .size:
        if Int.random(in: 0..<1_000_000, using: &chance) < rate { Self.apply(change, to: &durable) }
      case .write(let offset, let bytes):
        var start = 0
        while start < bytes.count {
          let end = min(bytes.count, ((offset + start) / Self.sector + 1) * Self.sector - offset)
          if Int.random(in: 0..<1_000_000, using: &chance) < rate {
            bytes[start..<end].withUnsafeBytes {
              Self.put($0, at: offset + start, into: &durable)
            }
          }
          start = end
        }
      }
    }
    pending = []
  }

  private static func apply(_ change: Change, to content: inout [UInt8]) {
    switch change {
    case .size(let size): resize(&content, to: size)
    case .write(let offset, let bytes):
      bytes.withUnsafeBytes { put($0, at: offset, into: &content) }
    }
  }

  private static func resize(_ content: inout [UInt8], to size: Int) {
    if size < content.count {
      content.removeLast(content.count - size)
    } else {
      content.append(contentsOf: repeatElement(0, count: size - content.count))
    }
  }

  private static func put(
    _ source: UnsafeRawBufferPointer, at offset: Int, into content: inout [UInt8]
  ) {
    let end = offset + source.count
    if end > content.count { resize(&content, to: end) }
    content.withUnsafeMutableBytes { $0[offset..<end].copyBytes(from: source) }
  }
}
