// The choice between the code sets of Code 128: the fewest symbol characters of all, but never
// bytes that a printer would obey.

/// The shortest way through the code sets A, B and C for one content.
///
/// The shift is not used for characters above U+007F: readers disagree on its place beside FNC4.
///
/// Set C halves the width of digits, but `GS k` carries each pair as one byte below 100, and the
/// digits 160401 would be the bytes 10 04 01, a status question that the printer answers in the
/// middle of the data; 162001 would kick the drawer. Set A carries control characters as they are.
/// So the search keeps count of how far into a command the bytes have come, and a way that would
/// complete one is no way: it then leaves set C for one digit pair, at the cost of a few modules.
enum Code128Path {
  private enum CodeSet: Int, CaseIterable {
    // The order settles ties: set B can be sent to every printer.
    case b, a, c

    var name: UInt8 {
      switch self {
      case .a: UInt8(ascii: "A")
      case .b: UInt8(ascii: "B")
      case .c: UInt8(ascii: "C")
      }
    }
  }

  /// The best known way to one point: so many units done, in this set, this deep in a command.
  private struct Way {
    var cost: Int
    var previous: (unit: Int, state: Int)
    var bytes: [UInt8]
  }

  private static let brace = UInt8(ascii: "{")
  /// Three sets, FNC4 latched or not, three depths.
  private static let stateCount = 18

  /// The payload, or nil if none is free of real-time commands.
  static func payload(of units: [Code128Unit]) -> [UInt8]? {
    var ways = Array(
      repeating: [Way?](repeating: nil, count: stateCount), count: units.count + 1)
    let needs = Needs(units)
    for set in needs.sets {
      ways[0][set.rawValue * 6] = Way(cost: 1, previous: (-1, 0), bytes: [brace, set.name])
    }
    for index in units.indices {
      for state in 0..<stateCount {
        guard let way = ways[index][state], let from = CodeSet(rawValue: state / 6) else {
          continue
        }
        for step in steps(units, index, from, isHigh: state % 6 > 2, needs) {
          var depth = state % 3
          var isLive = false
          for byte in step.bytes {
            guard let next = LiveBytes.depth(after: byte, at: depth) else {
              isLive = true
              break
            }
            depth = next
          }
          if isLive { continue }
          let target = step.set.rawValue * 6 + (step.isHigh ? 3 : 0) + depth
          let cost = way.cost + step.cost
          let known = ways[index + step.units][target]
          if known.map({ cost < $0.cost }) ?? true {
            ways[index + step.units][target] = Way(
              cost: cost, previous: (index, state), bytes: step.bytes)
          }
        }
      }
    }
    // A way that ends two bytes deep leaves the third to whatever comes next.
    let ends = (0..<stateCount).filter { $0 % 3 < 2 }
    let best = ends.compactMap { state in ways[units.count][state].map { ($0.cost, state) } }
      .min { $0 < $1 }
    guard let best else { return nil }
    var (unit, state) = (units.count, best.1)
    var pieces: [[UInt8]] = []
    while unit >= 0, let way = ways[unit][state] {
      pieces.append(way.bytes)
      (unit, state) = way.previous
    }
    return Array(pieces.reversed().joined())
  }

  /// What the content asks for: ways through what it does not need are not searched.
  private struct Needs {
    var hasControls = false
    var hasHigh = false

    init(_ units: [Code128Unit]) {
      for case .character(let byte) in units {
        if byte & 0x7F < 0x20 { hasControls = true }
        if byte >= 0x80 { hasHigh = true }
      }
    }

    /// All but control characters are in sets B and C.
    var sets: [CodeSet] { hasControls ? CodeSet.allCases : [.b, .c] }
  }

  private struct Step {
    let units: Int
    let set: CodeSet
    /// Whether characters above U+007F are drawn without an FNC4 before each.
    let isHigh: Bool
    let cost: Int
    let bytes: [UInt8]
  }

  /// Every way to draw what comes next, from a set: as it is, after a change, or after a shift.
  private static func steps(
    _ units: [Code128Unit], _ index: Int, _ from: CodeSet, isHigh: Bool, _ needs: Needs
  ) -> [Step] {
    var steps: [Step] = []
    let latch = [brace, UInt8(ascii: "4"), brace, UInt8(ascii: "4")]
    for set in needs.sets {
      for high in set == .c || !needs.hasHigh ? [isHigh] : [isHigh, !isHigh] {
        var before = set == from ? [] : [brace, set.name]
        var cost = before.isEmpty ? 0 : 1
        if high != isHigh {
          before += latch
          cost += 2
        }
        if let drawn = drawn(units, index, set, isHigh: high) {
          steps.append(
            Step(
              units: drawn.units, set: set, isHigh: high, cost: cost + drawn.cost,
              bytes: before + drawn.bytes))
        }
        let other: CodeSet? = set == .a ? .b : set == .b ? .a : nil
        if let other, needs.hasControls, case .character(let byte) = units[index],
          (byte < 0x80) != high,
          let shifted = drawn(units, index, other, isHigh: high)
        {
          steps.append(
            Step(
              units: 1, set: set, isHigh: high, cost: cost + 1 + shifted.cost,
              bytes: before + [brace, UInt8(ascii: "S")] + shifted.bytes))
        }
      }
    }
    return steps
  }

  /// What a set draws next: how many units, symbol characters and bytes; nil if it cannot.
  private static func drawn(
    _ units: [Code128Unit], _ index: Int, _ set: CodeSet, isHigh: Bool
  ) -> (units: Int, cost: Int, bytes: [UInt8])? {
    switch units[index] {
    case .function1: return (1, 1, [brace, UInt8(ascii: "1")])
    case .function2: return set == .c ? nil : (1, 1, [brace, UInt8(ascii: "2")])
    case .function3: return set == .c ? nil : (1, 1, [brace, UInt8(ascii: "3")])
    case .character(let byte):
      if set == .c {
        guard index + 1 < units.count, case .character(let next) = units[index + 1],
          (0x30...0x39).contains(byte), (0x30...0x39).contains(next)
        else { return nil }
        return (2, 1, [(byte - 0x30) * 10 + next - 0x30])
      }
      let low = byte & 0x7F
      guard set == .a ? low < 0x60 : low >= 0x20 else { return nil }
      let bytes = low == brace ? [brace, brace] : [low]
      return (byte < 0x80) != isHigh ? (1, 1, bytes) : (1, 2, [brace, UInt8(ascii: "4")] + bytes)
    }
  }
}
