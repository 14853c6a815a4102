// What scales say, byte by byte.

import Testing
import Values

@testable import Devices

@Suite struct ScaleProtocolTests {
  private func answer(_ language: ScaleProtocol, _ bytes: [UInt8]) -> ScaleTalk.Step {
    var talk = ScaleTalk(language)
    return talk.receive(bytes)
  }

  private func weight(_ milli: Int64, _ unit: WeightUnit = .kilogram) -> ScaleTalk.Step {
    .done(.weight(Quantity(milli: milli), unit))
  }

  @Test func `a Toledo tells its weight or why it has none`() {
    #expect(answer(.toledo8217, [0x02] + Array("01.250".utf8) + [0x0D]) == weight(1250))
    #expect(answer(.toledo8217, [0x02] + Array("01.250N".utf8) + [0x0D]) == weight(1250))
    #expect(answer(.toledo8217, [0x02, 0x3F, 0x41, 0x0D]) == .done(.unstable))
    #expect(answer(.toledo8217, [0x02, 0x3F, 0x42, 0x0D]) == .done(.overloaded))
    #expect(answer(.toledo8217, [0x02, 0x3F, 0x44, 0x0D]) == .done(.negative))
    #expect(answer(.toledo8217, [0x02, 0x3F, 0x50, 0x0D]) == weight(0))
  }

  @Test func `parity in the eighth bit is not part of a figure`() {
    let bytes = ([0x02] + Array("01.250".utf8) + [0x0D]).map { $0 | 0x80 }
    #expect(answer(.toledo8217, bytes) == weight(1250))
  }

  @Test func `an NCI scale's figures count only with a quiet status`() {
    func frame(_ weight: String, _ status: String) -> [UInt8] {
      [0x0A] + Array(weight.utf8) + [0x0D, 0x0A] + Array(status.utf8) + [0x0D, 0x03]
    }
    #expect(answer(.nci, frame("01.250KG", "S00")) == weight(1250))
    #expect(answer(.nci, frame("01.25LB", "00")) == weight(1250, .pound))
    #expect(answer(.nci, frame("01.250KG", "S10")) == .done(.unstable))
    #expect(answer(.nci, frame("01.250KG", "S01")) == .done(.negative))
    #expect(answer(.nci, frame("^^.^^^KG", "S02")) == .done(.overloaded))
  }

  @Test func `a CAS scale is asked twice and checked`() {
    var talk = ScaleTalk(.cas)
    #expect(talk.receive([0x06]) == .send([0x11]))
    let data = Array("S  1.250kg".utf8)
    let check = data.reduce(0, ^)
    let frame = [0x01, 0x02] + data + [check, 0x03, 0x04]
    #expect(talk.receive(frame.prefix(7)) == .more)
    #expect(talk.receive(frame.dropFirst(7)) == weight(1250))

    var garbled = ScaleTalk(.cas)
    _ = garbled.receive([0x06])
    var wrong = frame
    wrong[5] ^= 1
    guard case .done(.failed) = garbled.receive(wrong) else {
      Issue.record("a frame with a wrong check was believed")
      return
    }
  }

  @Test func `a Dialog 06 scale is given a price and asked why it refuses`() {
    var talk = ScaleTalk(.dialog06)
    #expect(talk.receive([0x06]) == .send([0x04, 0x05]))
    let record =
      [0x02] + Array("02".utf8) + [0x1B] + Array("3".utf8) + [0x1B]
      + Array("01250".utf8) + [0x1B] + Array("000000".utf8) + [0x1B] + Array("000000".utf8)
      + [0x03]
    #expect(talk.receive(record) == weight(1250))

    var moving = ScaleTalk(.dialog06)
    _ = moving.receive([0x06])
    #expect(moving.receive([0x15]) == .send([0x04, 0x02] + Array("08".utf8) + [0x03]))
    let fault = [0x02] + Array("09".utf8) + [0x1B] + Array("20".utf8) + [0x03]
    #expect(moving.receive(fault) == .done(.unstable))
  }

  @Test func `lines of text count only when their scale calls them stable`() {
    #expect(answer(.sbi, Array("+     1.250 kg \r\n".utf8)) == weight(1250))
    #expect(answer(.sbi, Array("+     1.250    \r\n".utf8)) == .done(.unstable))
    #expect(answer(.sbi, Array("Stat      H    \r\n".utf8)) == .done(.overloaded))
    #expect(answer(.sbi, Array("+    250.0 g \r\n".utf8)) == weight(250))
    #expect(answer(.andDevice, Array("ST,+001.250 kg\r\n".utf8)) == weight(1250))
    #expect(answer(.andDevice, Array("US,+001.250 kg\r\n".utf8)) == .done(.unstable))
    #expect(answer(.andDevice, Array("OL,+9999999 kg\r\n".utf8)) == .done(.overloaded))
    #expect(answer(.andDevice, Array("ST,-000.010 kg\r\n".utf8)) == .done(.negative))
  }

  @Test func `nothing is rounded away`() {
    guard case .done(.failed) = answer(.andDevice, Array("ST,+0.1234 kg\r\n".utf8)) else {
      Issue.record("a tenth of a gram was dropped")
      return
    }
    #expect(answer(.andDevice, Array("ST,+0.1230 kg\r\n".utf8)) == weight(123))
  }

  @Test(arguments: ScaleProtocol.allCases)
  func `any bytes end in a reading or in nothing`(_ language: ScaleProtocol) {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    var talk = ScaleTalk(language)
    var readings = 0
    for _ in 0..<20_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      if case .done(.weight(let quantity, _)) = talk.receive([
        UInt8(truncatingIfNeeded: state >> 33)
      ]) {
        readings += 1
        #expect(quantity.milli >= 0)
      }
    }
    // Noise of any length is now and then a number; it must not be one often.
    #expect(readings < 200)
  }
}
