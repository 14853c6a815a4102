// What can be known of real hardware without any: choices, refusals, layouts, pictures.

import Foundation
import Scanner
import Testing

@testable import Devices

struct UsbTests {
  private func interface(
    _ number: UInt8, _ alternate: UInt8 = 0, class deviceClass: UInt8 = 7, subclass: UInt8 = 1,
    protocol code: UInt8, endpoints: [UInt8] = [0x01, 0x82]
  ) -> UsbInterface {
    UsbInterface(
      number: number, alternate: alternate, deviceClass: deviceClass, subclass: subclass,
      protocolCode: code, bulk: endpoints.map { UsbEndpoint(address: $0, packetBytes: 64) })
  }

  @Test func `listing the printers of any machine gives an answer`() {
    let printers = UsbPrinters.list()
    #expect(printers.allSatisfy { $0.output & 0x80 == 0 && !$0.identity.port.isEmpty })
  }

  @Test func `the two-way setting of a printer is preferred`() {
    let settings = [
      interface(0, 0, protocol: 1, endpoints: [0x02]), interface(0, 1, protocol: 3),
      interface(0, 2, protocol: 2, endpoints: [0x81, 0x02]),
    ]
    let chosen = UsbPrinters.choose(from: settings, vendor: 0x0519, product: 1)
    #expect(chosen?.alternate == 2)
    #expect(chosen?.output?.address == 0x02)
    #expect(chosen?.input?.address == 0x81)
    let mute = UsbPrinters.choose(from: [settings[0]], vendor: 0x0519, product: 1)
    #expect(mute?.output?.address == 0x02)
    #expect(mute?.input == nil)
  }

  @Test func `Epson's vendor class is a printer and other vendor classes are not`() {
    let own = [interface(0, class: 0xFF, subclass: 0, protocol: 0)]
    #expect(UsbPrinters.choose(from: own, vendor: 0x04B8, product: 0x0202)?.number == 0)
    #expect(UsbPrinters.choose(from: own, vendor: 0x04B8, product: 0x0203) == nil)
    #expect(UsbPrinters.choose(from: own, vendor: 0x0483, product: 0x0202) == nil)
  }

  @Test func `a device without a printer interface or without a way in is none`() {
    #expect(UsbPrinters.choose(from: [], vendor: 0x04B8, product: 0x0202) == nil)
    let keyboard = [interface(0, class: 3, subclass: 1, protocol: 1)]
    #expect(UsbPrinters.choose(from: keyboard, vendor: 0x0C2E, product: 1) == nil)
    let deaf = [interface(0, protocol: 2, endpoints: [0x82])]
    #expect(UsbPrinters.choose(from: deaf, vendor: 0x0519, product: 1) == nil)
  }

  @Test func `an identity names maker, model, serial and port`() throws {
    let identity = UsbIdentity(vendor: 0x4B8, product: 0xE15, serial: "X1", port: "1-2.3")
    #expect(identity.text == "04b8:0e15:X1:1-2.3")
    let folder = try TemporaryFolder()
    let device = folder.file("bus/usb/devices/1-2.3")
    try FileManager.default.createDirectory(atPath: device, withIntermediateDirectories: true)
    try Data("X1 23\n".utf8).write(to: URL(filePath: device + "/serial"))
    #expect(UsbIdentity.serial(atPort: "1-2.3", sysfs: folder.path) == "X1 23")
    #expect(UsbIdentity.serial(atPort: "1-2.4", sysfs: folder.path) == nil)
  }
}

struct BarcodePictureTests {
  private func dots(_ picture: BarcodePicture, row: Int) -> String {
    String(
      (0..<picture.widthDots).map { column in
        picture.rows[row][column / 8] & (0x80 >> UInt8(column % 8)) == 0 ? "0" : "1"
      })
  }

  @Test func `an EAN-13 has 95 modules between its quiet zones`() throws {
    let picture = try BarcodePicture(
      drawing: "4006381333931", as: .ean13, moduleDots: 1, heightDots: 24)
    let row = dots(picture, row: 0)
    let bars = String(row.drop { $0 == "0" }.reversed().drop { $0 == "0" }.reversed())
    // Guards, the left hand's parity pattern of a leading 4 (LGLLGG) and the right hand, by the
    // tables of GS1 General Specifications 5.2.1.
    let left = ["0001101", "0100111", "0101111", "0111101", "0001001", "0110011"]
    let right = ["1000010", "1000010", "1000010", "1110100", "1000010", "1100110"]
    #expect(bars == "101" + left.joined() + "01010" + right.joined() + "101")
    #expect(picture.rows.count == 24)
    #expect(picture.rows.allSatisfy { $0 == picture.rows[0] })
  }

  @Test func `modules grow by whole dots`() throws {
    let one = try BarcodePicture(drawing: "ABC-123", as: .code128, moduleDots: 1)
    let three = try BarcodePicture(drawing: "ABC-123", as: .code128, moduleDots: 3)
    #expect(three.widthDots == one.widthDots * 3)
    #expect(dots(three, row: 0) == dots(one, row: 0).map { "\($0)\($0)\($0)" }.joined())
  }

  @Test func `a QR code is square and has its finder in the corner`() throws {
    let picture = try BarcodePicture(drawing: "https://example.org/€", as: .qr, moduleDots: 1)
    #expect(picture.rows.count == picture.widthDots)
    #expect(dots(picture, row: 3).allSatisfy { $0 == "0" })
    #expect(dots(picture, row: 4).dropFirst(4).hasPrefix("11111110"))
    #expect(dots(picture, row: 5).dropFirst(4).hasPrefix("10000010"))
  }

  @Test func `a GS1 code takes its identifiers in brackets`() throws {
    _ = try BarcodePicture(drawing: "[01]09506000134352[17]271231", as: .gs1Code128)
    _ = try BarcodePicture(drawing: "[01]09506000134352", as: .gs1DataMatrix)
    #expect(throws: BarcodeFault.self) {
      _ = try BarcodePicture(drawing: "[01]09506000134353", as: .gs1Code128)
    }
  }

  @Test func `what does not fit is refused with words`() throws {
    let fault = #expect(throws: BarcodeFault.self) {
      try BarcodePicture(drawing: "ABC", as: .ean13)
    }
    guard case .refused(let words) = try #require(fault) else {
      Issue.record("refused is expected, not \(String(describing: fault))")
      return
    }
    #expect(!words.isEmpty)
    #expect(throws: BarcodeFault.notDrawn(.other)) { try BarcodePicture(drawing: "1", as: .other) }
    #expect(throws: BarcodeFault.refused("nothing to draw")) {
      try BarcodePicture(drawing: "", as: .qr)
    }
  }
}
