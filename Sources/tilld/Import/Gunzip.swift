// Compressed bytes become plain ones in small pieces, however large the whole is.

internal import CZlib
internal import Wire

/// Decompresses gzip (RFC 1952), several members one after the other included, by zlib.
///
/// Every member's length and CRC-32 are verified. At most 64 KiB leave at a time.
final class Gunzip {
  private static let piece = 65_536
  /// zlib keeps the address of this, so it must never move.
  private let stream: UnsafeMutablePointer<z_stream>
  private var input: [UInt8]
  private var position = 0
  private var isWithinMember = false

  /// Whether a file that begins with these bytes is gzip (RFC 1952, 2.3.1).
  static func recognizes(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

  /// - Parameter input: the bytes that were read already.
  init(input: [UInt8]) throws(Fault) {
    self.input = input
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 15 bits of window, and 16 for: gzip and nothing else (zlib.h, inflateInit2).
    let code = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else {
      throw Fault(.storage, kind: "out_of_memory", "There is no memory to decompress with.")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// The next plain bytes; none at the end.
  ///
  /// - Parameter read: gives further compressed bytes, none at the end of the file.
  /// - Throws: a fault if the file is cut short or damaged, or what `read` throws.
  func next(read: () throws(Fault) -> [UInt8]) throws(Fault) -> [UInt8] {
    while true {
      if position == input.count {
        (input, position) = (try read(), 0)
        if input.isEmpty {
          guard !isWithinMember else { throw Self.truncated }
          return []
        }
      }
      // Zeros between members are padding, as tape and block devices leave it (gzip(1)).
      if !isWithinMember {
        position = input[position...].firstIndex { $0 != 0 } ?? input.count
        if position == input.count { continue }
        isWithinMember = true
      }
      let bytes = try inflateOnce()
      if !bytes.isEmpty { return bytes }
    }
  }

  private func inflateOnce() throws(Fault) -> [UInt8] {
    var code = Z_OK
    let bytes = [UInt8](unsafeUninitializedCapacity: Self.piece) { output, count in
      input.withUnsafeMutableBufferPointer { input in
        stream.pointee.next_in = input.baseAddress?.advanced(by: position)
        stream.pointee.avail_in = UInt32(input.count - position)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(output.count)
        code = inflate(stream, Z_NO_FLUSH)
        position = input.count - Int(stream.pointee.avail_in)
        count = output.count - Int(stream.pointee.avail_out)
      }
    }
    switch code {
    // Z_BUF_ERROR only says that it wants more input.
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END:
      isWithinMember = false
      inflateReset(stream)
    default: throw Self.damaged
    }
    return bytes
  }

  private static var truncated: Fault {
    Fault(
      .invalid, kind: "gzip_truncated",
      "The compressed file ends too early: it was not copied whole.", field: "path")
  }

  private static var damaged: Fault {
    Fault(
      .invalid, kind: "gzip_damaged",
      "The compressed file is damaged: what is in it does not match its checksum or format.",
      field: "path")
  }
}
