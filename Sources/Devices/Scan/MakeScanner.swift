// From a device that was found to the reader that reads it.

package import Scanner

/// The reader of a found scanner, by the way in which the system hands it out.
///
/// - Parameters:
///   - id: the name it reports under.
///   - settings: as calibrated; the defaults fit most scanners.
package func makeScanner(
  found: FoundDevice, id: String, settings: ScannerSettings = ScannerSettings(),
  report: @escaping ReportSink
) -> any ScannerReader {
  switch found.interface {
  case .evdev: EvdevScanner(path: found.node, id: id, settings: settings, report: report)
  case .hidraw: HidrawScanner(path: found.node, id: id, settings: settings, report: report)
  case .tty:
    SerialScanner(
      line: SerialLine(path: found.node), id: id, settings: settings, report: report)
  case .usb: StrangeScanner(id: id, report: report)
  }
}

/// What stands in for a scanner that has no node to read from: it fails and says so.
private struct StrangeScanner: ScannerReader {
  let id: String
  let report: ReportSink

  func start() {
    let words =
      "the scanner neither types nor sends reports: set it to \"USB keyboard\" or "
      + "\"USB HID POS\" by a code of its manual"
    report(.state(DeviceState(id: id, kind: .scanner, condition: .failed, why: words)))
  }

  func stop() {}
}
