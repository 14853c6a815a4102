// Arrows point down only: which target may import what.

import Testing

/// The house as ARCHITECTURE.md draws it: each target, and what it may lean on.
private let house: [String: Set<String>] = [
  "Values": ["Crypto"],
  "ESCPOS": ["Values"],
  "Scanner": ["Values"],
  "Wire": ["Values"],
  "Domains": ["Values", "Wire"],
  "Receipt": ["Values", "ESCPOS"],
  "TillLoop": ["Values", "ESCPOS", "Scanner", "Wire", "Domains", "Receipt"],
  "Store": ["Values", "Domains", "CSeal", "GRDB"],
  "Devices": [
    "Values", "ESCPOS", "Scanner", "CUSB", "CUdev", "CEvdev", "CXKB", "CZint", "CLinux",
  ],
  "tilld": [
    "Values", "ESCPOS", "Scanner", "Wire", "Domains", "Receipt", "TillLoop", "Store", "Devices",
    "CLinux", "CSystemd", "CZlib", "NIOCore", "NIOPosix", "Logging", "Configuration",
    "ServiceLifecycle", "UnixSignals", "DequeModule", "SystemPackage",
  ],
  "till": [
    "Values", "ESCPOS", "Scanner", "Wire", "Domains", "Receipt", "Devices", "CLinux", "CZlib",
    "ArgumentParser",
  ],
  "tillweb": [
    "Values", "Wire", "Domains", "Receipt", "CLinux", "Hummingbird", "HummingbirdCore", "NIOCore",
    "NIOPosix", "Logging", "ServiceLifecycle",
  ],
  "tillbench": [
    "Values", "ESCPOS", "Scanner", "Wire", "Domains", "Receipt", "TillLoop", "Store", "CLinux",
  ],
  "tillrig": ["ESCPOS", "Scanner"],
  "tillsim": [
    "Values", "ESCPOS", "Scanner", "Wire", "Domains", "Receipt", "TillLoop", "Store",
    "ArgumentParser", "GRDBSQLite",
  ],
  "TillTestKit": ["Values", "ESCPOS", "Scanner", "Wire", "Domains", "Receipt", "TillLoop"],
]

private let pure: Set = ["Values", "ESCPOS", "Scanner", "Wire", "Domains", "Receipt", "TillLoop"]

/// Modules of the system: the edge may use them, the pure targets may not.
private let system: Set = [
  "Glibc", "Foundation", "FoundationEssentials", "Synchronization", "Dispatch",
]

/// The one file of a pure target that may use one: JSON is Codable's.
private let exceptions = ["Sources/Wire/JSON.swift": "FoundationEssentials"]

/// The modules that a Swift file imports.
func imports(_ source: String) -> [String] {
  Code.lines(source).compactMap { line in
    let words = Code.words(line)
    guard let index = words.firstIndex(of: "import"), index + 1 < words.count,
      words[..<index].allSatisfy({
        ["public", "package", "internal", "private", "fileprivate", "testable", "preconcurrency"]
          .contains($0)
      })
    else { return nil }
    let kinds = ["struct", "class", "enum", "func", "protocol", "typealias", "var", "let"]
    let name = words[index + 1]
    return kinds.contains(name) && index + 2 < words.count ? words[index + 2] : name
  }
}

/// What a file imports that its target may not.
func strayImports(_ path: String, _ source: String) -> [String] {
  let target = Tree.target(of: path)
  guard let allowed = house[target] else { return ["\(path): the house has no \(target)"] }
  return imports(source).filter { module in
    if allowed.contains(module) || exceptions[path] == module { return false }
    return pure.contains(target) || !system.contains(module)
  }.map { "\(path): \($0)" }
}

/// The quoted words of a target's declaration in the manifest.
func declared(_ target: String, _ manifest: String) -> Set<String> {
  let lines = manifest.split(separator: Character("\n")).map(String.init)
  let first = lines.indices.first { index in
    let opening = lines[max(0, index - 1)...index].joined(separator: " ")
    return lines[index].contains("name: \"\(target)\",") && opening.contains("arget(")
  }
  guard let first else { return [] }
  var words: Set<String> = []
  for line in lines[first...] {
    words.formUnion(
      line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
        .filter { $0.offset % 2 == 1 }.map { String($0.element) })
    if line.contains("swiftSettings:") { break }
  }
  return words
}

struct ImportTests {
  @Test func `no file imports what its target may not`() {
    let stray = Tree.swift("Sources").flatMap { strayImports($0, Tree.text($0)) }
    #expect(stray == [])
  }

  @Test func `a stray import is found`() {
    #expect(strayImports("Sources/Values/A.swift", "internal import Glibc\n") != [])
    #expect(strayImports("Sources/Domains/A.swift", "// x\nimport FoundationEssentials\n") != [])
    #expect(strayImports("Sources/Wire/Fault.swift", "internal import FoundationEssentials") != [])
    #expect(strayImports("Sources/Devices/A.swift", "package import Store") != [])
    #expect(strayImports("Sources/Store/A.swift", "@testable import Devices") != [])
    #expect(strayImports("Sources/till/A.swift", "internal import GRDB") != [])
    #expect(strayImports("Sources/Store/A.swift", "internal import NIOCore") != [])
    #expect(strayImports("Sources/TillLoop/A.swift", "import struct Store.Writer") != [])
    #expect(strayImports("Sources/Garage/A.swift", "") != [])
  }

  @Test func `an allowed import and a comment about one are not`() {
    #expect(strayImports("Sources/Wire/JSON.swift", "internal import FoundationEssentials") == [])
    #expect(strayImports("Sources/Store/A.swift", "internal import GRDB\n// import NIOCore") == [])
    #expect(
      strayImports("Sources/Values/A.swift", "/// See import Glibc.\nlet a = \"import B\"") == [])
  }

  @Test func `the database is imported by the store alone, the event loop by the servers`() {
    #expect(house.filter { $0.value.contains("GRDB") }.keys.sorted() == ["Store"])
    #expect(house.filter { $0.value.contains("NIOCore") }.keys.sorted() == ["tilld", "tillweb"])
    for target in pure {
      #expect(house[target]?.subtracting(pure).subtracting(["Crypto"]) == [], "\(target)")
    }
  }

  @Test(arguments: house.keys.sorted())
  func `what a target imports is declared in the manifest`(target: String) {
    let manifest = declared(target, Tree.text("Package.swift"))
    for path in Tree.swift("Sources/\(target)") {
      let missing = Set(imports(Tree.text(path))).subtracting(manifest).subtracting(system)
      #expect(missing == [], "\(path)")
    }
  }

  @Test func `the manifest's words are those of the target asked for`() {
    let manifest = """
      name: "a",
      .executable(name: "a", targets: ["a"]),
      .target(name: "a", dependencies: ["b", product("C", "c")], swiftSettings: s),
      .target(
        name: "b",
        dependencies: ["d"],
        swiftSettings: s),
      """
    #expect(declared("a", manifest) == ["a", "b", "C", "c"])
    #expect(declared("b", manifest) == ["b", "d"])
    #expect(declared("x", manifest) == [])
  }
}
