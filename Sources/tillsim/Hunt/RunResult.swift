// What came of one run.

internal import Values

/// A run that is over: its hash, its counts, and the breach if there was one.
struct RunResult {
  let options: SimOptions
  let hash: Digest
  let steps: Int
  let counts: Counts
  let violation: Violation?
  let story: [String]

  /// Lives through a whole run.
  init(_ options: SimOptions) {
    self.options = options
    let world = World(options)
    var violation: Violation?
    do {
      try world.run()
    } catch {
      violation = error
    }
    (hash, steps) = (world.trace.hash, world.trace.steps)
    (counts, self.violation, story) = (world.counts, violation, world.trace.story)
  }

  /// Everything that somebody needs who was not there.
  var text: String {
    let figures = counts.figures.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
    guard let violation else {
      return "seed \(options.seed): all laws hold over \(steps) steps: \(figures)\ntrace \(hash)"
    }
    let position = violation.position.map { ", at position \($0)" } ?? ""
    let lines =
      [
        "seed \(options.seed) breaks the law \"\(violation.law)\" at step \(steps)\(position):",
        "  \(violation.what)", "the last inputs:",
      ] + story.map { "  \($0)" }
      + ["until then: \(figures)", "trace \(hash)", "again: \(options.commandLine)"]
    return lines.joined(separator: "\n")
  }
}
