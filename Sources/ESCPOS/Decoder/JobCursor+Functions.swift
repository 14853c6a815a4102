// The commands of GS that declare their length: `GS ( k` for symbols, `GS ( L` and `GS 8 L` for
// graphics. Their data is whole here, so nothing can be cut short.

extension JobCursor {
  /// `GS ( X pL pH data`.
  mutating func function() throws(Truncated) -> Meaning {
    let family = UnicodeScalar(try byte())
    let data = try take(try word())
    switch family {
    case "k": return matrix(data)
    case "L": return graphics(data)
    case "H":
      guard data.count == 6, data.starts(with: [48, 48]) else { return .setting }
      return .fence(Array(data.dropFirst(2)))
    default: return .setting
    }
  }

  /// `GS ( k … cn fn parameters`.
  private func matrix(_ data: ArraySlice<UInt8>) -> Meaning {
    guard data.count >= 2, let kind = data.first else { return .setting }
    let parameters = Array(data.dropFirst(2))
    return .matrix(kind, Self.matrixFunction(kind, data[data.startIndex + 1], parameters))
  }

  /// The functions by number; their parameters differ from kind to kind of symbol.
  private static func matrixFunction(
    _ kind: UInt8, _ function: UInt8, _ parameters: [UInt8]
  ) -> DecodedCommand.MatrixFunction {
    let other = DecodedCommand.MatrixFunction.other(function, parameters)
    switch (function, parameters.count) {
    case (80, 1...): return .store(Array(parameters.dropFirst()))
    case (81, _): return .print
    default: break
    }
    guard let first = parameters.first else { return other }
    switch (MatrixSymbol.Kind(rawValue: kind), function) {
    case (.pdf417, 65): return .columns(first)
    case (.pdf417, 67), (.qr, 67), (.dataMatrix, 67), (.aztec, 67): return .module(Int(first))
    case (.pdf417, 68): return .rowHeight(Int(first))
    // PDF417 names its level with a 48 before it, or a share of the data with a 49.
    case (.pdf417, 69): return .correction(parameters.last ?? first)
    case (.qr, 69), (.aztec, 69): return .correction(first)
    // GS1 DataBar in two rows or more has its module here as well.
    case (nil, 67): return .module(Int(first))
    default: return other
    }
  }

  /// `GS ( L` and `GS 8 L`: m, a function, its parameters.
  func graphics(_ data: ArraySlice<UInt8>) -> Meaning {
    let bytes = data
    guard bytes.count >= 2 else { return .setting }
    let function = bytes[bytes.startIndex + 1]
    let rest = bytes.dropFirst(2)
    let parameters = Array(rest.prefix(10))
    switch function {
    case 2, 50: return .printBuffer
    case 0, 3, 4, 48, 51, 52, 64, 80: return .question
    case 112, 113:
      guard parameters.count >= 8,
        let bitmap = Self.plane(
          rest.dropFirst(8), Self.word(parameters, 4), Self.word(parameters, 6),
          inRows: function == 112)
      else { return .setting }
      return .bufferImage(
        Image(
          bitmap, xScale: parameters[1] == 2 ? 2 : 1, yScale: parameters[2] == 2 ? 2 : 1))
    case 67, 68, 83, 84:
      guard parameters.count >= 8,
        let bitmap = Self.planes(
          rest.dropFirst(8), Int(parameters[3]), Self.word(parameters, 4),
          Self.word(parameters, 6), inRows: function == 67 || function == 83)
      else { return .setting }
      let (first, second) = (parameters[1], parameters[2])
      let name: DecodedCommand.ImageName =
        function < 80 ? .flash(first, second) : .download(first, second)
      return .storeImages([.init(name, Image(bitmap))])
    case 69, 85:
      guard parameters.count >= 4 else { return .setting }
      let (first, second) = (parameters[0], parameters[1])
      return .printStored(
        function == 69 ? .flash(first, second) : .download(first, second),
        xScale: parameters[2] == 2 ? 2 : 1, yScale: parameters[3] == 2 ? 2 : 1)
    default: return .setting
    }
  }

  private static func word(_ bytes: [UInt8], _ index: Int) -> Int {
    Int(bytes[index]) | Int(bytes[index + 1]) << 8
  }

  /// One colour's dots, or nil if there are fewer bytes than the size takes.
  private static func plane(
    _ data: ArraySlice<UInt8>, _ width: Int, _ height: Int, inRows: Bool
  ) -> Bitmap? {
    let columnBytes = (height + 7) / 8
    let count = inRows ? (width + 7) / 8 * height : width * columnBytes
    guard width > 0, height > 0, data.count >= count else { return nil }
    let dots = data.prefix(count)
    return inRows
      ? Bitmap(width: width, height: height, bytes: Array(dots))
      : Bitmap(columns: dots, width: width, columnBytes: columnBytes, height: height)
  }

  /// All colours' dots as one, each colour headed by its number.
  private static func planes(
    _ data: ArraySlice<UInt8>, _ colours: Int, _ width: Int, _ height: Int, inRows: Bool
  ) -> Bitmap? {
    let count = inRows ? (width + 7) / 8 * height : width * ((height + 7) / 8)
    var rest = data
    var result: Bitmap?
    for _ in 0..<min(colours, 4) {
      guard let bitmap = plane(rest.dropFirst(), width, height, inRows: inRows) else {
        return result
      }
      rest = rest.dropFirst(1 + count)
      if result == nil { result = bitmap } else { result?.draw(bitmap, x: 0, y: 0) }
    }
    return result
  }
}
