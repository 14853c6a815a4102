// Any bytes sent to the emulated printer, in packets, with faults in between.

import ESCPOS

/// Called by libFuzzer for each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  guard let first = bytes.first else { return 0 }
  var traits = PrinterTraits()
  traits.dotsPerMillisecond = 500
  traits.refusesWhenOffline = first & 1 == 0
  if first & 2 != 0 { traits.spilledFunctions = [0x6B, 0x4C] }
  traits.waitsForFeed = first & 4 != 0
  let faults: [PrinterFault] = [
    .paperEnd, .coverOpened, .cutterJammed, .overheated(3), .powerCut(2), .unplugged, .hung(3),
    .noise([0x10, 0x37, 0xFF]),
  ]
  var printer = PrinterEmulator(
    first & 8 == 0 ? .virtual80 : .generic58, traits: traits,
    script: FaultScript().at(.byte(Int(first) * 3), faults[Int(first >> 4) & 7]))
  var condition = PrinterCondition()
  var sent = 1
  for _ in 0..<(count / 16 + 8) where sent < count {
    let packet = Array(bytes[sent..<min(sent + 64, count)])
    if case .taken(let taken) = printer.receive(packet: packet) { sent += taken }
    printer.pass(milliseconds: 1)
    _ = condition.receive(printer.answer())
  }
  precondition(printer.paper.count <= PrinterEmulator.rollLimit * 2, "the roll has an end")

  // Mended and reset, it prints as if nothing had been.
  for fault: PrinterFault in [.plugged, .powerCut(1), .coverClosed, .paperLoaded, .feedPressed] {
    printer.apply(fault)
  }
  printer.follow(FaultScript())
  printer.pass(milliseconds: 10)
  while !printer.answer().isEmpty {}
  _ = printer.takePaper()
  var fresh = PrinterCondition()
  let job: [UInt8] = [0x1B, 0x40, 0x41, 0x0A]
  let outcome = printer.deliver(job, fence: FenceID(job: 1), to: &fresh, patience: 50)
  precondition(printer.paper == job, "a job after anything is printed: \(outcome)")
  return 0
}
