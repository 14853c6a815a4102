// What `till` says: tables, carts, exit codes and the next step.

import ArgumentParser
import Domains
import Testing
import Values
import Wire

@testable import till

struct WordsTests {
  @Test func `columns line up and nothing trails`() {
    var table = Table(("name", .left), ("total", .right))
    table.add("Milk", "1.09")
    table.add("Bread rolls", "12.00")
    #expect(table.lines == ["name         total", "Milk          1.09", "Bread rolls  12.00"])
  }

  @Test func `control characters of a product never reach the terminal`() {
    var table = Table(("name", .left), ("x", .left))
    table.add("Milk\u{1B}[2J\u{7}", "\u{9B}5m")
    #expect(table.lines[1] == "Milk?[2J?  ?5m")
  }

  @Test func `a cart shows its lines, what is due and what is void`() {
    let text = SaleText.lines(Example.openSale).joined(separator: "\n")
    #expect(text.contains("due"))
    for line in Example.openSale.lines { #expect(text.contains(line.name)) }
    #expect(SaleText.list([]) == ["no sale is open or parked"])
  }

  @Test(arguments: [
    (Fault(.forbidden, kind: "forbidden", ""), Ending.noRight),
    (Fault(.throttled, kind: "busy", "", retry: .after(milliseconds: 5)), .tryAgain),
    (Fault(.conflict, kind: "stale_revision", "", retry: .snapshot), .refused),
    (Fault(.rule, kind: "no_open_shift", ""), .refused),
  ])
  func `a refusal ends with its code`(fault: Fault, ending: Ending) {
    #expect(Ending(fault) == ending)
  }

  /// A step that names a verb which does not exist helps nobody.
  @Test(arguments: [
    "no_open_shift", "shift_already_open", "unknown_lines", "sale_part_paid", "nothing_to_pay",
    "no_such_sale", "sale_open", "sale_not_parked", "no_such_job", "unknown_setting",
    "unknown_category", "barcode_taken",
  ])
  func `each next step is a command that exists`(kind: String) throws {
    let advice = try #require(Advice.after(Fault(.rule, kind: kind, "")))
    for step in advice.split(separator: ",") {
      let words = step.split(separator: " ").map(String.init).drop { $0 != "till" }.dropFirst()
        .map { ["LINE", "CODE"].contains($0) ? "1" : $0 }
      #expect(throws: Never.self, "\(step)") { try Till.parseAsRoot(words) }
    }
  }
}
