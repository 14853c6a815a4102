// A scanner in HID POS mode: its input reports become scans. Opening and reading it is the edge's.

/// Joins the reports of one barcode scanner into scans (USB HID Usage Tables 1.5, page 0x8C).
///
/// Where the data, the AIM identifier, the length and the mark for "more to come" stand is what the
/// device's own descriptor says: makers order them as they like, and not all reports are 64 bytes.
package struct HIDScans: Equatable, Sendable {
  /// Where one kind of report has its parts, in bits; a part that it has not is nil.
  struct Layout: Equatable, Sendable {
    let report: UInt8
    let data: Range<Int>
    var identifier: [Range<Int>] = []
    var length: Range<Int>?
    var more: Range<Int>?
  }

  private struct Partial: Equatable {
    var identifier: [UInt8]
    var data: [UInt8]
    var time: Int64
  }

  private let layouts: [Layout]
  private let hasReportNumbers: Bool
  private let settings: ScannerSettings
  private let patienceMicroseconds: Int64
  private var partial: Partial?
  /// Until when reports are swallowed, because they may be the tail of a scan that was rejected.
  private var isDiscarding = false
  private var latest: Int64 = 0

  /// Usages of page 0x8C and the byte count of Generic Desktop (HID Usage Tables 1.5, 4 and 25).
  private enum Usage {
    static let identifiers: [UInt32] = [0x8C_00FB, 0x8C_00FC, 0x8C_00FD]
    static let data: UInt32 = 0x8C_00FE
    static let more: UInt32 = 0x8C_00FF
    static let length: UInt32 = 0x01_003B
  }

  /// A scanner with this descriptor, or nil when no report of it holds decoded data.
  ///
  /// - Parameter patienceMicroseconds: how long a report that was announced may take.
  package init?(
    _ descriptor: HIDDescriptor, settings: ScannerSettings = ScannerSettings(),
    patienceMicroseconds: Int64 = 500_000
  ) {
    let reports = Set(descriptor.fields.map(\.report)).sorted()
    layouts = reports.compactMap { report in
      Self.layout(of: descriptor.fields.filter { $0.report == report }, report: report)
    }
    guard !layouts.isEmpty else { return nil }
    hasReportNumbers = descriptor.hasReportNumbers
    self.settings = settings
    self.patienceMicroseconds = patienceMicroseconds
  }

  /// When `timePassed(to:)` is due, in microseconds of the monotonic clock, or nil.
  package var deadline: Int64? {
    partial.map { Self.sum($0.time, patienceMicroseconds) }
  }

  /// Takes one report as it was read, with its number in front if it has one.
  ///
  /// Reports of other kinds (a battery, a trigger) are nothing.
  package mutating func receive(_ report: [UInt8], at time: Int64) -> [ScanOutcome] {
    var outcomes = timePassed(to: time)
    if isDiscarding, time > Self.sum(latest, patienceMicroseconds) { isDiscarding = false }
    guard let layout = layouts.first(where: { !hasReportNumbers || $0.report == report.first })
    else { return outcomes }
    latest = time
    let bytes = hasReportNumbers ? report.dropFirst() : report[...]
    guard let part = Self.part(Array(bytes), layout) else {
      partial = nil
      isDiscarding = true
      return outcomes + [.rejected(.malformed)]
    }
    if isDiscarding {
      // The tail of what was rejected: its last report says that no more is to come.
      isDiscarding = part.hasMore
      return outcomes
    }
    var whole = partial ?? Partial(identifier: part.identifier, data: [], time: time)
    partial = nil
    guard whole.identifier == part.identifier else {
      // Another code came instead of the rest. It is not trusted to begin where it seems to.
      isDiscarding = part.hasMore
      return outcomes + [.rejected(.continuationMissing)]
    }
    guard whole.data.count + part.data.count <= Scan.byteCountMax else {
      isDiscarding = part.hasMore
      return outcomes + [.rejected(.tooLong)]
    }
    whole.data += part.data
    whole.time = time
    if part.hasMore {
      partial = whole
    } else {
      outcomes.append(finished(whole))
    }
    return outcomes.filter { $0 != .nothing }
  }

  /// Takes the news that no report came until `time`.
  package mutating func timePassed(to time: Int64) -> [ScanOutcome] {
    guard let deadline, time > deadline else { return [] }
    partial = nil
    return [.rejected(.continuationMissing)]
  }

  /// Takes the news that reports were lost or the scanner is gone.
  package mutating func interrupted(by rejection: ScanRejection) -> [ScanOutcome] {
    defer {
      partial = nil
      isDiscarding = rejection == .eventsLost
    }
    return partial != nil || rejection == .eventsLost ? [.rejected(rejection)] : []
  }

  private func finished(_ whole: Partial) -> ScanOutcome {
    guard !whole.data.isEmpty else { return .nothing }
    guard let text = String(validating: whole.data, as: UTF8.self) else {
      return .rejected(.notText)
    }
    guard case .scan(let content) = settings.finished(text) else { return settings.finished(text) }
    let identifier = String(decoding: whole.identifier, as: UTF8.self)
    // Some scanners send the identifier in its field and again in the data, when they are set so.
    return .scan(content.hasPrefix(identifier) ? content : identifier + content)
  }

  private static func layout(of fields: [HIDDescriptor.Field], report: UInt8) -> Layout? {
    /// The bits of one usage: a whole field of it, or the values of it within a field.
    func bits(_ usage: UInt32) -> Range<Int>? {
      for field in fields {
        guard let first = field.usages.firstIndex(of: usage), first < field.count else { continue }
        let isLast = first == field.usages.count - 1
        let start = field.bitOffset + first * field.bitSize
        return start..<(isLast ? field.bits.upperBound : start + field.bitSize)
      }
      return nil
    }
    guard let data = bits(Usage.data), data.count >= 8, data.count.isMultiple(of: 8),
      data.lowerBound.isMultiple(of: 8)
    else { return nil }
    let identifier = Usage.identifiers.compactMap(bits)
    return Layout(
      report: report, data: data,
      identifier: identifier.count == 3 && identifier.allSatisfy { $0.count == 8 }
        ? identifier : [],
      length: bits(Usage.length).flatMap { $0.count <= 32 ? $0 : nil },
      more: bits(Usage.more).flatMap { $0.count <= 32 ? $0 : nil })
  }

  private struct Part {
    let identifier: [UInt8]
    let data: [UInt8]
    let hasMore: Bool
  }

  /// The parts of one report, or nil when it is shorter than it must be or contradicts itself.
  private static func part(_ bytes: [UInt8], _ layout: Layout) -> Part? {
    let fields = [layout.data, layout.length, layout.more].compactMap { $0 } + layout.identifier
    guard let end = fields.map(\.upperBound).max(), bytes.count * 8 >= end else { return nil }
    var data = bytes[(layout.data.lowerBound / 8)..<(layout.data.upperBound / 8)]
    if let length = layout.length.map({ value(of: $0, in: bytes) }) {
      guard length <= data.count else { return nil }
      data = data.prefix(length)
    } else {
      // Without a length the data ends where the zeros begin that fill it up.
      while data.last == 0 { data.removeLast() }
    }
    let identifier = layout.identifier.map { UInt8(truncatingIfNeeded: value(of: $0, in: bytes)) }
    let isIdentifier =
      identifier.count == 3 && identifier[0] == UInt8(ascii: "]")
      && identifier.allSatisfy { (0x21...0x7E).contains($0) }
    guard isIdentifier || identifier.allSatisfy({ $0 == 0 }) else { return nil }
    return Part(
      identifier: isIdentifier ? identifier : [], data: Array(data),
      hasMore: layout.more.map { value(of: $0, in: bytes) != 0 } ?? false)
  }

  /// Bits as a number, the lowest first (HID 1.11, 5.8 and 8.4).
  private static func value(of bits: Range<Int>, in bytes: [UInt8]) -> Int {
    bits.reversed().reduce(0) { $0 << 1 | Int(bytes[$1 / 8] >> UInt8($1 % 8) & 1) }
  }

  private static func sum(_ time: Int64, _ more: Int64) -> Int64 {
    let (sum, overflows) = time.addingReportingOverflow(more)
    return overflows ? .max : sum
  }
}
