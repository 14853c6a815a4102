// USB/IP on the wire: the headers between a host and the device it believes to be plugged in.

/// One request of the host (Linux Documentation/usb/usbip_protocol.rst; all numbers big-endian).
struct UsbipRequest: Equatable {
  enum Kind: Equatable {
    /// A transfer: for control its eight bytes of set-up; `length` is what the host sends or has
    /// room for.
    case submit(setup: [UInt8], length: Int)
    /// Gives an earlier transfer up.
    case unlink(sequence: UInt32)
  }

  static let headerBytes = 48
  /// The most that is taken for one transfer; usbfs itself stops at 16 MiB in all.
  static let transferLimit = 1 << 20

  let sequence: UInt32
  /// Number of the endpoint, with bit 7 set where the host reads.
  let endpoint: UInt8
  let kind: Kind

  var isIn: Bool { endpoint & 0x80 != 0 }

  /// Bytes that follow the header.
  var payloadBytes: Int {
    guard case .submit(_, let length) = kind, !isIn else { return 0 }
    return length
  }

  /// The request of a header, or nil when it is none that a host sends.
  init?(_ header: ArraySlice<UInt8>) {
    guard header.count >= Self.headerBytes else { return nil }
    let at = header.startIndex
    func word(_ offset: Int) -> UInt32 {
      header[(at + offset)..<(at + offset + 4)].reduce(0) { $0 << 8 | UInt32($1) }
    }
    sequence = word(4)
    endpoint = UInt8(truncatingIfNeeded: word(16) & 0x0F) | (word(12) == 1 ? 0x80 : 0)
    switch word(0) {
    case 1:
      let length = Int(word(24))
      guard length <= Self.transferLimit else { return nil }
      kind = .submit(setup: Array(header[(at + 40)..<(at + 48)]), length: length)
    case 2: kind = .unlink(sequence: word(20))
    default: return nil
    }
  }
}

/// What the device answers.
enum UsbipReply {
  /// -EPIPE: the endpoint is halted, or the request is none that the device has.
  static let stalled: Int32 = -32
  /// -ECONNRESET: the transfer was under way and was given up.
  static let unlinked: Int32 = -104

  /// RET_SUBMIT; `moved` is what of the host's bytes was taken, where nothing is sent back.
  static func submit(
    _ sequence: UInt32, status: Int32, data: [UInt8] = [], moved: Int? = nil
  ) -> [UInt8] {
    header(3, sequence)
      + words([UInt32(bitPattern: status), UInt32(moved ?? data.count), 0, 0, 0, 0, 0]) + data
  }

  /// RET_UNLINK; `moved` is told behind the status, where the kernel looks at nothing.
  static func unlink(_ sequence: UInt32, status: Int32, moved: Int) -> [UInt8] {
    header(4, sequence) + words([UInt32(bitPattern: status), UInt32(moved), 0, 0, 0, 0, 0])
  }

  private static func header(_ command: UInt32, _ sequence: UInt32) -> [UInt8] {
    words([command, sequence, 0, 0, 0])
  }

  private static func words(_ words: [UInt32]) -> [UInt8] {
    words.flatMap { word in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
    }
  }
}
