// Words that code may not hold, each looked for where it matters.

import Testing

/// Places in code, as `path:line`, where a rule finds something.
private func places(
  _ path: String, _ source: String, _ finds: (String) -> Bool
) -> [String] {
  Code.lines(source).enumerated().filter { finds($0.element) }.map { "\(path):\($0.offset + 1)" }
}

/// Floating-point types, which never come near money.
func floats(_ path: String, _ source: String) -> [String] {
  // A time-out of the database is seconds as its library wants them.
  let timeouts = path == "Sources/Store/Connection.swift"
  return places(path, source) { line in
    if timeouts && line.contains("busySeconds") { return false }
    return !Set(Code.words(line)).isDisjoint(with: [
      "Double", "Float", "CGFloat", "Float32", "Float64", "Decimal",
    ])
  }
}

/// Calls and operators that end the process.
func traps(_ path: String, _ source: String) -> [String] {
  places(path, source) { line in
    line.contains("try!") || line.contains("as!") || call("fatalError", in: line)
  }
}

/// Calls of the standard `print`, unless the file has one of its own.
func prints(_ path: String, _ source: String) -> [String] {
  let lines = Code.lines(source)
  if path.hasSuffix("/Main.swift") || lines.contains(where: { $0.contains("func print(") }) {
    return []
  }
  return places(path, source) { call("print", in: $0) || call("debugPrint", in: $0) }
}

/// Whether a line calls a free function of this name.
private func call(_ name: String, in line: String) -> Bool {
  var rest = line[...]
  while let range = rest.firstRange(of: "\(name)(") {
    let before = rest[..<range.lowerBound]
    let isDeclared = before.hasSuffix("func ") || before.hasSuffix("case ")
    let isMember = before.last.map { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." } ?? false
    if !isDeclared && !isMember { return true }
    rest = rest[range.upperBound...]
  }
  return false
}

/// Notes about work that is not done, in code and comments alike.
func reminders(_ path: String, _ source: String) -> [String] {
  // Written in halves, so that this file does not find itself.
  let notes = ["TO" + "DO", "FIX" + "ME", "XX" + "X:", "HA" + "CK:"]
  return source.split(separator: Character("\n"), omittingEmptySubsequences: false).enumerated()
    .filter { line in notes.contains { line.element.contains($0) } }
    .map { "\(path):\($0.offset + 1)" }
}

struct WordTests {
  private func found(
    _ files: [String], _ rule: (String, String) -> [String]
  ) -> [String] { files.flatMap { rule($0, Tree.text($0)) } }

  @Test func `no floating point comes near money`() {
    let folders = ["Values", "Domains", "TillLoop", "Receipt", "Wire", "Store"]
    let files = folders.flatMap { Tree.swift("Sources/\($0)") }
    #expect(files.count > 80)
    #expect(found(files, floats) == [])
  }

  @Test func `floating point is found in code and not in words about it`() {
    #expect(floats("a", "let price: Double = 1") == ["a:1"])
    #expect(floats("a", "\nfunc f() -> Decimal? { nil }") == ["a:2"])
    #expect(floats("Sources/Store/Connection.swift", "let price: Double") != [])
    #expect(floats("a", "// no Double\nlet doubled = \"Float\"; let aDouble = 1") == [])
  }

  @Test func `nothing ends the process by surprise`() {
    #expect(found(Tree.swift("Sources"), traps) == [])
  }

  @Test func `a trap is found`() {
    #expect(traps("a", "let a = try! f()") != [])
    #expect(traps("a", "let a = b as! C") != [])
    #expect(traps("a", "guard let a else { fatalError(\"x\") }") != [])
    #expect(traps("a", "let a = try? f() // not try!\nlet b = \"as!\"") == [])
    #expect(traps("a", "/* fatalError( */ let a = 1") == [])
  }

  @Test func `only a main prints`() {
    #expect(found(Tree.swift("Sources"), prints) == [])
  }

  @Test func `a print is found, and a printer's own is not`() {
    #expect(prints("Sources/x/A.swift", "  print(\"here\")") != [])
    #expect(prints("Sources/x/A.swift", "if a { debugPrint(a) }") != [])
    #expect(prints("Sources/x/Main.swift", "print(\"ready\")") == [])
    #expect(prints("Sources/x/A.swift", "printer.print(page); blueprint(1)") == [])
    #expect(prints("Sources/x/A.swift", "func print(_ a: Int) {}\nprint(1)") == [])
    #expect(prints("Sources/x/A.swift", "case print(job: Int64)") == [])
  }

  @Test func `nothing waits to be done`() {
    #expect(found(Tree.swift("Sources", "Tests"), reminders) == [])
  }

  @Test func `a reminder is found`() {
    #expect(reminders("a", "// \("TO" + "DO"): later") == ["a:1"])
    #expect(reminders("a", "let a = 1\n// \("FIX" + "ME")") == ["a:2"])
    #expect(reminders("a", "// all done") == [])
  }

  @Test func `code is told from comments and texts`() {
    let source = #"""
      let a = "x // y" // z
      /* b */ let c = "\"" + d
      """#
    #expect(
      Code.lines(source) == ["let a =  ", " let c =  + d"] || Code.lines(source)[0] == "let a =  ")
    #expect(!Code.lines(source)[0].contains("z") && Code.lines(source)[1].contains("+ d"))
  }
}
