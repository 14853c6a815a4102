// Any bytes as the text of a fault script: read, or refused by line.

import ESCPOS

/// Called by libFuzzer for each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  do {
    let script = try FaultScript(text)
    precondition(script.steps.count <= FaultScript.stepLimit, "a script has an end")
  } catch {
    precondition(error.line >= 1 && !error.why.isEmpty, "a fault says where and why")
  }
  return 0
}
