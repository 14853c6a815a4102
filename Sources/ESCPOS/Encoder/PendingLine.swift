// A line of text that is being filled: it is written as a whole, because its order, its tables and
// whether it must be a picture depend on all of it.

/// The texts of a line with their looks.
struct PendingLine: Sendable {
  struct Run: Sendable {
    var text: String
    let style: Style
  }

  private(set) var runs: [Run] = []
  /// Whether text of this line is in the printer already, so that a picture must start a new one.
  var isStarted = false

  var isEmpty: Bool { runs.isEmpty }

  mutating func append(_ text: String, _ style: Style) {
    if let last = runs.indices.last, runs[last].style == style {
      runs[last].text += text
    } else {
      runs.append(Run(text: text, style: style))
    }
  }

  /// The texts, and an empty line in their place.
  mutating func take() -> [Run] {
    let taken = runs
    runs.removeAll(keepingCapacity: true)
    return taken
  }
}
