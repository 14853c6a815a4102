// Any bytes as a HID descriptor and its reports, and as a serial line: bounded and whole.

import Scanner

/// Called by libFuzzer for each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let cut = bytes.isEmpty ? 0 : Int(bytes[0]) * bytes.count / 256
  var time: Int64 = 0
  if var scans = HIDScans(HIDDescriptor(Array(bytes[..<cut]))) {
    for start in stride(from: cut, to: bytes.count, by: 32) {
      time += 10_000
      _ = scans.receive(Array(bytes[start..<min(start + 32, bytes.count)]), at: time)
    }
  }
  var whole = SerialScans()
  var parts = SerialScans()
  let first = whole.receive(bytes, at: 1)
  let split = parts.receive(bytes[..<cut], at: 1) + parts.receive(bytes[cut...], at: 1)
  precondition(first == split, "a split changes nothing")
  return 0
}
