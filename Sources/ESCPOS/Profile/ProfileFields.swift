// The fields of one object of a profile file, taken one by one; what is left over is an error.

/// Takes typed fields and names the one that is wrong.
struct ProfileFields {
  let file: String
  private let path: String
  private var left: [(name: String, value: ProfileJSON)]

  init(_ value: ProfileJSON, file: String, path: String = "") throws(ProfileFault) {
    self.file = file
    self.path = path
    guard case .object(let fields) = value else {
      throw ProfileFault(file: file, field: path, .wrongType(wanted: "an object"))
    }
    left = fields
    var seen: Set<String> = []
    for field in fields where !seen.insert(field.name).inserted {
      throw fault(field.name, .twice)
    }
  }

  func fault(_ name: String, _ problem: ProfileFault.Problem) -> ProfileFault {
    ProfileFault(file: file, field: path.isEmpty ? name : "\(path).\(name)", problem)
  }

  /// The field's value, nil if the file has none.
  private mutating func take(_ name: String) -> ProfileJSON? {
    guard let index = left.firstIndex(where: { $0.name == name }) else { return nil }
    return left.remove(at: index).value
  }

  /// Ends the reading: every field must have been taken.
  func finish() throws(ProfileFault) {
    if let field = left.first { throw fault(field.name, .unknownField) }
  }

  mutating func text(_ name: String, default fallback: String? = nil) throws(ProfileFault) -> String
  {
    switch take(name) {
    case .string(let text) where !text.isEmpty: return text
    case nil:
      guard let fallback else { throw fault(name, .missing) }
      return fallback
    default: throw fault(name, .wrongType(wanted: "a text that is not empty"))
    }
  }

  mutating func texts(_ name: String) throws(ProfileFault) -> [String] {
    guard let value = take(name) else { return [] }
    guard case .array(let values) = value else {
      throw fault(name, .wrongType(wanted: "a list of texts"))
    }
    var texts: [String] = []
    for (index, value) in values.enumerated() {
      guard case .string(let text) = value else {
        throw fault("\(name)[\(index)]", .wrongType(wanted: "a text"))
      }
      texts.append(text)
    }
    return texts
  }

  mutating func number(
    _ name: String, _ range: ClosedRange<Int>, default fallback: Int? = nil
  ) throws(ProfileFault) -> Int {
    switch take(name) {
    case .number(let number):
      guard range.contains(number) else { throw fault(name, .outOfRange(number, range)) }
      return number
    case nil:
      guard let fallback else { throw fault(name, .missing) }
      return fallback
    default: throw fault(name, .wrongType(wanted: "a whole number"))
    }
  }

  mutating func flag(_ name: String) throws(ProfileFault) -> Bool {
    switch take(name) {
    case .bool(let flag): return flag
    case nil: return false
    default: throw fault(name, .wrongType(wanted: "true or false"))
    }
  }

  /// One of the names of a type.
  mutating func name<Name: RawRepresentable & CaseIterable>(
    _ name: String, default fallback: Name? = nil
  ) throws(ProfileFault) -> Name where Name.RawValue == String {
    if fallback != nil, !left.contains(where: { $0.name == name }), let fallback { return fallback }
    return try Self.known(try text(name), name, self)
  }

  /// A set of names of a type.
  mutating func names<Name: RawRepresentable & CaseIterable & Hashable>(
    _ name: String
  ) throws(ProfileFault) -> Set<Name> where Name.RawValue == String {
    var names: Set<Name> = []
    for (index, text) in try texts(name).enumerated() {
      guard names.insert(try Self.known(text, "\(name)[\(index)]", self)).inserted else {
        throw fault("\(name)[\(index)]", .twice)
      }
    }
    return names
  }

  /// The object in a field.
  mutating func object(_ name: String) throws(ProfileFault) -> ProfileFields? {
    guard let value = take(name) else { return nil }
    return try ProfileFields(value, file: file, path: path.isEmpty ? name : "\(path).\(name)")
  }

  private static func known<Name: RawRepresentable & CaseIterable>(
    _ text: String, _ field: String, _ fields: ProfileFields
  ) throws(ProfileFault) -> Name where Name.RawValue == String {
    guard let name = Name(rawValue: text) else {
      throw fields.fault(field, .unknownName(text, known: Name.allCases.map(\.rawValue)))
    }
    return name
  }
}
