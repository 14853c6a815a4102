// One input node of the kernel, opened for a scanner's reader alone (linux/input.h).

// The compiler takes timeval for a part of whichever C module it met it in first.
internal import CEvdev
internal import CLinux
internal import CUSB
internal import CUdev
internal import Glibc
internal import Scanner

/// An input node and the events that are read from it; closing it gives it back.
///
/// libevdev looks the node over and is done: what it keeps in step after an overflow are states,
/// and a scanner's characters are not among them. Confined to its reader's thread.
final class InputNode {
  /// What came out of the node.
  enum Event: Equatable {
    /// A key went down or up, or is repeated by the kernel (value 2).
    case key(KeyEvent)
    /// The kernel's ring of 64 events overflowed (`SYN_DROPPED`).
    case lost(at: Int64)
    /// A light of the keyboard is not as it should be.
    case lights
  }

  let descriptor: Int32
  private let path: String
  private let lights: [UInt16]
  private var buffer = [UInt8](repeating: 0, count: eventCount * MemoryLayout<input_event>.size)
  /// Bytes of an event that did not come whole; the kernel never does that, a test may.
  private var kept = 0
  private var isSkipping = false

  /// As many as the kernel's ring holds (EVDEV_MIN_BUFFER_SIZE of the kernel).
  private static let eventCount = 64
  /// How each light should be: some scanners look at the host's and turn capitals round when Caps
  /// Lock seems on.
  private static let wanted: [UInt16: Int32] = [UInt16(LED_CAPSL): 0, UInt16(LED_NUML): 1]

  /// Reads events from a descriptor, which is closed with this.
  ///
  /// - Parameter lights: the lights that the node has.
  init(descriptor: Int32, path: String, lights: [UInt16] = []) {
    self.descriptor = descriptor
    self.path = path
    self.lights = lights
  }

  deinit { close(descriptor) }

  /// Opens, checks and grabs the node (EVIOCGRAB), with event times of the monotonic clock.
  convenience init(grabbing path: String) throws(ReaderFault) {
    try self.init(opening: path)
    guard clinux_evdev_grab(descriptor, 1) == 0 else { throw ReaderFault("EVIOCGRAB", path) }
    settleLights()
  }

  /// Opens and checks the node and takes it from nobody: whoever has it sees the same keys.
  convenience init(opening path: String) throws(ReaderFault) {
    // Writing is only for the lights; a node that cannot be written is read all the same.
    let flags = O_NONBLOCK | O_CLOEXEC | O_NOCTTY
    var descriptor = open(path, O_RDWR | flags)
    if descriptor < 0, errno == EACCES || errno == EPERM || errno == EROFS {
      descriptor = open(path, O_RDONLY | flags)
    }
    guard descriptor >= 0 else { throw ReaderFault("open", path) }
    var device: OpaquePointer?
    let code = libevdev_new_from_fd(descriptor, &device)
    guard code == 0, let device else {
      close(descriptor)
      // A node that was unplugged this moment is absent; anything else is no input device.
      guard code == -ENODEV else { throw .notAnInputDevice(path) }
      throw .system(SystemFault("ioctl", path, code: ENODEV))
    }
    defer { libevdev_free(device) }
    func has(_ type: Int32, _ code: Int32) -> Bool {
      libevdev_has_event_code(device, UInt32(type), UInt32(code)) == 1
    }
    self.init(
      descriptor: descriptor, path: path,
      lights: [LED_CAPSL, LED_NUML].filter { has(EV_LED, $0) }.map { UInt16($0) })
    // From here on deinit closes it, also when a throw follows.
    if has(EV_REL, REL_X) || has(EV_ABS, ABS_X) || has(EV_KEY, BTN_LEFT) {
      throw .refused("\(path) is a mouse or a touch screen, not a scanner")
    }
    guard (KEY_1...KEY_0).allSatisfy({ has(EV_KEY, $0) }) else {
      throw .refused("\(path) has no digits, so it is no scanner")
    }
    guard clinux_evdev_clock(descriptor, CLOCK_MONOTONIC) == 0 else {
      throw ReaderFault("EVIOCSCLOCKID", path)
    }
    silence()
  }

  /// Keeps everything out of the ring that is no key of a keyboard and no light.
  ///
  /// Without the scan codes half as many events again fit: 15 digits instead of 10 before the ring
  /// is full. Old kernels refuse, which costs only that.
  private func silence() {
    for type in [EV_MSC, EV_REL, EV_ABS, EV_SW, EV_REP] {
      _ = clinux_evdev_silence(descriptor, UInt32(type))
    }
    // Codes from 256 on are buttons of mice, joysticks and telephones.
    let keys = [UInt8](repeating: 0xFF, count: 32)
    _ = clinux_evdev_mask(descriptor, UInt32(EV_KEY), keys, UInt32(keys.count))
    let lights: [UInt8] = [1 << UInt8(LED_CAPSL) | 1 << UInt8(LED_NUML)]
    _ = clinux_evdev_mask(descriptor, UInt32(EV_LED), lights, UInt32(lights.count))
  }

  /// Puts Caps Lock's light out and Num Lock's on.
  ///
  /// Any program that has the node open can set them, also while it is grabbed.
  func settleLights() {
    for light in lights {
      let events = [
        input_event(type: UInt16(EV_LED), code: light, value: Self.wanted[light] ?? 0),
        input_event(type: UInt16(EV_SYN), code: UInt16(SYN_REPORT), value: 0),
      ]
      // A node that cannot be written keeps its lights; that costs only their effect.
      _ = events.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    }
  }

  /// The events that wait, at most 64; none when nothing does.
  ///
  /// - Throws: when the device is gone (ENODEV) or cannot be read.
  func read() throws(ReaderFault) -> [Event] {
    let count = buffer.withUnsafeMutableBytes { bytes in
      Glibc.read(descriptor, bytes.baseAddress?.advanced(by: kept), bytes.count - kept)
    }
    if count < 0, errno == EAGAIN || errno == EINTR { return [] }
    guard count >= 0 else { throw .system(SystemFault("read", path)) }
    // The end of a node that was taken away.
    guard count > 0 else { throw .system(SystemFault("read", path, code: ENODEV)) }
    let size = MemoryLayout<input_event>.size
    let whole = (kept + count) / size
    let events = buffer.withUnsafeBytes { bytes in
      (0..<whole).compactMap { place in
        event(bytes.loadUnaligned(fromByteOffset: place * size, as: input_event.self))
      }
    }
    let rest = buffer[(whole * size)..<(kept + count)]
    kept = rest.count
    buffer.replaceSubrange(0..<kept, with: Array(rest))
    return events
  }

  private func event(_ event: input_event) -> Event? {
    switch Int32(event.type) {
    case EV_SYN where Int32(event.code) == SYN_DROPPED:
      isSkipping = true
      return .lost(at: Self.time(of: event))
    case EV_SYN:
      // What stands before the next report belongs to what was lost (the kernel's
      // Documentation/input/event-codes.rst, SYN_DROPPED).
      if Int32(event.code) == SYN_REPORT { isSkipping = false }
      return nil
    case EV_KEY where !isSkipping:
      return .key(KeyEvent(time: Self.time(of: event), code: event.code, value: event.value))
    case EV_LED:
      let isWanted = Self.wanted[event.code].map { ($0 != 0) == (event.value != 0) } ?? true
      return isWanted ? nil : .lights
    default: return nil
    }
  }

  /// Microseconds, within what never overflows.
  private static func time(of event: input_event) -> Int64 {
    let seconds = min(max(Int64(event.time.tv_sec), -1_000_000_000_000), 1_000_000_000_000)
    return seconds * 1_000_000 + Int64(Int32(clamping: event.time.tv_usec))
  }
}

extension input_event {
  /// An event to write; the kernel takes its own time for it.
  fileprivate init(type: UInt16, code: UInt16, value: Int32) {
    self.init()
    self.type = type
    self.code = code
    self.value = value
  }
}
