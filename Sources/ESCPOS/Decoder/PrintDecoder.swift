// Printer bytes, incoming: a job taken apart into commands. The commands of ESC, GS and FS are in
// the files beside this one; what commands draw is in Press and Page.

/// Takes ESC/POS apart; the virtual printer's ears.
///
/// Any bytes have a meaning: what is not known is `.unknown`, what is cut short `.truncated`.
/// Sizes that a job declares are believed only as far as there are bytes. Command lengths are
/// those of Epson's ESC/POS command reference and the TM-T88IV programming guide.
package enum PrintDecoder {
  /// Commands read of one job; the rest of a longer one is a single `.unread`.
  package static let commandLimit = 65_536
  /// Live sequences that are listed of one job.
  package static let liveLimit = 65_536

  /// The commands of a job; their bytes, joined, are the job, but for an `.unread` rest.
  package static func commands(in job: [UInt8]) -> [DecodedCommand] {
    var cursor = JobCursor(job)
    var commands: [DecodedCommand] = []
    while cursor.offset < job.count {
      let start = cursor.offset
      guard commands.count < commandLimit else {
        commands.append(DecodedCommand(offset: start, bytes: [], meaning: .unread))
        break
      }
      let meaning = cursor.command()
      let bytes = Array(job[start..<cursor.offset])
      commands.append(DecodedCommand(offset: start, bytes: bytes, meaning: meaning))
    }
    return commands
  }

  /// Where real-time commands stand inside the data of other commands, ascending.
  ///
  /// A printer obeys them as they arrive, whatever they stand in (Epson TM-L90 technical
  /// reference, DLE EOT): an image can kick a drawer. Sequences are `DLE EOT` 1 to 8 and 18,
  /// `DLE ENQ` 0 to 2 and `DLE DC4` 1, 2, 3, 7 and 8. At most `liveLimit` are listed.
  ///
  /// - Parameter commands: those of this same job.
  package static func live(in job: [UInt8], commands: [DecodedCommand]) -> [Int] {
    let known = Set(commands.lazy.filter { $0.bytes.first == Control.dle }.map(\.offset))
    return Array(
      RealTimeGuard.scan(job).lazy.filter { !known.contains($0) }.prefix(liveLimit))
  }
}

/// A place in a job, and the reading of one command there.
struct JobCursor {
  typealias Meaning = DecodedCommand.Meaning
  typealias Image = DecodedCommand.Image

  /// The job ends before the command does.
  struct Truncated: Error {}

  private let job: [UInt8]
  private(set) var offset = 0

  init(_ job: [UInt8]) { self.job = job }

  /// The command that begins here; the cursor is behind it afterwards.
  mutating func command() -> Meaning {
    do throws(Truncated) {
      let byte = try byte()
      switch byte {
      case Control.space...: return text()
      case Control.lineFeed: return .lineFeed
      case Control.tab: return .tab
      case 0x0C: return .formFeed
      case 0x18: return .cancel
      case Control.carriageReturn, Control.nul: return .setting
      case Control.esc: return try escape()
      case Control.gs: return try group()
      case Control.fs: return try file()
      case Control.dle: return try realTime()
      default: return .unknown
      }
    } catch {
      offset = job.count
      return .truncated
    }
  }

  private mutating func text() -> Meaning {
    let run = job[(offset - 1)...].prefix { $0 >= Control.space }
    offset = run.endIndex
    return .text(Array(run))
  }

  /// `DLE EOT`, `DLE ENQ`, `DLE DC4`: obeyed as they arrive.
  private mutating func realTime() throws(Truncated) -> Meaning {
    switch try byte() {
    case Control.eot:
      if [7, 8, 18].contains(try byte()) { try skip(1) }
      return .question
    case Control.enq: return try setting(1)
    case Control.dc4:
      switch try byte() {
      case 1:
        let pin = try byte()
        try skip(1)
        return .pulse(pin: pin & 1 == 0 ? 2 : 5)
      case 2: return try setting(2)
      case 3: return try setting(5)
      case 7:
        try skip(1)
        return .question
      case 8: return try setting(7)
      default: return .unknown
      }
    default: return .unknown
    }
  }

  // MARK: Bytes

  mutating func byte() throws(Truncated) -> UInt8 {
    guard offset < job.count else { throw Truncated() }
    defer { offset += 1 }
    return job[offset]
  }

  /// The next byte, left where it is; nil at the end.
  var next: UInt8? { offset < job.count ? job[offset] : nil }

  mutating func number() throws(Truncated) -> Int { Int(try byte()) }

  /// Two bytes, the low one first.
  mutating func word() throws(Truncated) -> Int {
    let low = try number()
    return try number() << 8 | low
  }

  /// Two bytes, the low one first, of a number that may be negative.
  mutating func signed() throws(Truncated) -> Int {
    Int(Int16(truncatingIfNeeded: try word()))
  }

  mutating func take(_ count: Int) throws(Truncated) -> ArraySlice<UInt8> {
    let start = offset
    try skip(count)
    return job[start..<offset]
  }

  /// Bytes up to a NUL, which is read too.
  mutating func takeToNul() throws(Truncated) -> ArraySlice<UInt8> {
    let data = job[offset...].prefix { $0 != Control.nul }
    try skip(data.count + 1)
    return data
  }

  mutating func skip(_ count: Int) throws(Truncated) {
    guard count <= job.count - offset else { throw Truncated() }
    offset += count
  }

  mutating func setting(_ count: Int) throws(Truncated) -> Meaning {
    try skip(count)
    return .setting
  }
}
