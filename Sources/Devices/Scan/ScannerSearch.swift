// The search for a scanner by scanning: which of these devices reads the code that is shown?

internal import ESCPOS
package import Scanner
internal import Synchronization

/// Listens to devices that are not paired until one of them reads a code.
///
/// Nothing is grabbed, so that a keyboard among them goes on typing for its owner; nothing but the
/// code is kept or told, because what else is typed may be a password. All devices are closed
/// after the first hit, the time, or `stop`.
package final class ScannerSearch: Sendable {
  /// How a search ended.
  package enum End: Equatable, Sendable {
    case found
    /// Nobody read the code; with what may be the reason, by the device.
    case timedOut([FoundDevice: String])
    case stopped
  }

  private let candidates: [FoundDevice]
  private let code: String
  private let seconds: Int
  private let found: @Sendable (FoundDevice, ScannerSettings) -> Void
  private let ended: @Sendable (End) -> Void
  private let open: Opening
  private let now: @Sendable () -> Int64
  private let wait: ReaderWait?
  private let thread = DeviceThread(name: "scanner-search")

  /// Opens a device to listen to it.
  typealias Opening = @Sendable (FoundDevice) throws(ReaderFault) -> SearchEar.Node

  /// What to show as a Code 128 for a pairing number: the calibration code and the number.
  ///
  /// The one scan then tells both which device it is and how it types, and nobody can type it by
  /// hand. With four digits it fits 58 mm paper in modules of two dots.
  package static func code(number: String) -> String { CalibrationSheet.bars + number }

  /// A search that has not begun.
  ///
  /// - Parameters:
  ///   - candidates: at most 32; the others are left out.
  ///   - code: best `code(number:)`. A code of digits alone is recognised in any layout, but leaves
  ///     open which of several it was: the first that fits is taken.
  ///   - seconds: how long, 1 to 60.
  ///   - found: takes the first device that read the code, on the search's thread.
  ///   - ended: takes the end, once and after `found`, on the search's thread.
  package convenience init(
    candidates: [FoundDevice], code: String, seconds: Int,
    found: @escaping @Sendable (FoundDevice, ScannerSettings) -> Void,
    ended: @escaping @Sendable (End) -> Void
  ) {
    self.init(
      candidates: candidates, code: code, seconds: seconds,
      open: { device throws(ReaderFault) in try Self.open(device) }, found: found, ended: ended)
  }

  /// A search whose devices are opened by a closure and whose clock is given.
  init(
    candidates: [FoundDevice], code: String, seconds: Int, open: @escaping Opening,
    now: @escaping @Sendable () -> Int64 = { MonotonicClock.microseconds() },
    found: @escaping @Sendable (FoundDevice, ScannerSettings) -> Void,
    ended: @escaping @Sendable (End) -> Void
  ) {
    self.candidates = Array(candidates.prefix(DeviceLimits.searchCandidates))
    self.code = code
    self.seconds = min(max(1, seconds), DeviceLimits.searchSeconds)
    self.found = found
    self.ended = ended
    self.open = open
    self.now = now
    self.wait = try? ReaderWait()
  }

  /// Begins the search, once.
  package func start() {
    guard let wait, !code.isEmpty, thread.start({ [self] in ended(run(wait)) }) else {
      return ended(.stopped)
    }
  }

  /// Ends the search and waits for its thread; never called from its closures.
  package func stop() {
    wait?.stop()
    thread.join()
  }

  private static func open(_ device: FoundDevice) throws(ReaderFault) -> SearchEar.Node {
    switch device.interface {
    case .evdev: return .keys(try InputNode(opening: device.node))
    case .hidraw:
      let node = try HidrawNode(opening: device.node)
      return .reports(node, try node.scans(ScannerSettings()))
    case .tty:
      var settings = ScannerSettings()
      settings.terminators = []
      return .bytes(
        try SerialNode(opening: SerialLine(path: device.node)), SerialScans(settings: settings))
    case .usb: throw .refused("it is read by no node")
    }
  }

  private func run(_ wait: ReaderWait) -> End {
    var ears: [(device: FoundDevice, ear: SearchEar)] = []
    var reasons: [FoundDevice: String] = [:]
    for device in candidates {
      do {
        ears.append((device, SearchEar(try open(device), code: code, now: now)))
      } catch {
        reasons[device] = error.description
      }
    }
    let end = now() + Int64(seconds) * 1_000_000
    while now() < end {
      let deadline = ears.compactMap(\.ear.deadline).min().map { min($0, end) } ?? end
      let limit = ReaderWait.milliseconds(until: deadline, from: now())
      var gone: [Int] = []
      var ready: [Int] = []
      switch wait.wait(on: ears.map(\.ear.descriptor), milliseconds: limit) {
      case .stopped: return .stopped
      case .nudged, .timedOut: break
      case .input(let places): ready = places
      }
      for place in ears.indices {
        let (device, ear) = ears[place]
        var heard = SearchEar.Heard.nothing
        if ready.contains(place) {
          do { heard = try ear.read() } catch { gone.append(place) }
        } else {
          // While input waits at a device, time has not passed for it.
          heard = ear.timePassed()
        }
        switch heard {
        case .nothing: break
        case .unusable(let why): reasons[device] = why
        case .code(let settings):
          // Closed before it is told, for whoever hears of it opens it next.
          ears = []
          found(device, settings)
          return .found
        }
      }
      for place in gone.reversed() { ears.remove(at: place) }
    }
    return .timedOut(reasons)
  }
}
