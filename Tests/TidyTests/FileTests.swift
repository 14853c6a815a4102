// The shape of files: headers, lengths, modes, and what may not be among them.

import Foundation
import Testing

/// Whether a file says on its first line what lives in it.
func lacksHeader(_ source: String) -> Bool {
  !(source.hasPrefix("// ") && !source.hasPrefix("// placeholder")) && !source.hasPrefix("/* ")
}

/// Lines of more than a hundred characters, by number.
func longLines(_ source: String) -> [Int] {
  lines(source).enumerated().filter { $0.element.count > 100 }.map { $0.offset + 1 }
}

/// The lines of a text, empty ones too.
private func lines(_ text: String) -> [Substring] {
  text.split(separator: "\n" as Character, omittingEmptySubsequences: false)
}

/// Paths of machines that the project was once on, and hosts that only they can reach.
func foreignPaths(_ text: String) -> [String] {
  // Written in halves, so that this file does not find itself.
  ["/ro" + "ot/", "/ho" + "me/", "/wo" + "rk/", "/tmp/ba" + "sh"].filter { text.contains($0) }
}

/// Dependencies that do not come from where everybody can fetch them.
func strangeSources(_ manifest: String) -> [String] {
  manifest.split(separator: Character("\n")).map(String.init)
    .filter { $0.contains("url:") && !$0.contains("\"https://github.com/") }
}

/// Whether the mode of a file fits what it is: a script can be run, nothing else can.
func modeIsWrong(isScript: Bool, mode: Int) -> Bool {
  isScript != (mode & 0o111 != 0)
}

/// What is wrong with the changelog's shape, or nil.
func changelogFault(_ text: String) -> String? {
  let sections = text.split(separator: Character("\n")).filter { $0.hasPrefix("## ") }
  guard let first = sections.first else { return "there is no section" }
  return first.lowercased().contains("unreleased") ? nil : "the first section is \(first)"
}

struct FileTests {
  @Test func `every source file begins with what lives in it`() {
    let files = Tree.files.filter { path in
      path.hasPrefix("Sources/") && [".swift", ".c"].contains { path.hasSuffix($0) }
    }
    #expect(files.filter { lacksHeader(Tree.text($0)) } == [])
  }

  @Test func `a missing header is found`() {
    #expect(lacksHeader("import Values\n"))
    #expect(lacksHeader("// placeholder\n"))
    #expect(lacksHeader(""))
    #expect(!lacksHeader("// Amounts of money.\n"))
  }

  @Test func `no Swift file has more than 600 lines`() {
    let long = Tree.swift("Sources", "Tests").filter {
      lines(Tree.text($0)).count > 601
    }
    #expect(long == [])
  }

  @Test func `no line has more than 100 characters`() {
    let long = (Tree.swift("Sources", "Tests") + ["Package.swift"]).flatMap { path in
      longLines(Tree.text(path)).map { "\(path):\($0)" }
    }
    #expect(long == [])
  }

  @Test func `a long line is found, counted in characters`() {
    #expect(longLines("a\n" + String(repeating: "x", count: 101)) == [2])
    #expect(longLines(String(repeating: "é", count: 100)) == [])
  }

  @Test func `no file names a machine that the project was on`() {
    let bad = Tree.files.filter { !foreignPaths(Tree.text($0)).isEmpty }
    #expect(bad == [])
    #expect(strangeSources(Tree.text("Package.swift")) == [])
  }

  @Test func `a machine's path or host is found`() {
    #expect(foreignPaths("see " + "/ro" + "ot/x") != [])
    #expect(foreignPaths("cd /ho" + "me/anna") != [])
    #expect(foreignPaths("/var/lib/tilld, /srv/root") == [])
    #expect(strangeSources(".package(url: \"https://mirror.example/a\", from: \"1.0.0\")") != [])
    #expect(strangeSources(".package(url: \"https://github.com/a/b\", from: \"1.0.0\")") == [])
  }

  @Test func `scripts can be run and nothing else can`() throws {
    for path in Tree.files {
      let file = Tree.root.appending(path: path).path()
      let attributes = try FileManager.default.attributesOfItem(atPath: file)
      let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
      let isScript = Tree.text(path).hasPrefix("#!")
      #expect(!modeIsWrong(isScript: isScript, mode: mode), "\(path)")
    }
  }

  @Test func `a wrong mode is found`() {
    #expect(modeIsWrong(isScript: true, mode: 0o644))
    #expect(modeIsWrong(isScript: false, mode: 0o755))
    #expect(!modeIsWrong(isScript: true, mode: 0o755))
    #expect(!modeIsWrong(isScript: false, mode: 0o644))
  }

  @Test func `what a build makes is kept out`() {
    for path in [".build", ".build-cov", "Package.resolved", "Tests/Live/__pycache__", "a.pyc"] {
      #expect(Tree.isIgnored(path), "\(path)")
    }
    #expect(Tree.files.allSatisfy { !$0.hasPrefix(".build") && $0 != "Package.resolved" })
    // The index of the version control, where there is one, names its paths as plain bytes.
    let index = (try? Data(contentsOf: Tree.root.appending(path: ".git/index"))) ?? Data()
    for path in [".build/", "Package.resolved"] {
      #expect(index.firstRange(of: Data(path.utf8)) == nil, "\(path) is tracked")
    }
  }

  @Test func `ignore rules are understood`() {
    let rules = [".build", ".build-*", "/run", "*.pyc"]
    #expect(Tree.isIgnored("a/.build", rules) && Tree.isIgnored(".build-x", rules))
    #expect(Tree.isIgnored("run", rules) && Tree.isIgnored("a/b.pyc", rules))
    #expect(!Tree.isIgnored("scripts/run", rules) && !Tree.isIgnored("a.build", rules))
    #expect(!Tree.isIgnored("Sources/Values/Money.swift", rules))
  }

  @Test func `the changelog begins with what is not released yet`() {
    #expect(changelogFault(Tree.text("CHANGELOG.md")) == nil)
  }

  @Test func `a changelog without its first section is found`() {
    #expect(changelogFault("") != nil)
    #expect(changelogFault("# Changelog\n\n## 1.0.0\n\n## Unreleased\n") != nil)
    #expect(changelogFault("# Changelog\n\n## Unreleased\n\n## 1.0.0\n") == nil)
    #expect(changelogFault("# Changelog\n\n## [Unreleased]\n") == nil)
  }
}
