// One stored fact: its envelope, and the hash that chains it to the fact before.

package import Values

/// What an event belongs to: one aggregate of one domain.
package struct Stream: Hashable, Sendable {
  package enum Kind: UInt8, CaseIterable, Sendable {
    case order = 1, payment, product, category, outlet, config, saga, journal, scan
  }

  package let kind: Kind
  package let id: ID

  package init(_ kind: Kind, _ id: ID) {
    self.kind = kind
    self.id = id
  }

  /// Seventeen bytes: the kind, then the id.
  package var bytes: [UInt8] { [kind.rawValue] + id.bytes }

  package init?(bytes: [UInt8]) {
    guard let first = bytes.first, let kind = Kind(rawValue: first),
      let id = ID(bytes: bytes.dropFirst())
    else { return nil }
    self.init(kind, id)
  }
}

/// How far the wall clock could be trusted when an event was made (reliability.md 3.5, rule 6).
package enum TimeQuality: Int64, Codable, Sendable {
  case trusted = 0
  case untrusted = 1
}

/// Who did it, where and in which shift.
package struct Circumstance: Equatable, Sendable {
  /// The person or program that acted, such as `anna`, or `uid:1000` before anyone has a name.
  package var actor: String
  /// The person whose approval was asked for, if it was.
  package var approver: String?
  package var till: String
  package var shift: ID?
  package var day: BusinessDay?

  package init(
    actor: String, approver: String? = nil, till: String, shift: ID?, day: BusinessDay?
  ) {
    self.actor = actor
    self.approver = approver
    self.till = till
    self.shift = shift
    self.day = day
  }
}

/// One event as it is stored: never changed, never deleted.
package struct Event: Equatable, Sendable {
  /// Local arrival order, the one cursor of views and subscriptions: 1, 2, 3… without gaps.
  package let position: Int64
  /// Which origin wrote it; this till is 1 until a restore starts a new epoch.
  package let origin: Int64
  /// The origin's own gapless sequence, from 1.
  package let sequence: Int64
  package let time: HybridTime
  /// The wall clock as it was read, in Unix milliseconds, right or wrong.
  package let wall: Int64
  package let quality: TimeQuality
  package let stream: Stream
  /// The version of the stream that this event makes, from 1.
  package let version: Int64
  /// `topic.past_tense`, for ever.
  package let type: String
  /// The version of the body's shape.
  package let schema: Int64
  /// The client's command that caused it; nil for what the till does by itself.
  package let command: ID?
  package let circumstance: Circumstance
  /// JSON with sorted keys and integers only, exactly as stored.
  package let body: [UInt8]
  package let hash: Digest

  package init(
    position: Int64, origin: Int64, sequence: Int64, time: HybridTime, wall: Int64,
    quality: TimeQuality, stream: Stream, version: Int64, type: String, schema: Int64,
    command: ID?, circumstance: Circumstance, body: [UInt8], hash: Digest
  ) {
    self.position = position
    self.origin = origin
    self.sequence = sequence
    self.time = time
    self.wall = wall
    self.quality = quality
    self.stream = stream
    self.version = version
    self.type = type
    self.schema = schema
    self.command = command
    self.circumstance = circumstance
    self.body = body
    self.hash = hash
  }

  /// The hash this event must have when `previous` is the hash of its origin's event before.
  ///
  /// SHA-256 over the previous hash, the header and the body. Each variable part is preceded by
  /// its length, so that no two headers have the same bytes. `position` is left out: it is the
  /// order of arrival here, and the same event has another one elsewhere.
  package func expectedHash(after previous: Digest) -> Digest {
    Digest(of: previous.bytes + headerBytes + body)
  }

  private var headerBytes: [UInt8] {
    var bytes: [UInt8] = []
    func number(_ value: Int64) {
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: value >> Int64(shift)))
      }
    }
    func part(_ part: [UInt8]?) {
      number(Int64(part?.count ?? -1))
      bytes += part ?? []
    }
    number(origin)
    number(sequence)
    number(time.raw)
    number(wall)
    number(quality.rawValue)
    part(stream.bytes)
    number(version)
    part(Array(type.utf8))
    number(schema)
    part(command?.bytes)
    part(Array(circumstance.actor.utf8))
    part(circumstance.approver.map { Array($0.utf8) })
    part(Array(circumstance.till.utf8))
    part(circumstance.shift?.bytes)
    part(circumstance.day.map { Array($0.description.utf8) })
    number(Int64(body.count))
    return bytes
  }
}

/// The end of an origin's chain: what the next event continues.
package struct ChainHead: Equatable, Sendable {
  package var origin: Int64
  /// 0 before the first event.
  package var sequence: Int64
  package var hash: Digest

  package init(origin: Int64, sequence: Int64, hash: Digest) {
    self.origin = origin
    self.sequence = sequence
    self.hash = hash
  }
}
