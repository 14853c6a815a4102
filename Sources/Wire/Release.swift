// Which release this is: the daemon, its clients and its documents say the same.

/// This release of the whole house.
package enum Release {
  /// Semantic version 2.0.0; CHANGELOG.md has its entry.
  package static let version = "0.1.0"
}
