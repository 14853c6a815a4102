// The bounds of every link to a printer: sizes, waits, and how much answer is worth listening to.

extension DeviceLimits {
  /// Bytes of one packet; a packet of 64, the size of USB at full speed, says most exactly how
  /// much of a job went out.
  package static let linkPacketBytes = 4096
  /// Bytes read at once from a descriptor.
  static let linkReadBytes = 4096
  /// How long one connection may take to come about.
  static let connectMilliseconds: Int64 = 3_000
  /// How long a control request to a USB printer may take.
  static let controlMilliseconds: UInt32 = 300
  /// How long closing waits for bytes that the system still holds, or for transfers to come back.
  static let closeMilliseconds: Int64 = 500
  /// Bytes of the text that a printer answers to GET_DEVICE_ID.
  static let deviceIDBytes = 1024
  /// Letters of a name that a device tells of itself.
  static let deviceNameLetters = 128
}
