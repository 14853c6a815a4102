// One input node of the kernel, opened for a scanner's reader alone.

// The compiler takes timeval for a part of whichever C module it met it in first.
internal import CEvdev
internal import CLinux
internal import CUSB
internal import CUdev
internal import Glibc
internal import Scanner

/// An input node that this process holds exclusively; closing it gives it back.
///
/// Confined to its reader's thread.
final class InputNode {
  /// What came out of the node.
  enum Event: Equatable {
    /// A key went down or up.
    case key(KeyEvent)
    /// The kernel's ring of 64 events overflowed (`SYN_DROPPED`).
    case lost
    /// A program turned a light of the keyboard on or off.
    case lights
  }

  /// Why the node cannot be read.
  enum Fault: Error, Equatable, CustomStringConvertible {
    case system(SystemFault)
    case notAnInputDevice(String)
    /// The program that holds it, as far as that can be seen.
    case heldByAnother(String, holder: String?)

    /// Whether the device is simply not plugged in.
    var isAbsence: Bool {
      guard case .system(let fault) = self else { return false }
      return fault.code == ENOENT || fault.code == ENODEV
    }

    var description: String {
      switch self {
      case .system(let fault): fault.description
      case .notAnInputDevice(let path): "\(path) is not an input device"
      case .heldByAnother(let path, let holder):
        if let holder {
          "\(holder) holds the scanner; stop it"
        } else {
          "another program holds the scanner; `fuser -v \(path)` names it"
        }
      }
    }
  }

  let descriptor: Int32
  private let path: String
  private let device: OpaquePointer

  /// Opens, checks and grabs the node (EVIOCGRAB), with event times of the monotonic clock.
  init(grabbing path: String) throws(Fault) {
    // Writing is only for the lights; a node that cannot be written is read all the same.
    let flags = O_NONBLOCK | O_CLOEXEC | O_NOCTTY
    var descriptor = open(path, O_RDWR | flags)
    if descriptor < 0, errno == EACCES || errno == EPERM || errno == EROFS {
      descriptor = open(path, O_RDONLY | flags)
    }
    guard descriptor >= 0 else { throw .system(SystemFault("open", path)) }
    var device: OpaquePointer?
    let code = libevdev_new_from_fd(descriptor, &device)
    guard code == 0, let device else {
      close(descriptor)
      // A node that was unplugged this moment is absent; anything else is no input device.
      guard code == -ENODEV else { throw .notAnInputDevice(path) }
      throw .system(SystemFault("ioctl", path, code: ENODEV))
    }
    self.path = path
    self.descriptor = descriptor
    self.device = device
    // From here on deinit gives everything back, also when a throw follows.
    let clock = libevdev_set_clock_id(device, CLOCK_MONOTONIC)
    guard clock == 0 else { throw .system(SystemFault("EVIOCSCLOCKID", path, code: -clock)) }
    let grab = libevdev_grab(device, LIBEVDEV_GRAB)
    guard grab != -EBUSY else {
      throw .heldByAnother(path, holder: Holder.name(of: path))
    }
    guard grab == 0 else { throw .system(SystemFault("EVIOCGRAB", path, code: -grab)) }
    // Without the scan codes half as many events again fit into the ring. Old kernels refuse,
    // which costs only that.
    _ = clinux_evdev_silence(descriptor, UInt32(EV_MSC))
    settleLights()
  }

  /// Puts Caps Lock's light out and Num Lock's on.
  ///
  /// Some scanners look at the host's lights and turn capitals round when Caps Lock seems on; any
  /// program that has the node open can set them, also while it is grabbed.
  func settleLights() {
    for (light, isOn) in [(UInt32(LED_CAPSL), false), (UInt32(LED_NUML), true)] {
      guard libevdev_has_event_code(device, UInt32(EV_LED), light) == 1,
        libevdev_get_event_value(device, UInt32(EV_LED), light) != (isOn ? 1 : 0)
      else { continue }
      let value = isOn ? LIBEVDEV_LED_ON : LIBEVDEV_LED_OFF
      // A node that cannot be written keeps its lights; that costs only their effect.
      _ = libevdev_kernel_set_led_value(device, light, value)
    }
  }

  deinit {
    libevdev_free(device)
    close(descriptor)
  }

  /// The next key or loss, or nil when nothing waits.
  ///
  /// - Throws: when the device is gone (ENODEV) or cannot be read.
  func next() throws(Fault) -> Event? {
    var event = input_event()
    while true {
      let normal = UInt32(LIBEVDEV_READ_FLAG_NORMAL.rawValue)
      let code = libevdev_next_event(device, normal, &event)
      if code == LIBEVDEV_READ_STATUS_SYNC.rawValue {
        skipResync()
        return .lost
      }
      if code == -EAGAIN { return nil }
      if code == -EINTR { continue }
      guard code == LIBEVDEV_READ_STATUS_SUCCESS.rawValue else {
        throw .system(SystemFault("read", path, code: -code))
      }
      // Value 2 is the kernel's autorepeat, which no scanner means.
      if event.type == UInt16(EV_LED) { return .lights }
      guard event.type == UInt16(EV_KEY), event.value != 2 else { continue }
      let time = Int64(event.time.tv_sec) * 1_000_000 + Int64(event.time.tv_usec)
      return .key(KeyEvent(time: time, code: event.code, value: event.value))
    }
  }

  /// Lets libevdev catch up with the keys' state; it cannot give back the characters.
  private func skipResync() {
    var event = input_event()
    let sync = UInt32(LIBEVDEV_READ_FLAG_SYNC.rawValue)
    while libevdev_next_event(device, sync, &event) == LIBEVDEV_READ_STATUS_SYNC.rawValue {}
  }
}
