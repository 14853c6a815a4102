// The order in which a line is printed when some of it is read from right to left: the
// Unicode Bidirectional Algorithm (Unicode Standard Annex 9, revision 46) for one paragraph.

/// One paragraph on its way through the rules.
///
/// Explicit embeddings, overrides and isolates are ignored (rules X1 to X8 have nothing to do), so
/// the paragraph is one isolating run sequence.
struct Bidi {
  /// The level of each scalar: even from left to right, odd from right to left.
  private(set) var levels: [UInt8]
  /// The level of the paragraph: 0 or 1.
  let base: UInt8

  private let scalars: [Unicode.Scalar]
  private let original: [BidiClass]
  private var classes: [BidiClass]
  /// Places of the scalars that the rules see: all but boundary neutrals (rule X9).
  private let places: [Int]

  /// - Parameter direction: the paragraph's; nil for that of its first letter (rules P2 and P3).
  init(_ scalars: [Unicode.Scalar], _ direction: Direction?) {
    self.scalars = scalars
    original = scalars.map { BidiClass($0) }
    classes = original
    places = original.indices.filter { [original] in original[$0] != .boundary }
    switch direction {
    case .leftToRight: base = 0
    case .rightToLeft: base = 1
    case nil: base = original.first { $0 == .left || $0.isRight }?.isRight == true ? 1 : 0
    }
    levels = Array(repeating: base, count: scalars.count)
    resolveWeak()
    resolveBrackets()
    resolveNeutrals()
    resolveLevels()
  }

  /// The places of the scalars from left to right (rule L2), without boundary neutrals.
  var order: [Int] {
    var order = places
    guard let highest = levels.max(), highest > 0 else { return order }
    for level in stride(from: highest, to: 0, by: -1) {
      var index = 0
      while index < order.count {
        guard levels[order[index]] >= level else {
          index += 1
          continue
        }
        var end = index
        while end < order.count, levels[order[end]] >= level { end += 1 }
        order[index..<end].reverse()
        index = end
      }
    }
    return order
  }

  private var embedding: BidiClass { base == 0 ? .left : .right }

  /// Rules W1 to W7.
  private mutating func resolveWeak() {
    var last = embedding
    for place in places {
      if classes[place] == .mark { classes[place] = last }
      last = classes[place]
    }
    var strong = embedding
    for place in places {
      switch classes[place] {
      case .left, .right, .arabic: strong = classes[place]
      case .number where strong == .arabic: classes[place] = .arabicNumber
      default: break
      }
    }
    for place in places where classes[place] == .arabic { classes[place] = .right }
    resolveSeparators()
    strong = embedding
    for place in places {
      if classes[place] == .left || classes[place] == .right { strong = classes[place] }
      if classes[place] == .number, strong == .left { classes[place] = .left }
    }
  }

  /// Rules W4 to W6: separators and terminators join the numbers beside them or become neutral.
  private mutating func resolveSeparators() {
    for index in places.indices.dropFirst().dropLast() {
      let (before, after) = (classes[places[index - 1]], classes[places[index + 1]])
      guard before == after, before == .number || before == .arabicNumber else { continue }
      let isJoined =
        classes[places[index]] == .commonSeparator
        || classes[places[index]] == .numberSeparator && before == .number
      if isJoined { classes[places[index]] = before }
    }
    var index = 0
    while index < places.count {
      guard classes[places[index]] == .numberTerminator else {
        index += 1
        continue
      }
      var end = index
      while end < places.count, classes[places[end]] == .numberTerminator { end += 1 }
      let isBesideNumber =
        index > 0 && classes[places[index - 1]] == .number
        || end < places.count && classes[places[end]] == .number
      for place in places[index..<end] { classes[place] = isBesideNumber ? .number : .other }
      index = end
    }
    for place in places {
      if classes[place] == .commonSeparator || classes[place] == .numberSeparator {
        classes[place] = .other
      }
    }
  }

  /// Left or right, numbers being right as neutrals see them; nil for neutrals.
  private func strong(_ place: Int) -> BidiClass? {
    switch classes[place] {
    case .left: .left
    case .right, .number, .arabicNumber: .right
    default: nil
    }
  }

  /// Rule N0: a pair of brackets takes the direction of what it holds or stands in.
  private mutating func resolveBrackets() {
    for pair in bracketPairs() {
      let inside = places[(pair.open + 1)..<pair.close].compactMap { strong($0) }
      guard !inside.isEmpty else { continue }
      var direction = embedding
      if !inside.contains(embedding) {
        let context = places[..<pair.open].last { strong($0) != nil }.flatMap { strong($0) }
        // What is inside runs against the paragraph; it is followed only where the text before
        // the bracket does so too.
        if (context ?? embedding) != embedding { direction = inside[0] }
      }
      for index in [pair.open, pair.close] {
        classes[places[index]] = direction
        var next = index + 1
        while next < places.count, original[places[next]] == .mark {
          classes[places[next]] = direction
          next += 1
        }
      }
    }
  }

  /// Pairs of brackets as indices of `places`, in the order of their opening (definition BD16).
  private func bracketPairs() -> [(open: Int, close: Int)] {
    var pairs: [(open: Int, close: Int)] = []
    var stack: [(closing: Unicode.Scalar, index: Int)] = []
    for (index, place) in places.enumerated() where classes[place] == .other {
      guard let bracket = BidiClass.bracketPairs[scalars[place]] else { continue }
      if bracket.opens {
        guard stack.count < 63 else { return pairs.sorted { $0.open < $1.open } }
        stack.append((canonical(bracket.other), index))
      } else if let depth = stack.lastIndex(where: { $0.closing == canonical(scalars[place]) }) {
        pairs.append((stack[depth].index, index))
        stack.removeSubrange(depth...)
      }
    }
    return pairs.sorted { $0.open < $1.open }
  }

  /// U+232A and U+3009 are canonically equivalent.
  private func canonical(_ bracket: Unicode.Scalar) -> Unicode.Scalar {
    bracket == "\u{232A}" ? "\u{3009}" : bracket
  }

  /// Rules N1 and N2: neutrals follow both neighbours where these agree, else the paragraph.
  private mutating func resolveNeutrals() {
    var index = 0
    while index < places.count {
      guard strong(places[index]) == nil else {
        index += 1
        continue
      }
      var end = index
      while end < places.count, strong(places[end]) == nil { end += 1 }
      let before = index > 0 ? strong(places[index - 1]) ?? embedding : embedding
      let after = end < places.count ? strong(places[end]) ?? embedding : embedding
      for place in places[index..<end] { classes[place] = before == after ? before : embedding }
      index = end
    }
  }

  /// Rules I1, I2 and L1.
  private mutating func resolveLevels() {
    var last = base
    for place in scalars.indices {
      switch classes[place] {
      case .boundary: levels[place] = last
      case .left: levels[place] = base == 0 ? 0 : 2
      case .right: levels[place] = 1
      default: levels[place] = 2
      }
      last = levels[place]
    }
    // Separators, and the spaces before them and at the end, stand as the paragraph does.
    var isTrailing = true
    for place in scalars.indices.reversed() {
      switch original[place] {
      case .paragraph, .segment: isTrailing = true
      case .space, .boundary: break
      default: isTrailing = false
      }
      if isTrailing { levels[place] = base }
    }
  }
}

extension Bidi {
  /// Whether a character can change the order of a line that runs from left to right: letters
  /// and digits of scripts that run from right to left, and marks of direction.
  ///
  /// The blocks of Unicode that are set aside for such scripts (UAX #9, table 4, and the default
  /// classes of DerivedBidiClass), so that a price in euros costs no more than one in pounds.
  @inline(__always) static func concerns(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case ..<0x590: false
    case ...0x8FF, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F: true
    case 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
    default: false
    }
  }
}
