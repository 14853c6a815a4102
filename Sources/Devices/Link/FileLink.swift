// A printer behind a path: the kernel's own printer node, a named pipe, or a file.

internal import Glibc

/// The link to a file, a named pipe or a device node.
///
/// `/dev/usb/lp0` is read too, where this user may, and says its port's status; a pipe and a file
/// are mute. Over usblp a packet counts as taken when the kernel has it.
package final class FileLink: DescriptorLink, @unchecked Sendable {
  private let path: String

  package init(path: String) { self.path = path }

  override func connect() throws(LinkFault) -> LinkDescriptor {
    let common = O_NONBLOCK | O_NOCTTY | O_CLOEXEC
    switch Self.type(of: path) {
    case S_IFCHR:
      // Not every driver reads, and not every user may.
      let both = Glibc.open(path, O_RDWR | common)
      let number = both >= 0 ? both : Glibc.open(path, O_WRONLY | common)
      let node = try opened(number, kind: .node, canRead: both >= 0)
      drain(node)
      return node
    case S_IFIFO:
      let number = Glibc.open(path, O_WRONLY | common)
      if number < 0, errno == ENXIO { throw .absent("nobody reads \(path)") }
      return try opened(number, kind: .pipe, canRead: false)
    case S_IFREG:
      return try opened(
        Glibc.open(path, O_WRONLY | O_APPEND | common), kind: .file, canRead: false)
    case nil where !path.hasPrefix("/dev/"):
      // Under /dev a missing node is a printer that is not there, never a file to be made.
      return try opened(
        Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT | common, 0o640), kind: .file,
        canRead: false)
    case nil: throw .absent("there is no \(path)")
    default: throw .unusable("\(path) is neither a file nor a pipe nor a device")
    }
  }

  private func opened(
    _ number: Int32, kind: LinkDescriptor.Kind, canRead: Bool
  ) throws(LinkFault) -> LinkDescriptor {
    guard number >= 0 else { throw LinkFault(opening: path, code: errno) }
    return LinkDescriptor(number: number, kind: kind, name: path, canRead: canRead)
  }

  /// Throws away what an earlier program did not fetch.
  private func drain(_ node: LinkDescriptor) {
    guard node.canRead else { return }
    var buffer = [UInt8](repeating: 0, count: 64)
    for _ in 0..<16 where read(node.number, &buffer, buffer.count) <= 0 { return }
  }

  private static func type(of path: String) -> mode_t? {
    var file = stat()
    return stat(path, &file) == 0 ? file.st_mode & S_IFMT : nil
  }
}

extension LinkFault {
  /// The fault that a failed open(2) means for whoever has to put it right.
  init(opening path: String, code: Int32) {
    switch code {
    case ENOENT, ENODEV, ENXIO, ENOTDIR: self = .absent("there is no \(path)")
    case EACCES, EPERM: self = .forbidden(path: path)
    case EBUSY, EWOULDBLOCK: self = .busy(path: path, holder: Holder.name(of: path))
    default: self = .system(SystemFault("open", path, code: code))
    }
  }
}
