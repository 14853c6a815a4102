// One asynchronous transfer to or from an endpoint of a USB device.

internal import CUSB

/// A transfer that is submitted, comes back once, and can be submitted again.
///
/// Used by one thread: its owner's, which is also the one that handles libusb's events. While it is
/// under way it keeps itself alive, so that memory the kernel still writes to is never given back,
/// not even when a device never returns it.
final class UsbTransfer {
  /// How a transfer came back.
  struct Outcome: Equatable {
    /// LIBUSB_TRANSFER_COMPLETED and its kin.
    let status: libusb_transfer_status
    /// The bytes that went or came, also of a transfer that failed.
    let bytes: Int
  }

  /// A transfer knows its device until it is freed, and the device its context: it goes last.
  private let context: UsbContext
  private let raw: UnsafeMutablePointer<libusb_transfer>
  private let buffer: UnsafeMutableBufferPointer<UInt8>
  private(set) var isPending = false
  private var outcome: Outcome?

  /// Fails when there is no memory left (libusb_alloc_transfer).
  init?(capacity: Int, in context: UsbContext) {
    guard let raw = libusb_alloc_transfer(0) else { return nil }
    self.raw = raw
    self.context = context
    buffer = .allocate(capacity: max(1, capacity))
    buffer.initialize(repeating: 0)
  }

  deinit {
    libusb_free_transfer(raw)
    buffer.deallocate()
  }

  /// Sends bytes, of which the buffer's capacity is the bound; returns 0 or a libusb error.
  ///
  /// Without a time-out of its own: a printer that is out of paper refuses (NAK) for as long as it
  /// takes to bring some, and its owner decides when that is too long.
  func send(_ bytes: [UInt8], to endpoint: UInt8, of handle: OpaquePointer) -> Int32 {
    precondition(bytes.count <= buffer.count, "a packet is longer than linkPacketBytes")
    for (index, byte) in bytes.enumerated() { buffer[index] = byte }
    return submit(bytes.count, endpoint: endpoint, handle: handle)
  }

  /// Asks for as many bytes as fit; returns 0 or a libusb error.
  func receive(from endpoint: UInt8, of handle: OpaquePointer) -> Int32 {
    submit(buffer.count, endpoint: endpoint, handle: handle)
  }

  /// Asks for it back; it comes with what went so far.
  func cancel() {
    if isPending { libusb_cancel_transfer(raw) }
  }

  /// How it came back, once; nil while it is under way and after it was asked.
  func takeOutcome() -> Outcome? {
    defer { outcome = nil }
    return outcome
  }

  /// The first bytes of the buffer.
  func bytes(_ count: Int) -> [UInt8] { Array(buffer.prefix(max(0, count))) }

  private func submit(_ count: Int, endpoint: UInt8, handle: OpaquePointer) -> Int32 {
    precondition(!isPending, "a transfer is submitted once at a time")
    let keeper = Unmanaged.passRetained(self)
    libusb_fill_bulk_transfer(
      raw, handle, endpoint, buffer.baseAddress, Int32(count),
      { raw in
        guard let raw, let keeper = raw.pointee.user_data else { return }
        Unmanaged<UsbTransfer>.fromOpaque(keeper).takeRetainedValue().comeBack()
      }, keeper.toOpaque(), 0)
    outcome = nil
    let code = libusb_submit_transfer(raw)
    if code == 0 { isPending = true } else { keeper.release() }
    return code
  }

  private func comeBack() {
    isPending = false
    outcome = Outcome(status: raw.pointee.status, bytes: Int(raw.pointee.actual_length))
  }
}
