// PNG files, incoming: chunks and their checksums. What their rows hold is in PNGRows.

/// Reads PNG pictures: Portable Network Graphics specification, third edition (ISO/IEC 15948).
///
/// Every colour type, depth and interlacing is read, and every checksum. Gamma and colour profiles
/// are not applied; thermal paper has none.
enum PNGReader {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// What the chunks before the rows say.
  struct Header {
    var width: Int
    var height: Int
    var depth: Int
    var colours: Colours
    var interlaced: Bool
    /// Shades of a palette's colours, on white where they are transparent.
    var palette: [UInt8] = []
    /// The one colour that is transparent: a value for each channel.
    var clear: [UInt16] = []
  }

  /// How many numbers make a dot, section 11.2.1.
  enum Colours: UInt8 {
    case gray = 0
    case rgb = 2
    case palette = 3
    case grayAlpha = 4
    case rgbAlpha = 6

    var channels: Int {
      switch self {
      case .gray, .palette: 1
      case .grayAlpha: 2
      case .rgb: 3
      case .rgbAlpha: 4
      }
    }

    var depths: [Int] {
      switch self {
      case .gray: [1, 2, 4, 8, 16]
      case .palette: [1, 2, 4, 8]
      default: [8, 16]
      }
    }
  }

  private enum Chunk {
    static let header = name("IHDR")
    static let palette = name("PLTE")
    static let transparency = name("tRNS")
    static let rows = name("IDAT")
    static let end = name("IEND")

    private static func name(_ name: StaticString) -> UInt32 {
      name.description.utf8.reduce(0) { $0 << 8 | UInt32($1) }
    }
  }

  static func picture(in file: [UInt8]) throws(PictureFault) -> GrayPicture {
    var bytes = PictureBytes(file: file, offset: signature.count)
    let (first, body) = try chunk(&bytes)
    guard first == Chunk.header, body.count == 13 else {
      throw .malformed(.header, offset: signature.count)
    }
    var header = try header(PictureBytes(file: file, offset: body.lowerBound))
    var colours: Range<Int>?
    var pieces: [Range<Int>] = []
    while true {
      let start = bytes.offset
      let (kind, body) = try chunk(&bytes)
      if kind != Chunk.rows, !pieces.isEmpty, kind == Chunk.palette || kind == Chunk.transparency {
        throw .malformed(.chunk, offset: start)
      }
      switch kind {
      case Chunk.rows: pieces.append(body)
      case Chunk.palette: colours = body
      case Chunk.transparency: try transparency(body, of: file, colours, &header)
      case Chunk.end:
        return try PNGRows(header).picture(in: file, pieces: pieces)
      // Chunks are optional where bit 5 of the first letter says so, section 5.4.
      case let other where other & 0x2000_0000 != 0: continue
      default: throw .unsupported(.chunk, offset: start)
      }
      if kind == Chunk.palette, header.colours == .palette {
        guard body.count % 3 == 0, (1...(1 << header.depth)).contains(body.count / 3) else {
          throw .malformed(.palette, offset: start)
        }
        header.palette = stride(from: body.lowerBound, to: body.upperBound, by: 3).map {
          Shade.of(red: file[$0], green: file[$0 + 1], blue: file[$0 + 2])
        }
      }
    }
  }

  /// A chunk's name and where its data is, once its checksum is found right (section 5.3).
  private static func chunk(
    _ bytes: inout PictureBytes
  ) throws(PictureFault) -> (UInt32, Range<Int>) {
    let length = Int(try bytes.bigEndian(4, .chunk))
    let start = bytes.offset
    let name = try bytes.bigEndian(4, .chunk)
    let body = try bytes.skip(length, .chunk)
    let found = CRC32.of(bytes.file.span.extracting(start..<body.upperBound))
    guard try bytes.bigEndian(4, .checksum) == found else {
      throw .malformed(.checksum, offset: body.upperBound)
    }
    return (name, body)
  }

  private static func header(_ start: PictureBytes) throws(PictureFault) -> Header {
    var bytes = start
    let width = Int(try bytes.bigEndian(4, .header))
    let height = Int(try bytes.bigEndian(4, .header))
    try Shade.check(width: width, height: height)
    let depth = Int(try bytes.byte(.header))
    guard let colours = Colours(rawValue: try bytes.byte(.header)), colours.depths.contains(depth)
    else { throw .malformed(.depth, offset: start.offset + 8) }
    guard try bytes.byte(.header) == 0 else {
      throw .malformed(.compression, offset: start.offset + 10)
    }
    guard try bytes.byte(.header) == 0 else { throw .malformed(.filter, offset: start.offset + 11) }
    let interlaced = try bytes.byte(.header)
    guard interlaced <= 1 else { throw .malformed(.interlacing, offset: start.offset + 12) }
    return Header(
      width: width, height: height, depth: depth, colours: colours, interlaced: interlaced == 1)
  }

  /// The chunk tRNS, section 11.3.1.1: a palette's alphas, or the one colour that is transparent.
  private static func transparency(
    _ body: Range<Int>, of file: [UInt8], _ colours: Range<Int>?, _ header: inout Header
  ) throws(PictureFault) {
    switch header.colours {
    case .palette:
      guard colours != nil, body.count <= header.palette.count else {
        throw .malformed(.transparency, offset: body.lowerBound)
      }
      for (index, alpha) in file[body].enumerated() {
        header.palette[index] = Shade.onWhite(header.palette[index], alpha: alpha)
      }
    case .gray, .rgb:
      guard body.count == header.colours.channels * 2 else {
        throw .malformed(.transparency, offset: body.lowerBound)
      }
      header.clear = stride(from: body.lowerBound, to: body.upperBound, by: 2).map {
        UInt16(file[$0]) << 8 | UInt16(file[$0 + 1])
      }
    case .grayAlpha, .rgbAlpha: throw .malformed(.transparency, offset: body.lowerBound)
    }
  }
}
