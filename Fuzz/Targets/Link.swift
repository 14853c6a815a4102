// Any text as a web address: a Digital Link is read, and its canonical form reads the same.

import Scanner

/// Called by libFuzzer for each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let text = String(decoding: bytes, as: UTF8.self)
  guard let link = try? DigitalLink(parsing: text) else { return 0 }
  let again = try? DigitalLink(parsing: link.canonical)
  precondition(again?.canonical == link.canonical, "the canonical form is its own")
  return 0
}
