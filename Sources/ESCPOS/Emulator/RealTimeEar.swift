// Real-time commands heard in whatever comes in, data or not.

/// Hears `DLE EOT`, `DLE ENQ` and `DLE DC4` in a stream of bytes, wherever they stand.
///
/// Printers obey these the moment they arrive, even within the data of a picture (Epson TM-L90
/// programming guide, DLE DC4). A command that was heard may be the beginning of no other.
struct RealTimeEar: Sendable {
  /// What came since the last DLE, at most the longest command.
  private var heard: [UInt8] = []

  /// Takes a byte; returns the command that it completes.
  mutating func hear(_ byte: UInt8) -> [UInt8]? {
    // No parameter of these commands is a DLE: one always begins anew.
    if byte == Control.dle {
      heard = [byte]
      return nil
    }
    guard !heard.isEmpty else { return nil }
    heard.append(byte)
    switch isCommand {
    case true?:
      defer { heard = [] }
      return heard
    case false?: heard = []
    case nil: break
    }
    return nil
  }

  /// Forgets a command that has begun.
  mutating func clear() { heard = [] }

  /// Whether what was heard is a command; nil while it may become one.
  private var isCommand: Bool? {
    guard heard.count > 2 else {
      let isFamily = heard[1] == Control.eot || heard[1] == Control.enq || heard[1] == Control.dc4
      return isFamily ? nil : false
    }
    switch (heard[1], heard[2]) {
    case (Control.eot, 1...4), (Control.enq, 0...2): return true
    case (Control.eot, 7), (Control.eot, 8), (Control.eot, 18): return heard.count == 4 ? true : nil
    case (Control.dc4, 1):
      if heard.count > 3, heard[3] > 1 { return false }
      if heard.count > 4 { return (1...8).contains(heard[4]) }
      return nil
    case (Control.dc4, 2): return follows([1, 8])
    case (Control.dc4, 7): return heard.count > 3 ? (1...5).contains(heard[3]) : nil
    case (Control.dc4, 8): return follows([1, 3, 20, 1, 6, 2, 8])
    default: return false
    }
  }

  /// Whether these bytes follow the command's first three; nil while they may.
  private func follows(_ rest: [UInt8]) -> Bool? {
    let given = heard.dropFirst(3)
    guard rest.starts(with: given) else { return false }
    return given.count == rest.count ? true : nil
  }
}
