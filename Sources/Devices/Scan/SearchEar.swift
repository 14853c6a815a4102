// One device during a search for a scanner: it listens for the one code and keeps nothing else.

internal import Glibc
internal import Scanner

/// What a search has open of one candidate, confined to the search's thread.
final class SearchEar {
  /// What was heard.
  enum Heard: Equatable {
    case nothing
    /// The code, and how this scanner sends it.
    case code(ScannerSettings)
    /// The code, or much of it, in a way that a till cannot use; what to do, in a sentence.
    case unusable(String)
  }

  /// What a device is listened to with: an open node and what came of it so far.
  enum Node {
    case keys(InputNode)
    case reports(HidrawNode, HIDScans)
    /// Framed by silence, so that a scanner without terminator is heard as well; ends of lines
    /// count in any case.
    case bytes(SerialNode, SerialScans)
  }

  private var node: Node
  private let code: String
  private let now: @Sendable () -> Int64
  private var keys: [KeyEvent] = []
  private var judge = TypingJudge()

  /// The silence after which typing is looked at, in microseconds; scanners take 100 ms a key.
  private static let quietMicroseconds: Int64 = 300_000

  /// - Parameter now: the monotonic clock in microseconds.
  init(_ node: Node, code: String, now: @escaping @Sendable () -> Int64) {
    self.node = node
    self.code = code
    self.now = now
  }

  var descriptor: Int32 {
    switch node {
    case .keys(let node): node.descriptor
    case .reports(let node, _): node.descriptor
    case .bytes(let node, _): node.descriptor
    }
  }

  /// When `timePassed` is due, in microseconds, or nil.
  var deadline: Int64? {
    switch node {
    case .keys: keys.last.map { $0.time + Self.quietMicroseconds }
    case .reports(_, let scans): scans.deadline
    case .bytes(_, let scans): scans.deadline
    }
  }

  /// Takes what waits at the device.
  ///
  /// - Throws: when the device is gone.
  func read() throws(ReaderFault) -> Heard {
    switch node {
    case .keys(let node):
      for event in try node.read() {
        switch event {
        case .key(let key): collect(key)
        case .lost: forget()
        case .lights: break
        }
      }
      return .nothing
    case .reports(let node, var scans):
      let outcomes = try node.read().flatMap { scans.receive($0, at: now()) }
      self.node = .reports(node, scans)
      return heard(outcomes, hasIdentifierField: true)
    case .bytes(let node, var scans):
      let outcomes = scans.receive(try node.read(), at: now())
      self.node = .bytes(node, scans)
      return heard(outcomes, hasIdentifierField: false)
    }
  }

  /// Takes the news that nothing came for a while.
  func timePassed() -> Heard {
    guard let deadline, now() >= deadline else { return .nothing }
    switch node {
    case .keys:
      defer { forget() }
      return heardKeys()
    case .reports(let node, var scans):
      _ = scans.timePassed(to: now())
      self.node = .reports(node, scans)
      return .nothing
    case .bytes(let node, var scans):
      let outcomes = scans.timePassed(to: now())
      self.node = .bytes(node, scans)
      var known = ScannerSettings()
      // Nothing but silence ended it.
      known.terminators = []
      return heard(outcomes, hasIdentifierField: false, known)
    }
  }

  private func collect(_ key: KeyEvent) {
    // A pause between two strings of keys may fall between two turns of the reader.
    if let last = keys.last, key.time > last.time + Self.quietMicroseconds { forget() }
    guard keys.count < DeviceLimits.searchEvents else { return }
    keys.append(key)
    judge.receive(key)
  }

  private func forget() {
    keys = []
    judge = TypingJudge()
  }

  private func heardKeys() -> Heard {
    guard keys.count >= code.unicodeScalars.count else { return .nothing }
    do {
      let settings = try settings(of: keys)
      guard !judge.looksLikeKeyboard else {
        return .unusable("the code was typed by hand: scan it")
      }
      return .code(settings)
    } catch {
      switch error {
      // The right code in a way that nothing can be done with; anything else was another code.
      case .caseChanged, .separatorIsContent, .identifierBeforePrefix, .unclearEnd:
        return .unusable("\(error)")
      case .nothingTyped, .incomplete, .noLayout, .ambiguous: return .nothing
      }
    }
  }

  /// What the keys teach; where they part no layouts, the first that fits is taken.
  private func settings(of keys: [KeyEvent]) throws(CalibrationFault) -> ScannerSettings {
    do {
      return try Calibration.learn(keys, expecting: code).settings
    } catch {
      guard case .ambiguous(let layouts, _) = error, let name = layouts.first,
        let keymap = Keymap.known(name)
      else { throw error }
      return try Calibration.learn(keys, expecting: code, layouts: [keymap]).settings
    }
  }

  private func heard(
    _ outcomes: [ScanOutcome], hasIdentifierField: Bool,
    _ known: ScannerSettings = ScannerSettings()
  ) -> Heard {
    for case .scan(let text) in outcomes {
      let settings = Calibration.learn(
        text: text, expecting: code, hasIdentifierField: hasIdentifierField, known: known)
      if let settings { return .code(settings) }
    }
    return .nothing
  }
}
