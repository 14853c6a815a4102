// Waking the thread that owns a link, from any other.

/// The one thing of a link that any thread may do.
///
/// `@unchecked`: a link belongs to its owner's thread, but for `wake`, which `PrinterLink` allows
/// from any thread; nothing else of it is reached from here.
final class LinkWaker: @unchecked Sendable {
  private let link: any PrinterLink

  init(_ link: any PrinterLink) { self.link = link }

  func wake() { link.wake() }
}
