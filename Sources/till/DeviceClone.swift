// One file that holds the devices of a till, for another till: what it may hold, and its checks.

internal import Devices
internal import Domains
internal import ESCPOS
internal import Scanner
internal import Wire

/// The devices of a till as one file.
///
/// Only devices: no product, no sale, no person, no secret.
struct DeviceClone: Codable, Equatable {
  static let format = "tilld-devices"
  static let version = 1

  /// Says what the file is to whoever finds it.
  var format = DeviceClone.format
  var version = DeviceClone.version
  /// The release that wrote it.
  var release = Release.version
  /// The till it was taken from.
  var till: String
  var devices: [String: PairedDevice]
  /// How each scanner types, by its `settingsKey`.
  var scanners: [String: AnyJSON]
  var routes: PrintRoutes

  /// What is wrong with a file, in a sentence that follows its path.
  struct Fault: Error, Equatable {
    let reason: String
    init(_ reason: String) { self.reason = reason }
  }

  /// The clone that a file holds.
  ///
  /// - Throws: what is wrong, for anything that this till could not take into use as it stands.
  static func read(_ text: String) throws(Fault) -> DeviceClone {
    struct Head: Decodable {
      let format: String
      let version: Int
    }
    let head: Head
    do throws(JSONFault) {
      head = try JSON.decode(Head.self, from: text.utf8)
    } catch {
      throw Fault("it is no file of `till devices export` (\(error))")
    }
    guard head.format == format else {
      throw Fault("it is no file of `till devices export`: its format is not \(format)")
    }
    // The head is read first: a later version may hold what this release cannot decode.
    guard head.version == version else {
      throw Fault(
        "it is of version \(head.version); this release reads version \(version) only")
    }
    let clone: DeviceClone
    do throws(JSONFault) {
      clone = try JSON.decode(DeviceClone.self, from: text.utf8)
    } catch {
      throw Fault("\(error)")
    }
    try clone.check()
    return clone
  }

  /// Refuses what a till could not use.
  func check() throws(Fault) {
    guard devices.count <= Limits.devices else {
      throw Fault("it holds more than \(Limits.devices) devices")
    }
    guard scanners.count <= 64 else { throw Fault("it holds more than 64 scanners") }
    for (id, device) in devices.sorted(by: { $0.key < $1.key }) { try Self.check(id, device) }
    for (key, value) in scanners.sorted(by: { $0.key < $1.key }) { try Self.check(key, value) }
    // The setting's own rule, so that the till refuses nothing that was read here.
    let value = AnyJSON.value(of: JSON.bytes(routes))
    do {
      _ = try Settings().decide(key: PrintRoutes.key, value: value, shiftIsOpen: false)
    } catch {
      throw Fault("its routes are none: \(error.fault.message)")
    }
    for (paper, route) in routes.routes.sorted(by: { $0.key < $1.key }) {
      let words = [paper] + (route.printers ?? []) + (route.categories ?? [])
      guard words.allSatisfy(Self.isPlain) else {
        throw Fault("the route \(paper.prefix(40).debugDescription) holds what is no name")
      }
      for printer in route.printers ?? [] where devices[printer]?.kind != .printer {
        throw Fault("the route \(paper) names \(printer), which is no printer of the file")
      }
    }
  }

  private static func check(_ id: String, _ device: PairedDevice) throws(Fault) {
    guard id.utf8.count <= Limits.deviceID, !id.contains("."), isName(id) else {
      throw Fault("\(id.prefix(40).debugDescription) is no id: up to 32 letters, digits, - and _")
    }
    guard DeviceAddress(device.address) != nil else {
      throw Fault("\(id) has no address but \(device.address.prefix(80).debugDescription)")
    }
    if let name = device.name, !isPlain(name) {
      throw Fault("the name of \(id) is no line of 1 to 200 characters")
    }
    if let profile = device.profile {
      guard isName(profile) else { throw Fault("the profile of \(id) is no name") }
      if device.kind == .printer, PrinterProfile.named(profile) == nil {
        throw Fault(
          "\(id) has the profile \(profile), which this release does not know; "
            + "`till devices profiles` lists those it does")
      }
    }
    if let drawer = device.drawer {
      guard device.kind == .printer else { throw Fault("\(id) has a drawer and is no printer") }
      guard drawer.pin == 2 || drawer.pin == 5 else {
        throw Fault("the drawer of \(id) is on pin \(drawer.pin), and there are only 2 and 5")
      }
    }
  }

  private static func check(_ key: String, _ value: AnyJSON) throws(Fault) {
    guard isPlain(key), UsbIdentity(key) != nil || DeviceAddress(key) != nil else {
      throw Fault("\(key.prefix(80).debugDescription) is no place of a scanner")
    }
    do {
      try JSON.decode(ScannerSettings.self, from: JSON.bytes(value)).check()
    } catch {
      throw Fault("the scanner \(key): \(error)")
    }
  }

  /// Letters, digits, `-`, `_` and `.`, one at least.
  static func isName(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
          UInt8(ascii: "."):
          true
        default: false
        }
      }
  }

  /// A line of text without control characters.
  private static func isPlain(_ text: String) -> Bool {
    (1...200).contains(text.utf8.count) && Terminal.harmless(text) == text
  }
}
