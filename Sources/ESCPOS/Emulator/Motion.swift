// One movement of the paper: a line, a picture, a feed or a cut, with the bytes that asked for it.

/// What the print mechanism does in one go.
struct Motion: Sendable {
  enum Kind: Sendable {
    case line
    /// A `GS v 0` picture whose header begins at this place of `bytes`.
    case picture(at: Int)
    case cut
  }

  var kind: Kind
  /// The commands that led to it since the motion before, as they will stand on the paper.
  var bytes: [UInt8]
  /// How far the paper moves.
  let dots: Int
  var done = 0

  /// What is on paper if it stops now: nothing of a line, the finished rows of a picture.
  var half: [UInt8] {
    guard case .picture(let start) = kind, done > 0 else { return [] }
    return Array(bytes[..<start]) + Self.rows(of: bytes[start...], dots: done)
  }

  /// A `GS v 0` command cut down to the rows that are in it whole, and to so many dots.
  static func rows(of command: ArraySlice<UInt8>, dots: Int = .max) -> [UInt8] {
    let command = Array(command)
    guard command.count > 8 else { return [] }
    let width = Int(command[4]) | Int(command[5]) << 8
    let declared = Int(command[6]) | Int(command[7]) << 8
    guard width > 0 else { return [] }
    let tall = command[3] & 2 == 0 ? 1 : 2
    let rows = min(declared, (command.count - 8) / width, dots / tall)
    guard rows > 0 else { return [] }
    return command[..<6] + [UInt8(rows & 0xFF), UInt8(rows >> 8)] + command[8..<(8 + rows * width)]
  }
}

/// What of the printer's settings decides how far a line moves the paper.
struct Carriage: Sendable {
  var font = Font.a
  var width = 1
  var height = 1
  /// Dots from line to line.
  var spacing = 30
  var symbolHeight = 162
  /// Dots of the line that are taken, across.
  var used = 0
  /// Dots of the tallest thing in the line.
  var tallest = 0
  /// Dots of the picture that `GS ( L` keeps until it is printed.
  var storedRows = 0

  /// Dots that the line moves the paper.
  var lineDots: Int { max(spacing, tallest) }
}
