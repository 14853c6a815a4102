// One cable: a device at one end, a host that speaks USB/IP at the other.

internal import Glibc

/// Carries a host's transfers to one device and its answers back.
///
/// Transfers of one endpoint are served in their order. One that the device refuses stays pending
/// and is tried again whenever `serve` is called, as hardware repeats a NAKed packet. Nothing here
/// blocks: what the host does not take yet waits, bounded by what it has asked for.
final class Cable {
  /// What a host did that is worth a line in the log.
  enum Deed {
    case control(Setup)
    case cleared(endpoint: UInt8)
  }

  let descriptor: Int32
  private let device: any SimulatedDevice
  private var input: [UInt8] = []
  private var output: [UInt8] = []
  private var pending: [UInt8: [Transfer]] = [:]
  private var halted: Set<UInt8> = []
  private(set) var deeds: [Deed] = []
  private(set) var isCut = false
  /// How many class requests are yet to be refused.
  var refusedControls = 0

  /// A transfer that the host waits for.
  private struct Transfer {
    let sequence: UInt32
    /// Room in the host's buffer.
    let room: Int
    /// What goes out, or what has come in.
    var bytes: [UInt8]
    /// Bytes that went out.
    var moved = 0
  }

  private static let packetBytes = 64
  /// Packets that one endpoint moves in one go: a host on a real bus does not get more in a
  /// millisecond (USB 2.0, 5.8.4).
  private static let packetsAtOnce = 19

  /// A cable on a connected socket, which it closes when it is cut.
  init(_ descriptor: Int32, device: any SimulatedDevice) {
    self.descriptor = descriptor
    self.device = device
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
  }

  /// Pulls the plug.
  func cut() {
    guard !isCut else { return }
    isCut = true
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
    pending = [:]
  }

  var hasOutput: Bool { !output.isEmpty }

  /// Whether a transfer to the device waits that it has refused.
  var isRefusing: Bool { pending.contains { $0.key & 0x80 == 0 && !$0.value.isEmpty } }

  func takeDeeds() -> [Deed] {
    defer { deeds = [] }
    return deeds
  }

  /// Halts an endpoint until the host clears it; what waits there is answered at once.
  func halt(_ endpoint: UInt8) {
    halted.insert(endpoint)
    serve()
  }

  // MARK: - The host's requests

  /// Reads what the host has sent, then serves; the host's end of the cable cuts it.
  func receive() {
    guard !isCut else { return }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count > 0 {
        input += buffer[..<count]
      } else if count < 0 && errno == EINTR {
        continue
      } else {
        if count == 0 || errno != EAGAIN { return cut() }
        break
      }
    }
    var start = 0
    while input.count - start >= UsbipRequest.headerBytes {
      guard let request = UsbipRequest(input[start...]) else { return cut() }
      let end = start + UsbipRequest.headerBytes + request.payloadBytes
      guard input.count >= end else { break }
      obey(request, Array(input[(start + UsbipRequest.headerBytes)..<end]))
      start = end
    }
    input.removeFirst(start)
    serve()
  }

  private func obey(_ request: UsbipRequest, _ payload: [UInt8]) {
    switch request.kind {
    case .unlink(let sequence):
      for (endpoint, transfers) in pending {
        guard let index = transfers.firstIndex(where: { $0.sequence == sequence }) else { continue }
        let transfer = transfers[index]
        pending[endpoint]?.remove(at: index)
        let moved = endpoint & 0x80 == 0 ? transfer.moved : transfer.bytes.count
        send(UsbipReply.unlink(request.sequence, status: UsbipReply.unlinked, moved: moved))
        return
      }
      // It has ended meanwhile, and was answered.
      send(UsbipReply.unlink(request.sequence, status: 0, moved: 0))
    case .submit(let setup, let length):
      if request.endpoint & 0x0F == 0 {
        answer(request.sequence, Setup(setup), payload, room: length)
      } else {
        let transfer = Transfer(sequence: request.sequence, room: length, bytes: payload)
        pending[request.endpoint, default: []].append(transfer)
      }
    }
  }

  private func answer(_ sequence: UInt32, _ setup: Setup, _ data: [UInt8], room: Int) {
    guard let bytes = control(setup, data) else {
      return send(UsbipReply.submit(sequence, status: UsbipReply.stalled))
    }
    if setup.isQuestion {
      send(UsbipReply.submit(sequence, status: 0, data: Array(bytes.prefix(room))))
    } else {
      send(UsbipReply.submit(sequence, status: 0, moved: data.count))
    }
  }

  private func control(_ setup: Setup, _ data: [UInt8]) -> [UInt8]? {
    switch (setup.type, setup.request) {
    case (0x80, 0x06), (0x81, 0x06): return device.descriptors.answer(to: setup)
    case (0x80, 0x00), (0x81, 0x00), (0x82, 0x00): return [0, 0]
    case (0x02, 0x01):
      // CLEAR_FEATURE(ENDPOINT_HALT)
      let endpoint = UInt8(truncatingIfNeeded: setup.index)
      if halted.remove(endpoint) != nil { deeds.append(.cleared(endpoint: endpoint)) }
      return []
    default: break
    }
    deeds.append(.control(setup))
    if setup.isStandard { return [] }
    if refusedControls > 0 {
      refusedControls -= 1
      return nil
    }
    return device.control(setup, data)
  }

  // MARK: - Transfers

  /// Moves packets both ways as far as the device goes along.
  func serve() {
    guard !isCut else { return }
    for endpoint in pending.keys.sorted() {
      var packets = Self.packetsAtOnce
      while packets > 0, !isCut, pending[endpoint]?.isEmpty == false {
        packets -= 1
        if halted.contains(endpoint) {
          end(endpoint, status: UsbipReply.stalled)
        } else if !(endpoint & 0x80 == 0 ? moveOut(endpoint) : moveIn(endpoint)) {
          break
        }
      }
    }
    flush()
  }

  /// One packet to the device; false when it takes none now.
  private func moveOut(_ endpoint: UInt8) -> Bool {
    guard let first = pending[endpoint]?.first else { return false }
    let packet = Array(first.bytes[first.moved...].prefix(Self.packetBytes))
    guard !packet.isEmpty else {
      end(endpoint, status: 0)
      return true
    }
    switch device.take(packet, at: endpoint) {
    case .refused, .gone: return false
    case .taken:
      pending[endpoint]?[0].moved += packet.count
      if first.moved + packet.count == first.bytes.count { end(endpoint, status: 0) }
      return true
    }
  }

  /// One packet from the device; a short one ends the transfer, a full one may be followed.
  private func moveIn(_ endpoint: UInt8) -> Bool {
    guard let packet = device.give(at: endpoint) else { return false }
    pending[endpoint]?[0].bytes += packet
    guard let transfer = pending[endpoint]?.first else { return false }
    if packet.count < Self.packetBytes || transfer.bytes.count >= transfer.room {
      end(endpoint, status: 0)
    }
    return true
  }

  private func end(_ endpoint: UInt8, status: Int32) {
    guard let transfer = pending[endpoint]?.removeFirst() else { return }
    if endpoint & 0x80 == 0 {
      send(UsbipReply.submit(transfer.sequence, status: status, moved: transfer.moved))
    } else {
      let data = Array(transfer.bytes.prefix(transfer.room))
      send(UsbipReply.submit(transfer.sequence, status: status, data: data))
    }
  }

  private func send(_ bytes: [UInt8]) { output += bytes }

  /// Writes what waits, as far as the host takes it.
  func flush() {
    while !output.isEmpty, !isCut {
      let count = write(descriptor, output, output.count)
      if count > 0 {
        output.removeFirst(count)
      } else if count < 0 && errno == EINTR {
        continue
      } else {
        if errno != EAGAIN { cut() }
        return
      }
    }
  }
}
