// What the one who opens a store may choose. Everything else about it is fixed.

package import Domains

/// How a store is opened.
package struct StoreOptions: Sendable {
  /// Opens a store on tmpfs, ramfs or overlay too, where a power cut loses everything.
  package var allowsVolatileMedium: Bool
  /// What the store stands on.
  package var medium: any Medium = FileSystem()
  /// Makes a projection that has seen no event yet, for `audit` and `rebuild`; without it both
  /// refuse.
  package var projection: (@Sendable () -> any Projection)?
  #if DEBUG
    /// Breaks a promise on purpose, so that the test of that promise can be tested.
    package enum Sabotage: Sendable {
      /// Commits without waiting for the disk.
      case synchronousNormal
    }

    /// The promises to break; debug builds only.
    package var sabotage: Set<Sabotage> = []
  #endif

  package init(
    allowsVolatileMedium: Bool = false, projection: (@Sendable () -> any Projection)? = nil
  ) {
    self.allowsVolatileMedium = allowsVolatileMedium
    self.projection = projection
  }
}
