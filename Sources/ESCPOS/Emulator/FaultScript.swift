// A story of faults, as data and as text: what goes wrong with an emulated printer, and when.

/// What happens to an emulated printer, and at which moment of its work.
///
/// As text, one fault on each line, `at WHEN WHAT`; blank lines and what follows `#` mean nothing:
///
///     at byte 812 paper-end      # once 812 bytes were taken
///     at 300ms cover-opened
///     at 2500ms cover-closed
///     at dot 120 overheated 400  # once the paper has moved 120 dots
///     after job 2 power-cut 1500 # once the second fence was read
///
/// Bytes, dots, jobs and milliseconds are counted from when the script was given to the printer.
package struct FaultScript: Sendable, Equatable {
  package enum Moment: Sendable, Equatable {
    case byte(Int)
    case millisecond(Int)
    case dot(Int)
    case job(Int)
  }

  package struct Step: Sendable, Equatable {
    package let moment: Moment
    package let fault: PrinterFault
  }

  /// Bounds of a script, so that no file of any size does harm.
  package static let stepLimit = 1000

  package private(set) var steps: [Step] = []

  package init() {}

  /// The script with one more step.
  package func at(_ moment: Moment, _ fault: PrinterFault) -> FaultScript {
    var script = self
    script.steps.append(Step(moment: moment, fault: fault))
    return script
  }
}

/// What is wrong with the text of a fault script.
package struct FaultScriptFault: Error, Equatable, CustomStringConvertible {
  /// Counted from 1.
  package let line: Int
  package let why: String

  package var description: String { "line \(line): \(why)" }
}

extension FaultScript {
  /// The script that a text tells.
  ///
  /// - Throws: `FaultScriptFault` with the line and what would be right there.
  package init(_ text: String) throws(FaultScriptFault) {
    self.init()
    var number = 0
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace).map(String.init)
      guard !words.isEmpty else { continue }
      do throws(Misread) {
        guard steps.count < Self.stepLimit else {
          throw Misread(why: "a script has at most \(Self.stepLimit) steps")
        }
        steps.append(try Self.step(words))
      } catch {
        throw FaultScriptFault(line: number, why: error.why)
      }
    }
  }

  private struct Misread: Error { let why: String }

  private static func step(_ words: [String]) throws(Misread) -> Step {
    let shape = "a line is `at byte N`, `at dot N`, `at Nms` or `after job N`, then a fault"
    var rest = words[...]
    let moment: Moment
    switch (rest.popFirst(), rest.popFirst()) {
    case ("at", "byte"?): moment = .byte(try count(rest.popFirst(), shape))
    case ("at", "dot"?): moment = .dot(try count(rest.popFirst(), shape))
    case ("at", let time?) where time.hasSuffix("ms"):
      moment = .millisecond(try count(String(time.dropLast(2)), shape))
    case ("after", "job"?): moment = .job(try count(rest.popFirst(), shape))
    default: throw Misread(why: shape)
    }
    guard let name = rest.popFirst() else { throw Misread(why: shape) }
    let fault = try fault(name, &rest)
    guard rest.isEmpty else { throw Misread(why: "\(name) is followed by too much") }
    return Step(moment: moment, fault: fault)
  }

  private static func fault(
    _ name: String, _ rest: inout ArraySlice<String>
  ) throws(Misread) -> PrinterFault {
    let time = "\(name) is followed by its milliseconds"
    switch name {
    case "paper-near-end": return .paperNearEnd
    case "paper-end": return .paperEnd
    case "paper-loaded": return .paperLoaded
    case "cover-opened": return .coverOpened
    case "cover-closed": return .coverClosed
    case "cutter-jammed": return .cutterJammed
    case "overheated": return .overheated(try count(rest.popFirst(), time))
    case "broken": return .broken
    case "power-cut": return .powerCut(try count(rest.popFirst(), time))
    case "unplugged": return .unplugged
    case "plugged": return .plugged
    case "drawer-opened": return .drawerOpened
    case "drawer-shut": return .drawerShut
    case "feed-pressed": return .feedPressed
    case "hung": return .hung(try count(rest.popFirst(), time))
    case "noise":
      let text = rest.popFirst() ?? ""
      let bytes = Array(text.utf8)
      let pairs = stride(from: 0, to: bytes.count - bytes.count % 2, by: 2).compactMap { index in
        UInt8(String(decoding: bytes[index...(index + 1)], as: UTF8.self), radix: 16)
      }
      guard !pairs.isEmpty, pairs.count * 2 == bytes.count else {
        throw Misread(why: "noise is followed by its bytes in hex, without spaces")
      }
      return .noise(pairs)
    default: throw Misread(why: "there is no fault \(name)")
    }
  }

  /// A number of up to nine digits.
  private static func count(_ word: String?, _ why: String) throws(Misread) -> Int {
    guard let word, word.utf8.count <= 9, let number = Int(word), number >= 0 else {
      throw Misread(why: why)
    }
    return number
  }
}
