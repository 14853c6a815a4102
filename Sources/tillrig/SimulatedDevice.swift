// What every simulated device is to its cable, whatever it is to the shop.

/// A device that a cable can hang on a host.
///
/// It knows nothing of USB/IP: it is asked for descriptors, given packets and asked for packets, as
/// a device controller's firmware is by its hardware.
protocol SimulatedDevice: AnyObject {
  var descriptors: Descriptors { get }
  /// A request that is not one of the standard ones of the host; nil is a STALL.
  func control(_ setup: Setup, _ data: [UInt8]) -> [UInt8]?
  /// A packet on an OUT endpoint, of at most its packet size.
  func take(_ packet: [UInt8], at endpoint: UInt8) -> PacketAnswer
  /// The next packet of an IN endpoint; nil is a NAK, an empty one is a packet of no bytes.
  func give(at endpoint: UInt8) -> [UInt8]?
  func pass(milliseconds: Int)
  /// Whether it has power and its plug is in; a fault of its own may take it off the bus.
  var isAttached: Bool { get }
  /// Whether something may happen to it within a millisecond without the host's doing.
  var isBusy: Bool { get }
  /// What it did since it was last asked, as words.
  func news() -> [String]
  /// A scan of this text.
  func scan(_ text: String) throws(Refusal)
  /// Keys by their Linux codes.
  func press(_ keys: [KeyPress]) throws(Refusal)
  /// A raw report or packet for the host.
  func queue(_ report: [UInt8]) throws(Refusal)
}

extension SimulatedDevice {
  func pass(milliseconds: Int) {}
  var isAttached: Bool { true }
  var isBusy: Bool { false }
  func news() -> [String] { [] }
  func scan(_ text: String) throws(Refusal) { throw Refusal("it is no scanner") }
  func press(_ keys: [KeyPress]) throws(Refusal) { throw Refusal("it has no keys") }
  func queue(_ report: [UInt8]) throws(Refusal) { throw Refusal("it sends no reports") }
}

/// What became of a packet.
enum PacketAnswer: Equatable {
  case taken
  /// Not now: the host tries again (NAK).
  case refused
  /// The device went away with it.
  case gone
}

/// A key and what is done to it.
struct KeyPress: Equatable {
  let code: UInt16
  /// Down or up; nil is one after the other.
  let isDown: Bool?
}

/// The eight bytes that begin a control transfer (USB 2.0, 9.3).
struct Setup: Equatable {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var type: UInt8 { bytes[0] }
  var request: UInt8 { bytes[1] }
  var value: UInt16 { UInt16(bytes[2]) | UInt16(bytes[3]) << 8 }
  var index: UInt16 { UInt16(bytes[4]) | UInt16(bytes[5]) << 8 }
  var length: Int { Int(bytes[6]) | Int(bytes[7]) << 8 }

  /// Whether it is one of the requests that every device has.
  var isStandard: Bool { type & 0x60 == 0 }
  /// Whether it only asks.
  var isQuestion: Bool { type & 0x80 != 0 }
}

/// Why a command cannot be done.
struct Refusal: Error {
  let why: String

  init(_ why: String) { self.why = why }
}
