// One hidraw node of the kernel, opened to read a scanner's reports (linux/hidraw.h).

internal import CLinux
internal import Glibc
internal import Scanner

/// A hidraw node and what its device says of its reports; closing it gives it back.
///
/// A scanner in HID POS mode has no input node, so that nothing is typed into any window and there
/// is nothing to grab. Confined to its reader's thread.
final class HidrawNode {
  let descriptor: Int32
  /// What the reports mean, by the device's own word.
  let reports: HIDDescriptor
  private let path: String
  private var buffer = [UInt8](repeating: 0, count: 16_384)

  /// Reads reports from a descriptor, which is closed with this.
  ///
  /// - Parameter reports: the report descriptor.
  init(descriptor: Int32, path: String, reports: [UInt8]) {
    self.descriptor = descriptor
    self.path = path
    self.reports = HIDDescriptor(reports)
  }

  deinit { close(descriptor) }

  /// Opens the node and asks it for its report descriptor, at most 4096 bytes.
  convenience init(opening path: String) throws(ReaderFault) {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw ReaderFault("open", path) }
    var bytes = [UInt8](repeating: 0, count: HIDDescriptor.byteCountMax)
    let count = clinux_hidraw_descriptor(descriptor, &bytes, Int32(bytes.count))
    guard count >= 0 else {
      let code = errno
      close(descriptor)
      // ENOTTY and EINVAL: some other file that knows no such question.
      guard code != ENOTTY, code != EINVAL else {
        throw .refused("\(path) is not a HID device")
      }
      throw ReaderFault("HIDIOCGRDESC", path, code: code)
    }
    self.init(descriptor: descriptor, path: path, reports: Array(bytes[..<Int(count)]))
  }

  /// The assembler of this device's scans.
  ///
  /// - Throws: when no report of the device holds a barcode.
  func scans(_ settings: ScannerSettings) throws(ReaderFault) -> HIDScans {
    guard let scans = HIDScans(reports, settings: settings) else {
      throw .refused(
        "\(path) sends no barcodes: set the scanner to \"USB HID POS\" by a code of its manual")
    }
    return scans
  }

  /// The reports that wait, each with its number in front if the device numbers them.
  ///
  /// - Throws: when the device is gone (EIO, ENODEV) or cannot be read.
  func read() throws(ReaderFault) -> [[UInt8]] {
    var reports: [[UInt8]] = []
    while reports.count < DeviceLimits.hidReports {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EAGAIN { return reports }
      if count < 0, errno == EINTR { continue }
      // What was read before the end is told first; the end is still there at the next turn.
      if count <= 0, !reports.isEmpty { return reports }
      guard count >= 0 else { throw .system(SystemFault("read", path)) }
      guard count > 0 else { throw .system(SystemFault("read", path, code: ENODEV)) }
      reports.append(Array(buffer[..<count]))
    }
    return reports
  }
}
