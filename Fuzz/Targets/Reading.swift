// Any text as what a scanner sent: always a reading, and what was parsed is written back the same.

import Scanner

/// Called by libFuzzer for each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let text = String(decoding: bytes, as: UTF8.self)
  let reading = Reading(text)
  precondition(reading.error == nil || reading.gtin14 == nil, "an error leaves nothing certain")
  precondition(reading.candidates.count <= 8, "candidates are few")
  _ = try? Scan(text)
  return 0
}
