// The bounds of readers of scanners, beside those of the other devices.

extension DeviceLimits {
  /// The longest time a grabbed node is given back for, in seconds.
  package static let releaseSeconds: Int64 = 600
  /// Devices that one search for a scanner listens to.
  package static let searchCandidates = 32
  /// The longest search, in seconds.
  package static let searchSeconds = 60
  /// Key events that a search keeps of one device; a code of 40 characters has a tenth.
  package static let searchEvents = 4096
  /// Reports of a hidraw node read in one go; the kernel keeps 64 (HIDRAW_BUFFER_SIZE).
  package static let hidReports = 64
}
