// Any bytes as an element string: read whole or refused with a place in it.

import Scanner

/// Called by libFuzzer for each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  do {
    let elements = try ElementString(parsing: bytes)
    let again = try? ElementString(parsing: elements.text)
    precondition(again == elements, "what was read is written back the same")
  } catch {
    precondition((0...count).contains(error.at), "a fault has its place in what was read")
  }
  return 0
}
