// A line as it stands on paper: joined, and in the order from left to right.

/// The characters of a line in visual order.
struct PrintedLine {
  struct Cell {
    let character: Character
    /// The scalar that a table may have; nil for a character of several.
    let scalar: Unicode.Scalar?
    let style: Style
  }

  private(set) var cells: [Cell] = []

  /// Joins Arabic letters and reorders (Unicode Standard Annex 9, rules L2 and L4).
  ///
  /// A character of several scalars (an emoji, a letter with marks) moves as one.
  init(_ runs: [PendingLine.Run], _ direction: Direction) {
    var logical: [Cell] = []
    for run in runs {
      for character in run.text {
        logical.append(
          Cell(
            character: character, scalar: Composition.scalar(of: character), style: run.style))
      }
    }
    // Order and shape are decided by the first scalar of each character.
    let leads = logical.map { $0.scalar ?? $0.character.unicodeScalars.first ?? " " }
    let shapes = ArabicForms.joined(leads)
    let bidi = Bidi(leads, direction)
    for place in bidi.order where !BidiClass.isMark(leads[place]) {
      let cell = logical[place]
      guard cell.scalar != nil else {
        cells.append(cell)
        continue
      }
      let isRight = bidi.levels[place] % 2 == 1
      let shape = isRight ? BidiClass.mirror(shapes[place]) : shapes[place]
      cells.append(Cell(character: Character(shape), scalar: shape, style: cell.style))
    }
  }
}
