// The control bytes of ESC/POS, by their ASCII names, and the commands that need no encoder.

/// Bytes below 0x20 that begin commands or move the paper.
enum Control {
  static let nul: UInt8 = 0x00
  static let eot: UInt8 = 0x04
  static let enq: UInt8 = 0x05
  static let tab: UInt8 = 0x09
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let dle: UInt8 = 0x10
  static let dc4: UInt8 = 0x14
  static let esc: UInt8 = 0x1B
  static let fs: UInt8 = 0x1C
  static let gs: UInt8 = 0x1D
  static let space: UInt8 = 0x20
}

/// A name of one job that the printer echoes once the job is on paper (`GS ( H`, function 48).
///
/// Four printable ASCII characters. Silence is never success: a printer drops the ids of data
/// that it clears.
package struct FenceID: Hashable, Sendable {
  /// Four bytes, each 0x20 to 0x7E.
  package let bytes: [UInt8]

  /// The id with these bytes, or nil unless there are four printable ones.
  package init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 4, bytes.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
    self.bytes = Array(bytes)
  }

  /// The id of the job with this number: ascending until it wraps after 1,679,615.
  package init(job number: UInt64) {
    let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
    var rest = Int(number % 1_679_616)
    var id: [UInt8] = []
    for _ in 0..<4 {
      id.insert(digits[rest % 36], at: 0)
      rest /= 36
    }
    bytes = id
  }
}

extension FenceID: CustomStringConvertible {
  /// The four characters.
  package var description: String { String(decoding: bytes, as: UTF8.self) }
}

extension PrinterProfile {
  /// What to send after a job so that the printer says when it is on paper; empty if it cannot.
  ///
  /// The job must end with a line feed, a feed or a cut. `GS r 1` carries no id: one job at a time.
  package func fenceBytes(_ id: FenceID) -> [UInt8] {
    switch fence {
    case .processID: [Control.gs, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30] + id.bytes
    case .paperStatus: [Control.gs, 0x72, 0x01]
    case .none: []
    }
  }

  /// The kick of the cash drawer, `ESC p m t1 t2`, in its place among what is printed.
  ///
  /// Both times are always sent: a printer that misses one swallows the bytes that follow.
  package var drawerPulse: [UInt8] {
    [Control.esc, 0x70, drawer.pin == .pin2 ? 0 : 1, drawer.onUnits, drawer.offUnits]
  }
}

extension Control {
  static let formFeed: UInt8 = 0x0C
  static let cancel: UInt8 = 0x18
}
