// What a command wrote into the journal, read in order beside what it should have written.

internal import Domains
internal import Values
internal import Wire

/// An event with its body read.
struct Happening {
  let event: Event
  let body: AnyJSON

  init(_ event: Event) throws(Violation) {
    guard let body = PlainJSON.value(of: event.body) else {
      throw Violation(Law.chain, "the body of \(event.type) is no JSON", at: event.position)
    }
    (self.event, self.body) = (event, body)
  }
}

/// The events of one command, taken one after the other.
struct Account {
  private let happenings: ArraySlice<Happening>
  private var at: Int
  let words: String

  init(_ happenings: ArraySlice<Happening>, of words: String) {
    (self.happenings, self.words) = (happenings, words)
    at = happenings.startIndex
  }

  /// What was not taken yet.
  var rest: ArraySlice<Happening> { happenings[at...] }

  /// Where the command's events begin.
  var position: Int64? { happenings.first?.event.position }

  /// Who wrote them: 1 until the till was restored from a copy.
  var origin: Int64 { happenings.first?.event.origin ?? 1 }

  /// Takes the next event, which must be of this type and say exactly this.
  ///
  /// - Parameters:
  ///   - about: the stream that it must belong to; nil for one that is new.
  ///   - free: fields that the shop cannot know.
  mutating func take(
    _ type: String, about id: ID?, _ fields: AnyJSON, free: Set<String> = []
  ) throws(Violation) -> Happening {
    guard at < happenings.endIndex else {
      throw Violation(
        Law.rules, "\(words) wrote no \(type)", at: happenings.last?.event.position)
    }
    let happening = happenings[at]
    let event = happening.event
    guard event.type == type, id == nil || event.stream.id == id else {
      throw Violation(
        Law.rules,
        "\(words) wrote \(event.type) of \(event.stream.id) where \(type)"
          + "\(id.map { " of \($0)" } ?? "") belongs", at: event.position)
    }
    if let difference = happening.body.without(free).difference(
      from: fields.withoutNulls.without(free))
    {
      throw Violation(
        Difference.law(of: difference, in: type), "\(type): \(difference)", at: event.position)
    }
    at += 1
    return happening
  }

  /// - Throws: if there is an event that nobody asked for.
  func end() throws(Violation) {
    guard at < happenings.endIndex else { return }
    throw Violation(
      Law.rules, "\(words) wrote \(happenings[at].event.type), which does not belong to it",
      at: happenings[at].event.position)
  }
}

/// Which law a difference breaks, by the name of the field that differs.
enum Difference {
  private static let laws: [(word: String, law: String)] = [
    ("number", Law.numbers), ("serial", Law.numbers), ("receipt", Law.numbers),
    ("expected", Law.drawer), ("difference", Law.drawer), ("tax", Law.tax), ("net", Law.tax),
    ("change", Law.payment), ("applied", Law.payment), ("tendered", Law.payment),
    ("rounding", Law.payment), ("paid", Law.payment), ("payment", Law.payment),
    ("total", Law.totals), ("due", Law.totals), ("price", Law.totals), ("unitPrice", Law.totals),
    ("qty", Law.totals),
  ]

  static func law(of difference: String, in place: String) -> String {
    if place == "shift.closed" || difference.hasPrefix("z.") { return Law.z }
    let path = difference.prefix { $0 != " " }
    let names = path.split(whereSeparator: { ".[]".contains($0) }).map { $0.lowercased() }
    for (word, law) in laws where names.contains(where: { $0.contains(word.lowercased()) }) {
      return law
    }
    return Law.rules
  }
}
