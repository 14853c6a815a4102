// The printer's health as the bytes that a printer sends: the other way round than PrinterStatus.

extension PrinterStatus {
  /// The four bytes of an automatic status back, the first one highest.
  ///
  /// Epson TM-T88III programming guide p. 318-320.
  var asb: UInt32 {
    var bits: UInt32 = 0x1000_0000
    if isDrawerPinHigh { bits |= 0x0400_0000 }
    if isOffline { bits |= 0x0800_0000 }
    if isCoverOpen { bits |= 0x2000_0000 }
    if isWaitingForFeed { bits |= 0x0001_0000 }
    if isFeedPressed { bits |= 0x0002_0000 }
    if hasRecoverableError { bits |= 0x0004_0000 }
    if hasCutterError { bits |= 0x0008_0000 }
    if hasUnrecoverableError { bits |= 0x0020_0000 }
    if hasPassingError { bits |= 0x0040_0000 }
    if paper != .ok { bits |= 0x0300 }
    if paper == .out { bits |= 0x0C00 }
    return bits
  }

  /// The bits of `asb` that a change of the statuses enabled by `GS a n` is looked for in.
  static func asbBits(enabledBy mask: UInt8) -> UInt32 {
    var bits: UInt32 = 0
    if mask & 0x01 != 0 { bits |= 0x0400_0000 }
    if mask & 0x02 != 0 { bits |= 0x2801_0000 }
    if mask & 0x04 != 0 { bits |= 0x006C_0000 }
    if mask & 0x08 != 0 { bits |= 0x0F00 }
    if mask & 0x40 != 0 { bits |= 0x4002_0000 }
    return bits
  }

  /// The answer to `DLE EOT n`.
  ///
  /// Epson TM-T88III programming guide p. 300-310.
  func answer(to question: StatusQuestion) -> UInt8 {
    var byte: UInt8 = 0x12
    func set(_ bits: UInt8, if isSet: Bool) { if isSet { byte |= bits } }
    switch question {
    case .printer:
      set(0x04, if: isDrawerPinHigh)
      set(0x08, if: isOffline)
      set(0x20, if: isWaitingForFeed)
      set(0x40, if: isFeedPressed)
    case .offlineCause:
      set(0x04, if: isCoverOpen)
      set(0x08, if: isFeedPressed)
      set(0x20, if: paper == .out)
      set(
        0x40,
        if: hasCutterError || hasRecoverableError || hasUnrecoverableError || hasPassingError)
    case .error:
      set(0x04, if: hasRecoverableError)
      set(0x08, if: hasCutterError)
      set(0x20, if: hasUnrecoverableError)
      set(0x40, if: hasPassingError)
    case .paper:
      set(0x0C, if: paper != .ok)
      set(0x60, if: paper == .out)
    }
    return byte
  }

  /// The answer to `GS r 1`.
  var paperAnswer: UInt8 { paper == .out ? 0x0F : paper == .nearEnd ? 0x03 : 0x00 }

  /// The port status of the USB printer class: paper empty, selected, no error (USB device class
  /// definition for printing devices 1.1, 4.2.2).
  var port: UInt8 {
    let hasError = hasCutterError || hasRecoverableError || hasUnrecoverableError || hasPassingError
    return (paper == .out ? 0x20 : 0) | (isOffline ? 0 : 0x10) | (hasError ? 0 : 0x08)
  }
}
