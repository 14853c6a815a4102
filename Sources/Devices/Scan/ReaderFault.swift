// Why a scanner cannot be read, in words that say what to do.

internal import Glibc
internal import Scanner

/// Why a scanner's reader has nothing to read.
enum ReaderFault: Error, Equatable {
  case system(SystemFault)
  /// This account may not open the node.
  case forbidden(String)
  case notAnInputDevice(String)
  /// What the node is instead, in a sentence.
  case refused(String)
  /// The program that holds it, as far as that can be seen.
  case heldByAnother(String, holder: String?)
  /// Somebody held Escape: the node is its owner's again.
  case givenBack
  /// A program asked for the node for so many seconds.
  case lent(seconds: Int64)

  /// The fault of a call on a node that just failed.
  init(_ call: String, _ path: String, code: Int32 = errno) {
    switch code {
    case EACCES, EPERM: self = .forbidden(path)
    case EBUSY: self = .heldByAnother(path, holder: Holder.name(of: path))
    default: self = .system(SystemFault(call, path, code: code))
    }
  }

  /// Whether the device is simply not plugged in.
  ///
  /// A device that is pulled out answers EIO at a hidraw node and a serial line, ENODEV or ENXIO
  /// elsewhere.
  var isAbsence: Bool {
    guard case .system(let fault) = self else { return false }
    return [ENOENT, ENODEV, ENXIO, EIO].contains(fault.code)
  }

  var isForbidden: Bool {
    if case .forbidden = self { true } else { false }
  }
}

extension ReaderFault: CustomStringConvertible {
  var description: String {
    switch self {
    case .system(let fault): fault.description
    case .forbidden(let path):
      "this account may not open \(path): `till doctor` shows the udev rule that lets it"
    case .notAnInputDevice(let path): "\(path) is not an input device"
    case .refused(let words): words
    case .heldByAnother(let path, let holder): Self.words(path, holder)
    case .givenBack:
      "given back, because Escape was held for \(WayOut.seconds) seconds: unplug it and plug "
        + "it in again, or pair it again, to use it as a scanner"
    case .lent(let seconds): "given back for \(seconds) seconds, as asked"
    }
  }

  private static func words(_ path: String, _ holder: String?) -> String {
    guard let holder else {
      return "another program holds the scanner; `fuser -v \(path)` names it"
    }
    // It takes every new serial device for a modem, holds it for ten seconds and writes AT
    // commands into it (ModemManager's manual page; ID_MM_DEVICE_IGNORE since 1.12).
    guard holder.hasPrefix("ModemManager") else { return "\(holder) holds the scanner; stop it" }
    return "\(holder) takes the scanner for a modem: install the till's udev rule (`till doctor` "
      + "shows it) or stop it with `systemctl disable --now ModemManager`"
  }
}
