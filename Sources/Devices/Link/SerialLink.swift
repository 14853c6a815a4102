// A printer on a serial line: RS-232, or a USB device that makes itself one (CDC-ACM).

internal import CLinux
internal import Glibc

/// The link to a serial line (termios(3)).
///
/// The line is raw, exclusive and without flow control: a printer is kept from overflowing by its
/// answers, not by wires of which half the cables have none. A packet counts as taken when the
/// driver has it; one that is given up is taken back from there.
package final class SerialLink: DescriptorLink, @unchecked Sendable {
  private let line: SerialLine

  package init(line: SerialLine) { self.line = line }

  override func connect() throws(LinkFault) -> LinkDescriptor {
    let number = Glibc.open(line.path, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard number >= 0 else { throw LinkFault(opening: line.path, code: errno) }
    do {
      try prepare(number)
    } catch {
      Glibc.close(number)
      throw error
    }
    return LinkDescriptor(number: number, kind: .serial, name: line.path, canRead: true)
  }

  private func prepare(_ number: Int32) throws(LinkFault) {
    var settings = termios()
    guard tcgetattr(number, &settings) == 0 else {
      throw .unusable("\(line.path) is no serial line")
    }
    // TIOCEXCL keeps other users out, but not root; the lock is what serial programs agree on.
    guard flock(number, LOCK_EX | LOCK_NB) == 0 else {
      throw LinkFault(opening: line.path, code: errno)
    }
    guard clinux_take_terminal(number) == 0 else {
      throw LinkFault(opening: line.path, code: errno)
    }
    guard let speed = Self.speed(of: line.baud) else {
      throw .unusable("\(line.path) cannot run at \(line.baud) baud")
    }
    cfmakeraw(&settings)
    cfsetspeed(&settings, speed)
    // CLOCAL: no modem's carrier is waited for. HUPCL off: closing does not drop DTR, which resets
    // some printers.
    settings.c_cflag |= tcflag_t(CLOCAL | CREAD)
    settings.c_cflag &= ~(tcflag_t(CSIZE | HUPCL | CSTOPB | PARENB | PARODD) | clinux_crtscts())
    settings.c_cflag |= tcflag_t(line.bits == 7 ? CS7 : CS8)
    settings.c_iflag &= ~tcflag_t(IXON | IXOFF | IXANY | INPCK)
    switch line.parity {
    case .none: break
    case .even: settings.c_cflag |= tcflag_t(PARENB)
    case .odd: settings.c_cflag |= tcflag_t(PARENB | PARODD)
    }
    clinux_set_vmin(&settings, 1)
    guard tcsetattr(number, TCSANOW, &settings) == 0 else {
      throw .unusable("\(line.path) does not take \(line.text)")
    }
    // Answers that an earlier program did not fetch.
    tcflush(number, TCIFLUSH)
  }

  private static func speed(of baud: Int) -> speed_t? {
    switch baud {
    case 1_200: speed_t(B1200)
    case 2_400: speed_t(B2400)
    case 4_800: speed_t(B4800)
    case 9_600: speed_t(B9600)
    case 19_200: speed_t(B19200)
    case 38_400: speed_t(B38400)
    case 57_600: speed_t(B57600)
    case 115_200: speed_t(B115200)
    default: nil
    }
  }
}
