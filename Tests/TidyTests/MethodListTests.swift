// Every method that a domain declares is served by the daemon and tested with its example.

import Testing

/// The methods that a source declares: `enum SaleScan: Method`.
func declaredMethods(_ source: String) -> [String] {
  Code.lines(source).compactMap { line in
    let words = Code.words(line)
    guard let index = words.firstIndex(of: "enum"), index + 2 < words.count,
      words[index + 2] == "Method", line.contains(":")
    else { return nil }
    return words[index + 1]
  }
}

/// The methods of these that a list does not name as `Name.self`.
func unlisted(_ methods: [String], in source: String) -> [String] {
  let code = Code.lines(source).joined(separator: "\n")
  return methods.filter { !code.contains("\($0).self") }
}

struct MethodListTests {
  private let methods = Tree.swift("Sources/Domains").flatMap { declaredMethods(Tree.text($0)) }

  @Test func `every declared method is served`() {
    #expect(methods.count >= 40)
    #expect(unlisted(methods, in: Tree.text("Sources/TillLoop/Handler.swift")) == [])
  }

  @Test func `every declared method is in the list whose examples are tested`() {
    #expect(unlisted(methods, in: Tree.text("Tests/DomainsTests/MethodTests.swift")) == [])
  }

  @Test func `a method that no list names is found`() {
    let source = "package enum SaleScan: Method {\n// enum Old: Method\npackage enum A: String {\n"
    #expect(declaredMethods(source) == ["SaleScan"])
    #expect(
      unlisted(["SaleScan", "SaleAdd"], in: "read(SaleScan.self) // SaleAdd.self") == ["SaleAdd"])
  }
}
