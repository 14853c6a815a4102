// Any bytes as what a printer sends: parsed whole, in pieces, and after them a status.

import ESCPOS

/// Called by libFuzzer for each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  var whole = StatusParser()
  let answers = whole.receive(bytes)
  var parts = StatusParser()
  let cut = bytes.isEmpty ? 0 : Int(bytes[0]) % bytes.count
  let split = parts.receive(bytes[..<cut]) + parts.receive(bytes[cut...])
  precondition(answers == split, "a split changes nothing")
  precondition(answers.count <= bytes.count, "an answer has a byte at least")

  var condition = PrinterCondition()
  for question in StatusQuestion.allCases { _ = condition.ask(.status(question)) }
  _ = condition.ask(.paper)
  _ = condition.ask(.identity(67))
  var delivery = Delivery([0x0A], fence: FenceID(job: 1), for: .virtual80)
  delivery.took(11)
  for news in condition.receive(bytes) { delivery.hear(news) }
  _ = condition.troubles.map(\.advice)

  // The longest thing that may have begun ends within this; then a status is understood.
  _ = whole.receive([UInt8](repeating: 0x41, count: StatusParser.blockLimit))
  _ = whole.receive([0x10, 0, 0, 0])
  precondition(whole.receive([0x18, 0, 0x0C, 0]).count == 1, "the parser found its feet")
  return 0
}
