// The repository as the tidy tests see it: its files, and Swift code without comments and texts.

import Foundation

/// The files of the project, read from the folder that this file lies in upwards.
enum Tree {
  static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Names that `.gitignore` keeps out, and the version control's own folder.
  private static let ignored: [String] =
    text(".gitignore").split(separator: Character("\n")).map(String.init) + [".git"]

  /// Paths of all files that belong to the project, relative to its root, sorted.
  static let files: [String] = {
    let keys: [URLResourceKey] = [.isDirectoryKey]
    guard
      let walk = FileManager.default.enumerator(
        at: root, includingPropertiesForKeys: keys, options: [])
    else { return [] }
    var files: [String] = []
    for case let url as URL in walk {
      let isFolder = (try? url.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true
      let path = String(url.path().dropFirst(root.path().count))
        .trimmingCharacters(in: CharacterSet(charactersIn: "/"))
      if isIgnored(path) {
        if isFolder { walk.skipDescendants() }
      } else if !isFolder {
        files.append(path)
      }
    }
    return files.sorted()
  }()

  /// Whether the ignore rules name this path; `*` stands for anything within a name, and a rule
  /// that begins with a slash is about the root.
  static func isIgnored(_ path: String, _ rules: [String] = ignored) -> Bool {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return rules.contains { rule in
      if rule.hasPrefix("/") { return path == rule.dropFirst() }
      guard let star = rule.firstIndex(of: "*") else { return name == rule }
      let (head, tail) = (rule[..<star], rule[rule.index(after: star)...])
      return name.count >= head.count + tail.count && name.hasPrefix(head) && name.hasSuffix(tail)
    }
  }

  static func text(_ path: String) -> String {
    (try? String(contentsOf: root.appending(path: path), encoding: .utf8)) ?? ""
  }

  /// The Swift files below these folders.
  static func swift(_ folders: String...) -> [String] {
    files.filter { file in
      file.hasSuffix(".swift") && folders.contains { file.hasPrefix("\($0)/") }
    }
  }

  /// The target a file of `Sources` belongs to.
  static func target(of path: String) -> String {
    path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
  }
}

/// Swift code with its comments and texts blanked, line by line, so that words can be looked for.
enum Code {
  static func lines(_ source: String) -> [String] {
    var lines: [String] = []
    var (isComment, isText) = (false, false)
    for line in source.split(separator: Character("\n"), omittingEmptySubsequences: false) {
      var code = ""
      var inString = false
      var rest = line[...]
      while let character = rest.first {
        if isComment {
          if rest.hasPrefix("*/") { isComment = false }
        } else if rest.hasPrefix("\"\"\"") {
          isText.toggle()
          rest = rest.dropFirst(2)
        } else if isText {
        } else if inString {
          if character == "\\" {
            rest = rest.dropFirst()
          } else if character == "\"" {
            inString = false
          }
        } else if character == "\"" {
          inString = true
        } else if rest.hasPrefix("//") {
          break
        } else if rest.hasPrefix("/*") {
          isComment = true
        } else {
          code.append(character)
        }
        rest = rest.dropFirst()
      }
      lines.append(code)
    }
    return lines
  }

  /// The words of a line of code.
  static func words(_ line: String) -> [String] {
    line.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
  }
}
