// Any bytes as the file of a picture: read or refused, dithered, encoded and guarded.

import ESCPOS

/// Called by libFuzzer for each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  guard let picture = try? GrayPicture(reading: bytes), picture.width * picture.height < 1 << 18
  else { return 0 }
  let way = Dithering.allCases[count % Dithering.allCases.count]
  let bitmap = picture.dithered(way)
  precondition(bitmap.width == picture.width && bitmap.height == picture.height, "no dot is lost")
  for raster in Raster.allCases {
    let encoded = try? raster.encoded(bitmap, bandRows: 1 + count % 256, disablesRealTime: false)
    guard let encoded else { continue }
    precondition(RealTimeGuard.scan(encoded.bytes).isEmpty, "no data is obeyed")
  }
  return 0
}
