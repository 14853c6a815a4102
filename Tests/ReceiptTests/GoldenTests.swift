// Every kind of paper in every language as it is, on 42 columns: a change here is a change that
// customers see. The texts are in Golden/, one file a language.
//
// `GOLDEN=write swift test --filter GoldenTests` writes those files anew; read the difference
// before keeping it. `GOLDEN=ar` writes one language.

import ESCPOS
import Foundation
import Receipt
import Testing

@Suite struct GoldenTests {
  @Test(arguments: ["ar", "de", "en", "es", "fr"])
  func `every paper is as it was`(language: String) throws {
    let words = try #require(Phrases.named(language))
    let texts = Kind.allCases.map { ($0, $0.document(in: words).text()) }
    if let wanted = ProcessInfo.processInfo.environment["GOLDEN"],
      ["write", language].contains(wanted)
    {
      try write(texts, language)
      return
    }
    let golden = try #require(Golden.texts[language])
    for (kind, text) in texts { #expect(text == golden[kind.rawValue], "\(language) \(kind)") }
    #expect(golden.count == Kind.allCases.count)
  }

  private func write(_ texts: [(Kind, String)], _ language: String) throws {
    let entries = texts.map { kind, text in
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.isEmpty ? "" : "    \($0)" }
      return "    \"\(kind.rawValue)\": #\"\"\"\n\(lines.joined(separator: "\n"))\n    \"\"\"#,\n"
    }
    let source = """
      // Papers as they are, language \(language). Written by GoldenTests; see there.

      extension Golden {
        static let \(language): [String: String] = [
      \(entries.joined())  ]
      }

      """
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
    try source.write(
      to: folder.appending(path: "Golden+\(language).swift"), atomically: true, encoding: .utf8)
  }
}

extension Golden {
  static let texts = ["ar": ar, "de": de, "en": en, "es": es, "fr": fr]
}
