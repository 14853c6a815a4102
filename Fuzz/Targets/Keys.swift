// Any bytes as key events of a scanner: whole scans or rejections, and bounded memory.

import Scanner

/// Called by libFuzzer for each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let keymaps = Keymap.all
  let keymap = keymaps[Int(bytes.first ?? 0) % keymaps.count]
  var scans = KeyScans(keymap: keymap)
  // The same events at a node that is grabbed: no other scans come of them.
  var grabbed = GrabbedKeys(keymap: keymap)
  var time: Int64 = 1_000
  for pair in stride(from: 1, to: bytes.count - 1, by: 2) {
    time += Int64(bytes[pair] >> 4) * 20_000
    let input: KeyInput =
      switch bytes[pair] & 0x0F {
      case 15: .lost(at: time)
      case 14: .unplugged(at: time)
      case 13: .quiet(until: time + 2_000_000)
      default:
        .key(KeyEvent(time: time, code: UInt16(bytes[pair + 1]), value: Int32(bytes[pair] & 1)))
      }
    var codes: [String] = []
    for outcome in scans.receive(input) {
      if case .scan(let raw) = outcome {
        precondition(!raw.isEmpty && raw.utf8.count <= Scan.byteCountMax, "a scan has its bounds")
        codes.append(raw)
      }
    }
    let same = grabbed.receive(input).compactMap {
      if case .scan(let raw) = $0 { raw } else { nil }
    }
    precondition(same == codes, "a grabbed node gives the same scans")
  }
  let text = String(decoding: bytes, as: UTF8.self)
  _ = Calibration.learn(text: text, expecting: "a\u{1D}b", hasIdentifierField: bytes.first == 1)
  _ = try? KeyRecording(String(decoding: bytes, as: UTF8.self))
  return 0
}
