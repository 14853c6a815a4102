// Any bytes as a print job: taken apart, laid out, drawn.

import ESCPOS

/// Called by libFuzzer for each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let job = Array(UnsafeBufferPointer(start: start, count: count))
  let commands = PrintDecoder.commands(in: job)
  let end = commands.last?.meaning == .unread ? commands.last?.offset : job.count
  precondition(commands.flatMap(\.bytes).count == end, "a decoder loses no byte")
  let profile = job.count % 2 == 0 ? PrinterProfile.virtual80 : .generic58
  let page = Page(commands, profile: profile)
  precondition(page == Page(decoding: job, profile: profile), "two ways to one page")
  _ = page.text()
  _ = page.svg()
  return 0
}
