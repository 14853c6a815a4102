// What is wrong with a profile file, and where.

/// Why a profile file is refused.
package struct ProfileFault: Error, Hashable, Sendable {
  package enum Problem: Hashable, Sendable {
    /// The file is no JSON; the text says what was expected.
    case syntax(line: Int, expected: String)
    case missing
    /// No such field; most often a misspelling.
    case unknownField
    case twice
    /// Another kind of value is wanted, for example "a whole number".
    case wrongType(wanted: String)
    case outOfRange(Int, ClosedRange<Int>)
    /// A name that is not among the known ones.
    case unknownName(String, known: [String])
    /// The field contradicts another.
    case contradiction(String)
    case tooLarge
  }

  /// The file as it was named to the reader.
  package let file: String
  /// The field by its path, for example `drawer.pin` or `pages[3]`; empty for the whole file.
  package let field: String
  package let problem: Problem

  package init(file: String, field: String, _ problem: Problem) {
    self.file = file
    self.field = field
    self.problem = problem
  }
}

extension ProfileFault: CustomStringConvertible {
  /// A sentence naming file, field and what is wrong.
  package var description: String {
    let place = field.isEmpty ? file : "\(file): \(field)"
    switch problem {
    case .syntax(let line, let expected): return "\(place): line \(line): expected \(expected)"
    case .missing: return "\(place) is missing"
    case .unknownField: return "\(place) is no field of a profile"
    case .twice: return "\(place) is given twice"
    case .wrongType(let wanted): return "\(place) must be \(wanted)"
    case .outOfRange(let value, let range):
      return "\(place) is \(value), not \(range.lowerBound) to \(range.upperBound)"
    case .unknownName(let name, let known):
      return "\(place): \"\(name)\" is not one of \(known.joined(separator: ", "))"
    case .contradiction(let text): return "\(place) \(text)"
    case .tooLarge: return "\(place) is larger than a profile can be"
    }
  }
}
