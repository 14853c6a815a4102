// What devices reported during a test, and a folder for their files.

import Foundation
import Synchronization

@testable import Devices

/// Collects reports from any thread; tests wait for the one they want.
final class ReportLog: Sendable {
  private let reports = Mutex<[DeviceReport]>([])

  var all: [DeviceReport] { reports.withLock { $0 } }
  var sink: ReportSink { { report in self.reports.withLock { $0.append(report) } } }

  /// Waits up to five seconds until the reports fulfil a condition; false when they never did.
  func wait(until isMet: ([DeviceReport]) -> Bool) -> Bool {
    for _ in 0..<1_000 {
      if isMet(all) { return true }
      usleep(5_000)
    }
    return false
  }

  func wait(for report: DeviceReport) -> Bool { wait { $0.contains(report) } }

  /// The conditions told, in order.
  var conditions: [Condition] {
    all.compactMap { if case .state(let state) = $0 { state.condition } else { nil } }
  }

  /// The lines scanned, in order.
  var scans: [String] {
    all.compactMap { if case .scanned(_, let raw, _) = $0 { raw } else { nil } }
  }
}

/// A folder that is gone after the test.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "tilld-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }
  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }
  func bytes(_ name: String) -> [UInt8]? {
    FileManager.default.contents(atPath: file(name)).map(Array.init)
  }
  func text(_ name: String) -> String? {
    bytes(name).map { String(decoding: $0, as: UTF8.self) }
  }
}
