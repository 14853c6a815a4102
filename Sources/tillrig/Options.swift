// The words after a command: `serial=A1 port=1-2`, and texts with characters that cannot be typed.

/// The options of one command; each is taken once, and what is left was not understood.
struct Options {
  private var values: [String: String] = [:]

  init(_ words: some Sequence<Substring>) throws(Refusal) {
    for word in words {
      guard let equals = word.firstIndex(of: "=") else { throw Refusal("\(word) is no option") }
      let value = String(word[word.index(after: equals)...])
      values[String(word[..<equals])] = value.replacing("%20", with: " ")
    }
  }

  /// Refuses what nobody took.
  func finish() throws(Refusal) {
    if let word = values.keys.min() { throw Refusal("there is no option \(word)") }
  }

  mutating func text(_ name: String) -> String? { values.removeValue(forKey: name) }

  mutating func number(_ name: String) throws(Refusal) -> Int? {
    guard let text = text(name) else { return nil }
    guard let number = Int(text), (0...1_000_000_000).contains(number) else {
      throw Refusal("\(name)= is a number")
    }
    return number
  }

  mutating func flag(_ name: String) throws(Refusal) -> Bool? {
    try choice(name, of: ["yes", "no"]).map { $0 == "yes" }
  }

  mutating func choice(_ name: String, of words: [String]) throws(Refusal) -> String? {
    guard let text = text(name) else { return nil }
    guard words.contains(text) else {
      throw Refusal("\(name)= is one of \(words.joined(separator: ", "))")
    }
    return text
  }

  private mutating func code(_ name: String) throws(Refusal) -> UInt16? {
    guard let text = text(name) else { return nil }
    guard let code = UInt16(text, radix: 16) else {
      throw Refusal("\(name)= is four hexadecimal digits")
    }
    return code
  }

  /// Who the device says it is: as usual, but for what the options say.
  mutating func nameplate(
    vendor: UInt16, product: UInt16, maker: String, model: String, serial: String?
  ) throws(Refusal) -> Nameplate {
    let told = text("serial")
    return Nameplate(
      vendor: try code("vid") ?? vendor, product: try code("pid") ?? product,
      maker: text("maker") ?? maker, model: text("product") ?? model,
      serial: told.map { $0.isEmpty ? nil : $0 } ?? serial)
  }
}

/// Texts with `\r`, `\n`, `\t`, `\\` and `\xHH`.
enum Escapes {
  static func text(_ text: String) throws(Refusal) -> String {
    var result = ""
    var rest = text[...]
    while let character = rest.popFirst() {
      guard character == "\\" else {
        result.append(character)
        continue
      }
      switch rest.popFirst() {
      case "r": result.append("\r")
      case "n": result.append("\n")
      case "t": result.append("\t")
      case "\\": result.append("\\")
      case "x":
        guard rest.count >= 2, let byte = UInt8(rest.prefix(2), radix: 16) else {
          throw Refusal("\\x is followed by two hexadecimal digits")
        }
        rest.removeFirst(2)
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default: throw Refusal("there is no such escape")
      }
    }
    return result
  }
}
