// What an emulated printer did, in the words of the rig's log. They hold no times, so that the same
// story reads the same on every transport.

internal import ESCPOS

extension PrinterDeed {
  var words: String {
    switch self {
    case .fault(let fault): "fault \(fault.words)"
    case .printed(let dots): "printed \(dots)"
    case .torn(let dots): "torn \(dots)"
    case .cut: "cut"
    case .jammed: "jammed"
    case .fenced(let id): "fenced \(String(decoding: id.bytes, as: UTF8.self))"
    case .fenceDropped(let id): "fence-dropped \(String(decoding: id.bytes, as: UTF8.self))"
    case .kicked(let pin): "kicked \(pin)"
    case .kickIgnored: "kick-ignored"
    case .urgent(let bytes): "urgent \(Hexadecimal.text(bytes))"
    case .urgentInData(let bytes): "urgent-in-data \(Hexadecimal.text(bytes))"
    case .cleared(let bytes): "cleared \(bytes)"
    case .answerLost: "answer-lost"
    case .spilled(let bytes): "spilled \(Hexadecimal.text(bytes))"
    case .poweredOn: "powered-on"
    case .poweredOff: "powered-off"
    }
  }
}

extension PrinterFault {
  /// As a fault script writes it.
  var words: String {
    switch self {
    case .paperNearEnd: "paper-near-end"
    case .paperEnd: "paper-end"
    case .paperLoaded: "paper-loaded"
    case .coverOpened: "cover-opened"
    case .coverClosed: "cover-closed"
    case .cutterJammed: "cutter-jammed"
    case .overheated(let time): "overheated \(time)"
    case .broken: "broken"
    case .powerCut(let time): "power-cut \(time)"
    case .unplugged: "unplugged"
    case .plugged: "plugged"
    case .drawerOpened: "drawer-opened"
    case .drawerShut: "drawer-shut"
    case .feedPressed: "feed-pressed"
    case .hung(let time): "hung \(time)"
    case .noise(let bytes): "noise \(Hexadecimal.text(bytes))"
    }
  }
}

/// Bytes as digits and back.
enum Hexadecimal {
  static func text(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// The bytes of an even number of digits, or nil.
  static func bytes(_ text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      let pair = String(decoding: digits[index...(index + 1)], as: UTF8.self)
      guard let byte = UInt8(pair, radix: 16), !pair.hasPrefix("+") else { return nil }
      bytes.append(byte)
    }
    return bytes
  }
}
