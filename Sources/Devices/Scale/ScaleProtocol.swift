// The languages of scales: how each is asked, and what its answers mean. Bytes and values only;
// who waits for them is in Scale.swift.

internal import Values

/// How one make of scale talks on its serial line.
///
/// All of them are asked; none is believed to go on sending. A reading counts only when the scale
/// itself calls it stable.
package enum ScaleProtocol: String, CaseIterable, Sendable {
  /// Mettler-Toledo 8217, also of Magellan scanner scales (8217 technical manual, host protocol):
  /// `W`, answered by `STX weight CR` or `STX ? status CR`. Usually 9600 7E1.
  case toledo8217 = "toledo-8217"
  /// NCI ECR, or SCP-01 (Weigh-Tronix, Avery Berkel): `W CR`, answered by `LF weight unit CR LF
  /// status ETX`. Usually 9600 7E1.
  case nci = "nci"
  /// CAS, type AP-1 and PD-II (CAS PD-II manual, ECR interface): `ENQ`, `ACK`, `DC1`, then a frame
  /// with a block check. Usually 9600 8N1.
  case cas = "cas"
  /// Checkout Dialog 06, of scales that compute prices (Bizerba, Mettler; Dialog 06 interface
  /// description). Without its checksum handshake: a scale that asks for it is told unusable.
  /// Usually 9600 7O1.
  case dialog06 = "dialog-06"
  /// SBI, of Sartorius and, as `P`, of Ohaus: `ESC P CR LF`, answered by a line `+ 1.234 kg`;
  /// without a unit it is not stable. Usually 9600 8N1 or 1200 7O1.
  case sbi = "sbi"
  /// A&D: `Q CR LF`, answered by `ST,+001.234 kg`; US is unstable, OL overload. Usually 2400 7E1.
  case andDevice = "and"

  /// What is sent first.
  var question: [UInt8] {
    switch self {
    case .toledo8217: Array("W".utf8)
    case .nci: Array("W\r".utf8)
    case .cas: [0x05]
    // EOT ENQ asks for the last weighing; a price of 0 has to be set before it, or the scale stays
    // mute: record 01 with unit price 000000.
    case .dialog06: [0x04, 0x02] + Array("01".utf8) + [0x1B] + Array("000000".utf8) + [0x1B, 0x03]
    case .sbi: [0x1B] + Array("P\r\n".utf8)
    case .andDevice: Array("Q\r\n".utf8)
    }
  }
}

/// One conversation with a scale: bytes in, bytes out, a reading at its end.
///
/// It keeps at most `byteLimit` bytes and no time.
struct ScaleTalk: Sendable {
  enum Step: Equatable {
    /// The answer is not whole yet.
    case more
    /// This is to be sent now; then the conversation goes on.
    case send([UInt8])
    case done(Weighing)
  }

  static let byteLimit = 256

  private let language: ScaleProtocol
  private var bytes: [UInt8] = []
  /// A handshake has been answered.
  private var isAcknowledged = false

  init(_ language: ScaleProtocol) { self.language = language }

  /// Takes bytes in the pieces they came in.
  mutating func receive(_ more: some Sequence<UInt8>) -> Step {
    for byte in more {
      // 7 bit lines may still carry their parity in the eighth.
      bytes.append(byte & 0x7F)
      if bytes.count > Self.byteLimit { bytes.removeFirst(bytes.count - Self.byteLimit) }
    }
    switch language {
    case .toledo8217: return toledo()
    case .nci: return nci()
    case .cas: return cas()
    case .dialog06: return dialog06()
    case .sbi: return line { Self.sbi($0) }
    case .andDevice: return line { Self.andDevice($0) }
    }
  }

  // MARK: - Mettler-Toledo 8217

  private mutating func toledo() -> Step {
    guard let frame = frame(from: 0x02, to: 0x0D) else { return .more }
    guard frame.first == UInt8(ascii: "?") else {
      // A trailing N says that a tare was taken off.
      let digits = frame.last == UInt8(ascii: "N") ? frame.dropLast() : frame
      return .done(Self.weight(digits, .kilogram))
    }
    // Bit 0 motion, 1 over capacity, 2 under zero, 3 outside the zero range, 6 and 7 no matter.
    guard let status = frame.dropFirst().first else { return .done(.failed("a status is missing")) }
    if status & 0x02 != 0 { return .done(.overloaded) }
    if status & 0x04 != 0 { return .done(.negative) }
    if status & 0x01 != 0 { return .done(.unstable) }
    if status & 0x08 != 0 {
      return .done(.failed("the scale is not at zero: empty it, press zero"))
    }
    return .done(.weight(.zero, .kilogram))
  }

  // MARK: - NCI

  private mutating func nci() -> Step {
    guard let end = bytes.firstIndex(of: 0x03) else { return .more }
    let frame = bytes[..<end]
    bytes.removeSubrange(...end)
    let lines = frame.split { $0 == 0x0A || $0 == 0x0D }
    guard let last = lines.last else { return .more }
    // Two status digits, after an S with newer scales: bits 0 of each are motion and under range,
    // bit 1 of the second is over range.
    let status = last.first == UInt8(ascii: "S") ? last.dropFirst() : last
    guard status.count >= 2, let first = status.first, let second = status.dropFirst().first,
      first & 0xF0 == 0x30, second & 0xF0 == 0x30
    else { return .done(.failed("the scale's status was not understood")) }
    if second & 0x02 != 0 { return .done(.overloaded) }
    if second & 0x01 != 0 { return .done(.negative) }
    if first & 0x01 != 0 { return .done(.unstable) }
    guard lines.count >= 2 else { return .done(.failed("the scale sent no weight")) }
    return .done(Self.reading(lines[0]))
  }

  // MARK: - CAS

  private mutating func cas() -> Step {
    if !isAcknowledged {
      guard let answer = bytes.firstIndex(where: { $0 == 0x06 || $0 == 0x15 }) else { return .more }
      guard bytes[answer] == 0x06 else { return .done(.failed("the scale refused the question")) }
      bytes.removeSubrange(...answer)
      isAcknowledged = true
      return .send([0x11])
    }
    // SOH STX status sign weight(6) unit(2) check ETX EOT
    guard let start = bytes.firstIndex(of: 0x02), bytes.count >= start + 14 else { return .more }
    let data = bytes[(start + 1)..<(start + 11)]
    let check = data.reduce(0, ^) & 0x7F
    guard bytes[start + 11] == check else {
      return .done(.failed("the line to the scale garbles what it says"))
    }
    let status = data[data.startIndex]
    let sign = data[data.startIndex + 1]
    if sign == UInt8(ascii: "F") { return .done(.overloaded) }
    if status != UInt8(ascii: "S") { return .done(.unstable) }
    if sign == UInt8(ascii: "-") { return .done(.negative) }
    return .done(Self.reading(data.dropFirst(2)))
  }

  // MARK: - Dialog 06

  private mutating func dialog06() -> Step {
    if !isAcknowledged {
      guard let answer = bytes.firstIndex(where: { $0 == 0x06 || $0 == 0x15 }) else { return .more }
      isAcknowledged = true
      let isTaken = bytes[answer] == 0x06
      bytes.removeSubrange(...answer)
      // Taken: ask for the weighing. Refused: ask why, by record 08.
      return .send(isTaken ? [0x04, 0x05] : [0x04, 0x02] + Array("08".utf8) + [0x03])
    }
    if bytes.contains(0x15) && !bytes.contains(0x02) {
      bytes.removeAll()
      return .send([0x04, 0x02] + Array("08".utf8) + [0x03])
    }
    guard let frame = frame(from: 0x02, to: 0x03) else { return .more }
    let fields = frame.split(separator: 0x1B, omittingEmptySubsequences: false)
    guard let record = fields.first.map({ String(decoding: $0, as: UTF8.self) }) else {
      return .more
    }
    switch record {
    case "02":
      // Record 02: status, weight in grams, unit price, price.
      guard fields.count >= 3, let grams = Self.integer(fields[2]) else {
        return .done(.failed("the scale's weight was not understood"))
      }
      return .done(.weight(Quantity(milli: grams), .kilogram))
    case "09":
      guard fields.count >= 2 else { return .done(.failed("the scale gave no reason")) }
      return .done(Self.dialogFault(String(decoding: fields[1], as: UTF8.self)))
    case "11":
      return .done(.failed("the scale wants checksums; switch them off in its menu"))
    default: return .done(.failed("the scale sent record \(record), which nobody asked for"))
    }
  }

  private static func dialogFault(_ code: String) -> Weighing {
    switch code {
    case "20", "22": .unstable
    case "21": .failed("the same goods again: take them off and put them on once more")
    case "30": .failed("too light to be weighed")
    case "31": .negative
    case "32": .overloaded
    default: .failed("the scale reports fault \(code.filter { $0.isASCII && $0.isNumber })")
    }
  }

  // MARK: - Lines of text

  private mutating func line(_ meaning: (ArraySlice<UInt8>) -> Weighing) -> Step {
    guard let end = bytes.firstIndex(of: 0x0A) ?? bytes.firstIndex(of: 0x0D) else { return .more }
    let line = bytes[..<end].filter { $0 != 0x0D }[...]
    bytes.removeSubrange(...end)
    return line.allSatisfy { $0 == 0x20 } ? .more : .done(meaning(line))
  }

  private static func sbi(_ line: ArraySlice<UInt8>) -> Weighing {
    let text = String(decoding: line, as: UTF8.self)
    // `Stat` and a word in place of the number: H and L for over and under range.
    let words = text.split(separator: " ").map(String.init)
    if words.contains("H") || words.contains("OVER") || words.contains("High") {
      return .overloaded
    }
    if words.contains("L") || words.contains("Low") { return .negative }
    guard text.contains(where: \.isNumber) else {
      return .failed("the scale said \(words.count) words")
    }
    // Stable only with its unit; Ohaus marks a moving one with a question mark.
    guard text.contains(where: \.isLetter), !text.contains("?") else { return .unstable }
    return reading(line)
  }

  private static func andDevice(_ line: ArraySlice<UInt8>) -> Weighing {
    let head = String(decoding: line.prefix(2), as: UTF8.self)
    switch head {
    case "ST", "QT": return reading(line.dropFirst(3))
    case "US": return .unstable
    case "OL": return .overloaded
    default: return .failed("the scale's answer was not understood")
    }
  }

  // MARK: - Numbers

  /// What stands between two marks, once both are there.
  private mutating func frame(from start: UInt8, to end: UInt8) -> ArraySlice<UInt8>? {
    guard let first = bytes.firstIndex(of: start),
      let last = bytes[first...].firstIndex(of: end)
    else { return nil }
    let frame = Array(bytes[(first + 1)..<last])
    bytes.removeSubrange(...last)
    return frame[...]
  }

  /// A signed number and its unit, with spaces anywhere.
  private static func reading(_ text: ArraySlice<UInt8>) -> Weighing {
    let plain = text.filter { $0 != 0x20 }
    let digits = plain.prefix { $0 < 0x41 }
    let unit = String(decoding: plain.dropFirst(digits.count), as: UTF8.self).lowercased()
    switch unit {
    case "kg": return weight(digits[...], .kilogram)
    case "g": return weight(digits[...], .kilogram, shift: 3)
    case "lb": return weight(digits[...], .pound)
    case "": return .unstable
    default: return .failed("the scale weighs in a unit that is not sold by")
    }
  }

  /// A decimal number as thousandths.
  ///
  /// - Parameter shift: decimal places that the unit is smaller by.
  private static func weight(
    _ text: ArraySlice<UInt8>, _ unit: WeightUnit, shift: Int = 0
  ) -> Weighing {
    var digits: [UInt8] = []
    var decimals: Int?
    var isNegative = false
    for byte in text {
      switch byte {
      case 0x20: continue
      case UInt8(ascii: "+") where digits.isEmpty: continue
      case UInt8(ascii: "-") where digits.isEmpty: isNegative = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits.append(byte)
        if let known = decimals { decimals = known + 1 }
      case UInt8(ascii: "."), UInt8(ascii: ","):
        guard decimals == nil else { return .failed("the scale's number was not understood") }
        decimals = 0
      default: return .failed("the scale's number was not understood")
      }
    }
    let places = (decimals ?? 0) + shift
    guard !digits.isEmpty, digits.count <= 9, places <= 9, let number = integer(digits[...]) else {
      return .failed("the scale's number was not understood")
    }
    // More decimals than thousandths only if they are noughts: nothing is rounded away here.
    var milli = number
    for _ in places..<max(places, 3) { milli *= 10 }
    for _ in 3..<max(places, 3) {
      guard milli % 10 == 0 else { return .failed("the scale weighs finer than a thousandth") }
      milli /= 10
    }
    if isNegative && milli != 0 { return .negative }
    return .weight(Quantity(milli: milli), unit)
  }

  private static func integer(_ digits: ArraySlice<UInt8>) -> Int64? {
    let text = String(decoding: digits.filter { $0 != 0x20 }, as: UTF8.self)
    guard text.utf8.count <= 9, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return Int64(text)
  }
}
