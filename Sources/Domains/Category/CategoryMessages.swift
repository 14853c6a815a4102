// What can happen to the tree of categories, and why something may not.

internal import Values
package import Wire

/// What happened to a category.
package enum CategoryEvent: DomainEvent {
  case created(Category)
  case changed(Category)

  package static let kinds: [EventKind<CategoryEvent>] = [
    EventKind("category.created", Category.self) { .created($0) },
    EventKind("category.changed", Category.self) { .changed($0) },
  ]

  package var content: EventContent {
    switch self {
    case .created(let payload): EventContent("category.created", payload)
    case .changed(let payload): EventContent("category.changed", payload)
    }
  }
}

/// Why a category is not written as asked.
package enum CategoryRefusal: Refusal, Equatable {
  case unknownParent(String)
  case cycle(String)

  package var fault: Fault {
    switch self {
    case .unknownParent(let code):
      Fault(
        .invalid, kind: "unknown_category",
        "There is no category \(code.prefix(Limits.code).debugDescription) to stand under.",
        field: "parent")
    case .cycle(let code):
      Fault(
        .rule, kind: "category_cycle",
        "\(code.debugDescription) cannot stand under itself or one of its own.", field: "parent")
    }
  }
}

extension Category {
  /// Whether the category may stand where it wants to in the given tree.
  package func check(in tree: [Category]) throws(CategoryRefusal) {
    let parents = Dictionary(tree.map { ($0.code, $0.parent) }) { first, _ in first }
    var next = parent
    var steps = 0
    while let code = next {
      guard code != self.code, steps <= tree.count else { throw .cycle(self.code) }
      guard let above = parents[code] else { throw .unknownParent(code) }
      next = above
      steps += 1
    }
  }

  /// The stream of one category's events.
  package static func stream(code: String) -> Stream {
    let digest = Digest(of: Array("category:\(code)".utf8)).bytes
    return Stream(.category, ID(bytes: digest.prefix(16)) ?? ID(high: 0, low: 0))
  }
}
