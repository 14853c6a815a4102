// A HID report descriptor: which bits of which report mean what. Any bytes may be given.
// What a barcode scanner sends in them is read by HIDScans.

/// The input fields that a HID device says its reports have.
///
/// USB Device Class Definition for HID 1.11, 6.2.2: a row of short items that build up a state and
/// fields that take it. Output and feature reports are passed over.
package struct HIDDescriptor: Equatable, Sendable {
  /// One or more equal values side by side in an input report.
  package struct Field: Equatable, Sendable {
    /// The first byte of the report, or 0 when reports have none.
    package let report: UInt8
    /// The usage page in the upper and the usage in the lower 16 bits, for each value; the last
    /// one stands for all that follow.
    package let usages: [UInt32]
    /// Where the first value begins, in bits behind the report's number.
    package let bitOffset: Int
    package let bitSize: Int
    package let count: Int

    /// The bits of the field from its beginning to its end.
    var bits: Range<Int> { bitOffset..<(bitOffset + bitSize * count) }
  }

  /// The fields of all input reports that have a usage, in the order of the descriptor.
  package let fields: [Field]
  /// Whether each report begins with its number.
  package let hasReportNumbers: Bool

  /// The longest descriptor, as the kernel has it (HID_MAX_DESCRIPTOR_SIZE).
  package static let byteCountMax = 4096
  /// The longest report, in bits (HID_MAX_BUFFER_SIZE of the kernel is 16384 bytes).
  private static let reportBitsMax = 16_384 * 8
  private static let usageCountMax = 256
  private static let depthMax = 16

  /// Reads a descriptor.
  ///
  /// What cannot be understood is passed over, as the kernel's own parser does with unknown items;
  /// only a descriptor that contradicts itself has no fields from there on.
  package init(_ bytes: [UInt8]) {
    var reading = Reading()
    var rest = bytes.prefix(Self.byteCountMax)
    while let item = Self.item(&rest), reading.take(item) {}
    fields = reading.fields
    hasReportNumbers = reading.hasReportNumbers
  }

  private struct Item {
    /// The type in the lower two bits and the tag above, as in the item's first byte.
    let kind: UInt8
    let value: UInt32
    let byteCount: Int
  }

  private static func item(_ rest: inout ArraySlice<UInt8>) -> Item? {
    guard let first = rest.popFirst() else { return nil }
    if first == 0xFE {
      // A long item (6.2.2.3); none is defined, so it is passed over.
      guard let count = rest.popFirst(), rest.count > Int(count) else { return nil }
      rest = rest.dropFirst(Int(count) + 1)
      return Item(kind: 0xFE, value: 0, byteCount: 0)
    }
    let count = [0, 1, 2, 4][Int(first & 3)]
    guard rest.count >= count else { return nil }
    let value = rest.prefix(count).enumerated().reduce(UInt32(0)) { value, byte in
      value | UInt32(byte.element) << (8 * UInt32(byte.offset))
    }
    rest = rest.dropFirst(count)
    return Item(kind: first & 0xFC, value: value, byteCount: count)
  }

  /// The state that items build up (6.2.2.7 and 6.2.2.8).
  private struct Reading {
    private struct Global {
      var page: UInt32 = 0
      var size = 0
      var count = 0
      var report: UInt8 = 0
    }

    var fields: [Field] = []
    var hasReportNumbers = false
    private var global = Global()
    private var stack: [Global] = []
    private var usages: [UInt32] = []
    private var usageMinimum: UInt32?
    private var bitCounts: [UInt8: Int] = [:]

    /// Takes an item; false when nothing after it can be trusted.
    mutating func take(_ item: Item) -> Bool {
      switch item.kind {
      case 0x80: return input(isConstant: item.value & 1 != 0)
      case 0x90, 0xB0, 0xA0, 0xC0:  // Output, Feature, Collection, End Collection.
        forgetUsages()
      case 0x04: global.page = item.value & 0xFFFF
      case 0x74: global.size = Int(item.value)
      case 0x94: global.count = Int(item.value)
      case 0x84:
        global.report = UInt8(truncatingIfNeeded: item.value)
        hasReportNumbers = true
        return item.value > 0 && item.value < 256
      case 0xA4:
        stack.append(global)
        return stack.count <= HIDDescriptor.depthMax
      case 0xB4:
        guard let last = stack.popLast() else { return false }
        global = last
      case 0x08: add(usage(item))
      case 0x18: usageMinimum = usage(item)
      case 0x28:
        guard let first = usageMinimum else { break }
        usageMinimum = nil
        let last = usage(item)
        guard first <= last else { break }
        for usage in first...last {
          guard usages.count < HIDDescriptor.usageCountMax else { break }
          add(usage)
        }
      default: break
      }
      return true
    }

    /// A usage of four bytes names its page itself (6.2.2.8).
    private func usage(_ item: Item) -> UInt32 {
      item.byteCount == 4 ? item.value : global.page << 16 | item.value
    }

    private mutating func add(_ usage: UInt32) {
      if usages.count < HIDDescriptor.usageCountMax { usages.append(usage) }
    }

    private mutating func forgetUsages() {
      usages = []
      usageMinimum = nil
    }

    private mutating func input(isConstant: Bool) -> Bool {
      defer { forgetUsages() }
      let offset = bitCounts[global.report] ?? 0
      let (bits, overflows) = global.size.multipliedReportingOverflow(by: global.count)
      guard !overflows, offset + bits <= HIDDescriptor.reportBitsMax else { return false }
      bitCounts[global.report] = offset + bits
      guard !isConstant, bits > 0, !usages.isEmpty else { return true }
      fields.append(
        Field(
          report: global.report, usages: usages, bitOffset: offset, bitSize: global.size,
          count: global.count))
      return true
    }
  }
}
