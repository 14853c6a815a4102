// Scanners without hardware: two ends of a socket, the reader's own code at one and a typist or a
// report maker at the other. No preload, so that it runs under the sanitizers.

import Foundation
import Synchronization

@testable import Devices
@testable import Scanner

/// A pair of connected descriptors: one is handed to a reader, the other is the device's.
final class Wire: Sendable {
  private let ends: Mutex<(near: Int32, far: Int32)>

  /// - Parameter keepsRecords: whether each write is one read, as with hidraw.
  init(keepsRecords: Bool = false) throws {
    var pair: [Int32] = [-1, -1]
    let kind = keepsRecords ? SOCK_SEQPACKET : SOCK_STREAM
    guard socketpair(AF_UNIX, Int32(kind.rawValue), 0, &pair) == 0 else {
      throw SystemFault("socketpair", "test")
    }
    _ = fcntl(pair[0], F_SETFL, O_NONBLOCK)
    // A reader that never answers fails its test and does not hang it.
    var limit = timeval(tv_sec: 5, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(pair[1], SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    ends = Mutex((pair[0], pair[1]))
  }

  deinit {
    unplug()
    _ = takeNear().map { close($0) }
  }

  /// The reader's end, once.
  func takeNear() -> Int32? {
    ends.withLock { ends in
      defer { ends.near = -1 }
      return ends.near >= 0 ? ends.near : nil
    }
  }

  func send(_ bytes: [UInt8]) {
    let far = ends.withLock { $0.far }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(far, $0.baseAddress, $0.count, 0x4000) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// What the reader wrote; waits for so many bytes.
  func receive(_ count: Int) -> [UInt8] {
    let far = ends.withLock { $0.far }
    var bytes = [UInt8](repeating: 0, count: count)
    let got = recv(far, &bytes, count, Int32(MSG_WAITALL))
    return Array(bytes.prefix(max(0, got)))
  }

  /// Takes the device away.
  func unplug() {
    ends.withLock { ends in
      if ends.far >= 0 { close(ends.far) }
      ends.far = -1
    }
  }
}

/// Nodes that a reader opens one after the other; between two of them there is none.
final class Nodes: Sendable {
  private let wires = Mutex<[Wire]>([])
  /// What `InputSource.mark` tells: counts what was plugged in.
  private let plugged = Mutex<UInt64>(0)

  func plug(_ wire: Wire) {
    wires.withLock { $0.append(wire) }
    plugged.withLock { $0 += 1 }
  }

  func next() throws(ReaderFault) -> Int32 {
    let near = wires.withLock { $0.isEmpty ? nil : $0.removeFirst() }?.takeNear()
    guard let near else { throw .system(SystemFault("open", "test", code: ENOENT)) }
    return near
  }

  /// A source of input nodes whose clock is the given one, which stands still if none is.
  func source(
    lights: [UInt16] = [], now: @escaping @Sendable () -> Int64 = { 0 }
  ) -> InputSource {
    InputSource(
      open: { () throws(ReaderFault) in
        InputNode(descriptor: try self.next(), path: "test", lights: lights)
      }, mark: { self.plugged.withLock { $0 } }, now: now)
  }
}

/// Input events as bytes, as the kernel gives them to a reader (`struct input_event`).
struct TypedKeys {
  let keymap: Keymap
  /// Microseconds.
  var time: Int64 = 1_000_000
  private static let shift: UInt16 = 42
  private static let altGr: UInt16 = 100

  init(_ layout: String = "us") { keymap = Keymap.known(layout) ?? .us }

  /// Each event with its report: EV_KEY and SYN_REPORT.
  ///
  /// GS is Ctrl and the key of the US `]`.
  mutating func events(_ text: String, end: UInt16? = 28) -> [[UInt8]] {
    var events: [[UInt8]] = []
    for scalar in text.unicodeScalars {
      if scalar == "\u{1D}" {
        events += stroke(27, with: [29])
      } else {
        events += strokes(of: scalar)
      }
    }
    if let end { events += stroke(end, with: []) }
    return events
  }

  mutating func key(_ code: UInt16, _ value: Int32) -> [UInt8] {
    time += 1_000
    return Self.bytes(1, code, value, at: time) + Self.bytes(0, 0, 0, at: time)
  }

  /// SYN_DROPPED, what is left of the report that it cut, and that report's end.
  func overflow() -> [UInt8] {
    Self.bytes(0, 3, 0, at: time) + Self.bytes(1, 11, 1, at: time) + Self.bytes(0, 0, 0, at: time)
  }

  static func bytes(_ type: UInt16, _ code: UInt16, _ value: Int32, at time: Int64) -> [UInt8] {
    func little(_ value: some FixedWidthInteger) -> [UInt8] {
      withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
    return little(time / 1_000_000) + little(time % 1_000_000) + little(type) + little(code)
      + little(value)
  }

  private mutating func stroke(_ code: UInt16, with modifiers: [UInt16]) -> [[UInt8]] {
    var events = modifiers.map { key($0, 1) }
    events += [key(code, 1), key(code, 0)]
    for modifier in modifiers.reversed() { events.append(key(modifier, 0)) }
    return events
  }

  private mutating func strokes(of scalar: Unicode.Scalar) -> [[UInt8]] {
    for (shifted, altGred) in [(false, false), (true, false), (false, true)] {
      for code in Keymap.keys {
        let meaning = keymap.meaning(of: code, shift: shifted, altGr: altGred, capsLock: false)
        guard meaning == .text(scalar) else { continue }
        return stroke(code, with: (shifted ? [Self.shift] : []) + (altGred ? [Self.altGr] : []))
      }
    }
    return []
  }
}
