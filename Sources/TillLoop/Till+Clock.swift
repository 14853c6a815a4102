// What the till says of its clocks: at once when they can no longer be believed, or can again.

internal import Domains
internal import Values
internal import Wire

extension Till {
  /// How much the clocks can be believed, in the word of the protocol.
  var clockWord: String { clock.quality == .trusted ? "trusted" : "untrusted" }

  /// Tells subscribers and the log when the clocks' quality changed.
  mutating func tellClock(_ work: inout Work) {
    guard clock.quality != toldQuality else { return }
    toldQuality = clock.quality
    work.effects.append(
      .log(
        toldQuality == .trusted
          ? LogLine(.notice, "the clock can be believed again")
          : LogLine(
            .warning,
            "the clock cannot be believed: time goes on by the clock since boot, receipts say so")))
    sendTick(&work)
  }

  /// Tells every subscriber that the till lives, how far the journal is, and how the clock is.
  mutating func sendTick(_ work: inout Work) {
    broadcast("tick", Notice.Tick(head: committedPosition, clock: clockWord), &work)
  }
}
