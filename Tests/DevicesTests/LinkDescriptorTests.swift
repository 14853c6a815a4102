// What a printer says of itself is read, however it lies.

import Testing

@testable import Devices

@Suite struct LinkDescriptorTests {
  private func answer(_ text: String, length: Int? = nil, swapped: Bool = false) -> [UInt8] {
    let count = length ?? text.utf8.count + 2
    let bytes = [UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)]
    return (swapped ? bytes.reversed() : bytes) + Array(text.utf8)
  }

  @Test func `a device ID gives maker, model, commands and serial number`() {
    let id = PrinterID(
      answer: answer("MFG:EPSON; CMD:ESC/POS;MDL:TM-T20II ;CLS:PRINTER;SN:X1;"))
    #expect(id?.maker == "EPSON")
    #expect(id?.model == "TM-T20II")
    #expect(id?.commands == "ESC/POS")
    #expect(id?.serial == "X1")
    let long = PrinterID(answer: answer("MANUFACTURER:Star;COMMAND SET:STAR;MODEL:TSP143"))
    #expect(long?.maker == "Star")
    #expect(long?.model == "TSP143")
    #expect(long?.commands == "STAR")
  }

  @Test(arguments: [0, 1, 2, 3, 10, 0x7FFF, 0xFFFF])
  func `a length that does not fit is not believed`(length: Int) {
    let id = PrinterID(answer: answer("MFG:EPSON;MDL:TM-T20II;", length: length))
    // 3 and 10 fit, and cut the text off; all others are read for what came.
    let isCut = length == 3 || length == 10
    #expect(id?.model == (isCut ? nil : "TM-T20II"))
  }

  @Test func `a length with its bytes swapped is read all the same`() {
    let text = "MFG:EPSON;MDL:TM;"
    let id = PrinterID(answer: answer(text, swapped: true) + Array("MDL:OLD;".utf8))
    #expect(id?.model == "TM")
  }

  @Test func `rubbish is no device ID and harms nobody`() {
    for count in 0..<6 { #expect(PrinterID(answer: [UInt8](repeating: 0xFF, count: count)) == nil) }
    #expect(PrinterID(answer: answer(";;;;")) == nil)
    #expect(PrinterID(answer: answer(":::;:;")) == PrinterID(answer: answer(":")))
    let bell = PrinterID(answer: answer("MFG:\u{7}A\u{0}B\n;MDL:\u{1B}[2Jx;"))
    #expect(bell?.maker == "AB")
    #expect(bell?.model == "[2Jx")
    let endless = PrinterID(answer: answer("MDL:" + String(repeating: "x", count: 5_000)))
    #expect(endless?.model?.count == DeviceLimits.deviceNameLetters)
    let broken = PrinterID(answer: [0, 9] + Array("MDL:".utf8) + [0xC3, 0x28, 0xFF])
    #expect(broken?.model?.isEmpty == false)
  }

  @Test func `every answer up to a few bytes is read without harm`() {
    let alphabet: [UInt8] = [0x00, 0x05, 0x3A, 0x3B, 0x4D, 0xFF]
    var answers: [[UInt8]] = [[]]
    var longest = answers
    for _ in 0..<5 {
      longest = longest.flatMap { start in alphabet.map { start + [$0] } }
      answers += longest
    }
    // Nothing to compare with: that none of them traps is what is shown.
    #expect(answers.filter { PrinterID(answer: $0) != nil }.count > 0)
  }

  @Test func `the first of two equal keys counts`() {
    #expect(PrinterID(answer: answer("MDL:ONE;MDL:TWO;"))?.model == "ONE")
  }

  private func interface(
    _ number: UInt8 = 0, class deviceClass: UInt8 = 7, endpoints: [(UInt8, Int)]
  ) -> UsbInterface {
    UsbInterface(
      number: number, alternate: 0, deviceClass: deviceClass, subclass: 1, protocolCode: 2,
      bulk: endpoints.map { UsbEndpoint(address: $0.0, packetBytes: $0.1) })
  }

  @Test func `descriptors that lie are refused with a reason`() {
    func flaw(_ interface: UsbInterface) -> String? {
      UsbPrinters.flaw(of: [interface], vendor: 0x4B8, product: 0xE15)
    }
    #expect(flaw(interface(endpoints: [(0x01, 64), (0x82, 64)])) == nil)
    #expect(flaw(interface(endpoints: []))?.contains("no way in") == true)
    #expect(flaw(interface(endpoints: [(0x82, 64)]))?.contains("no way in") == true)
    #expect(flaw(interface(endpoints: [(0x01, 0), (0x82, 64)]))?.contains("0 bytes") == true)
    #expect(flaw(interface(endpoints: [(0x00, 64)]))?.isEmpty == false)
    #expect(flaw(interface(255, endpoints: [(0x01, 64)]))?.contains("interface 255") == true)
    // What is no printer at all has no flaw: it is none of the till's business.
    #expect(flaw(interface(class: 3, endpoints: [(0x01, 64)])) == nil)
  }

  @Test func `a way back that cannot be makes a printer mute and not useless`() {
    let chosen = UsbPrinters.choose(
      from: [interface(endpoints: [(0x01, 64), (0x82, 0)])], vendor: 0x4B8, product: 0xE15)
    #expect(chosen?.output?.address == 0x01)
    #expect(chosen?.input == nil)
  }

  @Test func `vendor classes of known printers are printers, a debugger's is not`() {
    let own = interface(class: 0xFF, endpoints: [(0x01, 64), (0x82, 64)])
    for (vendor, product) in [(0x04B8, 0x0202), (0x0519, 3), (0x0483, 0x5743), (0x0416, 0x5011)] {
      let vendor = UInt16(vendor)
      let product = UInt16(product)
      #expect(UsbPrinters.choose(from: [own], vendor: vendor, product: product) != nil)
      #expect(UsbPrinters.isPrinter(vendor: vendor, product: product, interfaces: ":ff0000:"))
    }
    for (vendor, product) in [(0x04B8, 0x0142), (0x0483, 0x3748), (0x04C5, 0x1041)] {
      let vendor = UInt16(vendor)
      let product = UInt16(product)
      #expect(UsbPrinters.choose(from: [own], vendor: vendor, product: product) == nil)
      #expect(!UsbPrinters.isPrinter(vendor: vendor, product: product, interfaces: ":ffff00:"))
      #expect(UsbPrinters.isPrinter(vendor: vendor, product: product, interfaces: ":070102:"))
    }
  }

  @Test func `people see maker and model once, and numbers where there are no words`() {
    let identity = UsbIdentity(vendor: 0x4B8, product: 0x202, serial: nil, port: "1-1")
    func name(_ maker: String?, _ model: String?) -> String {
      UsbPrinters.name(manufacturer: maker, product: model, of: identity)
    }
    #expect(name("EPSON", "TM-T20II") == "EPSON TM-T20II")
    #expect(name("Epson", "EPSON TM-T20II") == "EPSON TM-T20II")
    #expect(name(nil, "TM-T20II") == "TM-T20II")
    #expect(name("EPSON", " ") == "EPSON 04b8:0202")
    #expect(name(nil, nil) == "USB device 04b8:0202")
    #expect(name("\u{1B}c", nil) == "c 04b8:0202")
  }

  @Test func `a printer that never stops talking is listened to now and then`() {
    var pace = ReadPace()
    var now: Int64 = 1_000
    var reads = 0
    while now < 2_000 {
      now = max(now, pace.read(bytes: 1, at: now))
      reads += 1
    }
    #expect(reads <= 11 * ReadPace.readsInWindow)
    // An empty read rests at once, a full one does not.
    var calm = ReadPace()
    #expect(calm.read(bytes: 0, at: 50) == 50 + ReadPace.emptyRestMilliseconds)
    #expect(calm.read(bytes: 4, at: 80) == 80)
  }
}
