// A file read in pieces, unpacked on the way if it is gzip (RFC 1952). Memory is bounded by the
// two buffers; several members in one file are read as one text.

internal import ArgumentParser
internal import CZlib
internal import Glibc

/// A file that is read from its beginning to its end.
final class GzipFile {
  private static let chunkBytes = 1 << 17

  /// Bytes of the file as it lies on the disk, and how many of them were read.
  let size: Int64
  private(set) var consumed: Int64 = 0

  private let path: String
  private let descriptor: Int32
  private var input = [UInt8](repeating: 0, count: chunkBytes)
  private var output = [UInt8](repeating: 0, count: chunkBytes)
  /// The unpacking stream, which must never move since zlib keeps a pointer to it; nil for a
  /// plain file.
  private var stream: UnsafeMutablePointer<z_stream>?
  private var pending = 0..<0
  private var isMemberDone = false

  /// Opens a file; two bytes at its beginning say whether it is gzip.
  ///
  /// - Throws: a usage error that names the path and the system's reason.
  init(path: String) throws {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    var info = stat()
    let isKnown = descriptor >= 0 && fstat(descriptor, &info) == 0
    size = Int64(info.st_size)
    guard isKnown else { throw TextFile.unusable(path) }
    try refill()
    guard input[pending].starts(with: [0x1F, 0x8B]) else { return }
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    self.stream = stream
    // 15 bits of window, plus 16 for a gzip header (zlib.h, inflateInit2).
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(stream, 15 + 16, ZLIB_VERSION, size) == Z_OK else {
      throw ValidationError("\(path): zlib does not start.")
    }
  }

  deinit {
    if let stream {
      inflateEnd(stream)
      stream.deallocate()
    }
    if descriptor >= 0 { close(descriptor) }
  }

  /// The next bytes of the text, or nil at its end.
  ///
  /// - Throws: a usage error for a file that is damaged or ends too early.
  func next() throws -> ArraySlice<UInt8>? {
    guard let stream else {
      if pending.isEmpty { try refill() }
      defer { pending = 0..<0 }
      return pending.isEmpty ? nil : input[pending]
    }
    while true {
      if pending.isEmpty { try refill() }
      if pending.isEmpty {
        guard isMemberDone else { throw ValidationError("\(path): the gzip file ends too early.") }
        return nil
      }
      if isMemberDone {
        inflateReset(stream)
        isMemberDone = false
      }
      let count = try inflateSome(stream)
      if count > 0 { return output[..<count] }
    }
  }

  private func inflateSome(_ stream: UnsafeMutablePointer<z_stream>) throws -> Int {
    let (result, count) = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.pointee.next_in = source.baseAddress?.advanced(by: pending.lowerBound)
        stream.pointee.avail_in = UInt32(pending.count)
        stream.pointee.next_out = target.baseAddress
        stream.pointee.avail_out = UInt32(target.count)
        let result = inflate(stream, Z_NO_FLUSH)
        return (result, target.count - Int(stream.pointee.avail_out))
      }
    }
    pending = pending.upperBound - Int(stream.pointee.avail_in)..<pending.upperBound
    guard result == Z_OK || result == Z_STREAM_END else {
      throw ValidationError("\(path): the gzip file is damaged.")
    }
    isMemberDone = result == Z_STREAM_END
    return count
  }

  private func refill() throws {
    let count = read(descriptor, &input, input.count)
    guard count >= 0 else { throw TextFile.unusable(path) }
    consumed += Int64(count)
    pending = 0..<count
  }
}
