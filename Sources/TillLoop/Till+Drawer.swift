// The drawer's switch: an opening that nobody asked for, one that lasts too long.

internal import Domains
internal import Values

/// What the drawers' switches said last.
struct DrawerWatch: Sendable {
  /// A drawer opens within so many milliseconds of its kick, or not because of it.
  static let kickGrace: Int64 = 5000

  /// A drawer that is open.
  struct Opening: Sendable {
    /// What the events about this opening are about; nil before the first.
    var stream: ID?
    /// When it has been open too long, in milliseconds since boot; nil where that is never, or was
    /// told already.
    var deadline: Int64?
    let seconds: Int64
  }

  var openings: [String: Opening] = [:]
  /// Drawers that were seen closed: only of these is it known that they opened.
  var closed: Set<String> = []
  /// When a drawer was last told to open, in milliseconds since boot.
  var lastKick: Int64?

  /// `open`, `closed`, or nil where no drawer has a switch that told.
  var word: String? { openings.isEmpty ? closed.isEmpty ? nil : "closed" : "open" }

  var nextDeadline: Int64? { openings.values.compactMap(\.deadline).min() }

  /// What a drawer's switch said last; nil where it did not yet.
  func isOpen(_ device: String) -> Bool? {
    openings[device] != nil ? true : closed.contains(device) ? false : nil
  }

  /// The device is gone, and what its switch would say.
  mutating func forget(_ device: String) {
    openings[device] = nil
    closed.remove(device)
  }
}

extension Till {
  /// The drawer's switch moved, or was read for the first time.
  mutating func noteDrawer(_ device: String, isOpen: Bool, _ work: inout Work) {
    guard drawers.isOpen(device) != isOpen else { return }
    broadcast("drawer.state", Notice.Drawer(device: device, open: isOpen), &work)
    guard isOpen else {
      drawers.forget(device)
      drawers.closed.insert(device)
      return
    }
    let seconds = books.settings.drawerOpenSeconds
    let deadline = seconds > 0 ? work.now.boot + seconds * 1000 : nil
    var opening = DrawerWatch.Opening(deadline: deadline, seconds: seconds)
    if drawers.closed.remove(device) != nil, !wasAsked(at: work.now.boot) {
      opening.stream = tell(.drawerOpenedUnasked(.init(device: device)), of: nil, &work)
    }
    drawers.openings[device] = opening
    if let deadline { work.effects.append(.wake(atBoot: deadline)) }
  }

  /// Tells of each drawer once that stands open too long.
  mutating func reportOpenDrawers(_ work: inout Work) {
    for (device, opening) in drawers.openings.sorted(by: { $0.key < $1.key }) {
      guard let deadline = opening.deadline, deadline <= work.now.boot else { continue }
      drawers.openings[device]?.deadline = nil
      _ = tell(
        .drawerLeftOpen(.init(device: device, seconds: opening.seconds)), of: opening.stream, &work)
    }
  }

  /// Refuses a second pulse while the first one is under way.
  ///
  /// A kick that no device reports back is given up after a moment, not waited for.
  func checkDrawerIsFree(at boot: Int64) throws(DrawerRefusal) {
    guard outbox.isKicking, boot - (drawers.lastKick ?? boot) < DrawerWatch.kickGrace else {
      return
    }
    throw .busy
  }

  private func wasAsked(at boot: Int64) -> Bool {
    outbox.isKicking || drawers.lastKick.map { boot - $0 <= DrawerWatch.kickGrace } == true
  }

  /// Stores what happened to a drawer.
  ///
  /// - Parameter stream: the opening it is about, nil for its first event.
  /// - Returns: the opening it is about.
  private mutating func tell(_ fact: SagaEvent, of stream: ID?, _ work: inout Work) -> ID {
    var draft = Draft(self, now: work.now, effective: work.effective, actor: "till")
    let opening = stream ?? draft.newID()
    draft.record(.saga(fact), Stream(.saga, opening), version: stream == nil ? 1 : 2)
    append(draft, &work)
    return opening
  }
}
