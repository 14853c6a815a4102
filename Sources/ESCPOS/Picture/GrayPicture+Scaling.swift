// Pictures made to fit the paper before they are made dots.

extension GrayPicture {
  /// The picture at another width, its height in proportion and at least one row.
  ///
  /// A box filter: each new dot is the mean, rounded, of the area that it covers; nothing rings
  /// and fine lines turn gray rather than vanish. Scale before dithering, never after.
  /// - Parameter newWidth: 1 to 8192 dots.
  /// - Throws: `.empty` for a picture without dots, `.tooLarge` if the result has too many.
  package func scaled(toWidth newWidth: Int) throws(PictureFault) -> GrayPicture {
    precondition((1...8192).contains(newWidth), "a picture is scaled to 1 to 8192 dots across")
    guard width > 0, height > 0 else { throw .empty }
    if newWidth == width { return self }
    let newHeight = max(1, (height * newWidth + width / 2) / width)
    try Shade.check(width: newWidth, height: newHeight)
    // Lengths are counted so that both pictures have whole ones: an old dot is as long as the
    // new picture has dots, and a new dot as long as the old one has.
    var result = [UInt8](repeating: 0, count: newWidth * newHeight)
    var sums = [UInt64](repeating: 0, count: newWidth)
    var line = [UInt64](repeating: 0, count: newWidth)
    var lineOf = -1
    let area = UInt64(width) * UInt64(height)
    for y in 0..<newHeight {
      for x in 0..<newWidth { sums[x] = 0 }
      var position = y * height
      let end = position + height
      while position < end {
        let source = position / newHeight
        let next = min(end, (source + 1) * newHeight)
        if source != lineOf {
          squeeze(row: source, into: &line)
          lineOf = source
        }
        let weight = UInt64(next - position)
        for x in 0..<newWidth { sums[x] &+= line[x] &* weight }
        position = next
      }
      for x in 0..<newWidth {
        result[y * newWidth + x] = UInt8(truncatingIfNeeded: (sums[x] + area / 2) / area)
      }
    }
    return GrayPicture(checkedWidth: newWidth, height: newHeight, shades: result)
  }

  /// The picture at most as wide as the paper: wider ones are scaled, others stay as they are.
  package func fitted(toWidth paper: Int) throws(PictureFault) -> GrayPicture {
    width > paper ? try scaled(toWidth: paper) : self
  }

  /// One row at another width, each dot times the old width.
  private func squeeze(row: Int, into line: inout [UInt64]) {
    let newWidth = line.count
    for x in 0..<newWidth {
      var sum: UInt64 = 0
      var position = x * width
      let end = position + width
      while position < end {
        let source = position / newWidth
        let next = min(end, (source + 1) * newWidth)
        sum &+= UInt64(shades[row * width + source]) &* UInt64(next - position)
        position = next
      }
      line[x] = sum
    }
  }
}
