// One serial line, opened for a scanner's reader alone (termios(3)).

internal import CLinux
internal import Glibc

/// A serial line that a scanner sends bytes on, confined to one thread; closing gives it back.
final class SerialNode {
  let descriptor: Int32
  private let path: String
  private var buffer = [UInt8](repeating: 0, count: DeviceLimits.scanLineBytes)

  /// Reads bytes from a descriptor, which is closed with this.
  init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit { close(descriptor) }

  /// Opens the line for this process alone (TIOCEXCL) and sets it raw.
  convenience init(opening line: SerialLine) throws(ReaderFault) {
    // Not blocking, or the open would wait for a carrier that no scanner has.
    let descriptor = open(line.path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw ReaderFault("open", line.path) }
    self.init(descriptor: descriptor, path: line.path)
    var settings = termios()
    guard tcgetattr(descriptor, &settings) == 0 else {
      guard errno != ENOTTY else { throw .refused("\(line.path) is not a serial line") }
      throw ReaderFault("tcgetattr", line.path)
    }
    guard clinux_take_terminal(descriptor) == 0 else { throw ReaderFault("TIOCEXCL", line.path) }
    cfmakeraw(&settings)
    // Everything else off: no handshake by wire, no waiting for a carrier, no hanging up.
    settings.c_cflag = tcflag_t(CREAD) | tcflag_t(CLOCAL) | tcflag_t(line.bits == 7 ? CS7 : CS8)
    settings.c_iflag = 0
    if line.parity != .none {
      settings.c_cflag |= tcflag_t(PARENB)
      if line.parity == .odd { settings.c_cflag |= tcflag_t(PARODD) }
      // A byte whose parity is wrong comes as NUL, which no scan may hold: the scan is refused.
      settings.c_iflag = tcflag_t(INPCK)
    }
    let speed = Self.speed(of: line.baud)
    guard cfsetispeed(&settings, speed) == 0, cfsetospeed(&settings, speed) == 0,
      tcsetattr(descriptor, TCSANOW, &settings) == 0
    else { throw ReaderFault("tcsetattr", line.path) }
    // What waits from before is nobody's scan.
    tcflush(descriptor, TCIFLUSH)
  }

  private static func speed(of baud: Int) -> speed_t {
    let speed =
      switch baud {
      case 1200: B1200
      case 2400: B2400
      case 4800: B4800
      case 19_200: B19200
      case 38_400: B38400
      case 57_600: B57600
      case 115_200: B115200
      default: B9600
      }
    return speed_t(speed)
  }

  /// The bytes that wait, at most 4096; none when nothing does.
  ///
  /// - Throws: when the device is gone (EIO, or the end after a hang-up) or cannot be read.
  func read() throws(ReaderFault) -> ArraySlice<UInt8> {
    let count = Glibc.read(descriptor, &buffer, buffer.count)
    if count < 0, errno == EAGAIN || errno == EINTR { return [] }
    guard count >= 0 else { throw .system(SystemFault("read", path)) }
    guard count > 0 else { throw .system(SystemFault("read", path, code: ENODEV)) }
    return buffer[..<count]
  }
}
