// A daemon made of a few dictionaries behind a real socket: enough of the protocol for the commands
// about devices, with a printer, a drawer and a scanner that behave as a test says.

import Domains
import Foundation
import Glibc
import Synchronization
import Values
import Wire

/// A till that answers at a socket of its own.
final class FakeTill: Sendable {
  /// What the shop has and how it behaves.
  struct Shop: Sendable {
    var paired: [String: PairedDevice] = [:]
    var found: [DeviceView] = []
    var scanners: [String: AnyJSON] = [:]
    var routes: AnyJSON?
    /// States by id, with the reason; ready if there is none.
    var states: [String: (state: String, why: String?)] = [:]
    /// What becomes of the next test pages; printed when there are no more.
    var pages: [(state: OutboxRow.State, why: String?)] = []
    /// The drawer's own wiring; nil if there is no drawer.
    var drawer: DrawerWiring? = DrawerWiring(pin: 2, sensor: .openIsHigh)
    /// The scanner that reads the pairing code; nil if none does.
    var heard: AnyJSON?
    /// What is scanned afterwards.
    var scan = "4006381333931"
    /// Refusals by method.
    var refusals: [String: Fault] = [:]
    /// Jobs that were printed, newest first.
    var jobs: [PrintList.Job] = []
    /// Every write, as method and parameters without the command's id.
    var writes: [String] = []
  }

  let shop: Mutex<Shop>
  let path: String
  private let descriptor: Int32

  init(_ shop: Shop = Shop()) throws {
    self.shop = Mutex(shop)
    path = FileManager.default.temporaryDirectory.appending(
      path: "t\(UInt32.random(in: 0...UInt32.max)).sock"
    ).path()
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let name = Array(path.utf8)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
    }
    guard bound == 0, listen(descriptor, 16) == 0 else { throw POSIXError(.EADDRINUSE) }
    let listener = descriptor
    Thread.detachNewThread { [weak self] in
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0, let till = self else { return }
        Thread.detachNewThread { till.serve(client) }
      }
    }
  }

  deinit {
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
    unlink(path)
  }

  var now: Shop { shop.withLock { $0 } }

  private func serve(_ client: Int32) {
    defer { close(client) }
    guard let file = fdopen(dup(client), "r") else { return }
    defer { fclose(file) }
    var line: UnsafeMutablePointer<CChar>?
    var room = 0
    defer { free(line) }
    while getline(&line, &room, file) > 0, let text = line.map({ String(cString: $0) }) {
      for answer in answers(to: text) {
        let bytes = Array((JSON.text(answer) + "\n").utf8)
        guard send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { return }
      }
    }
  }

  /// The answer to a line, and the events after it.
  private func answers(to line: String) -> [AnyJSON] {
    guard case .object(let request) = AnyJSON.value(of: Array(line.utf8)),
      let id = request["id"], case .string(let method)? = request["method"]
    else { return [] }
    let params = request["params"] ?? .object([:])
    var head: [String: AnyJSON] = ["jsonrpc": .string("2.0"), "id": id]
    return shop.withLock { shop in
      do throws(Fault) {
        if let fault = shop.refusals[method] { throw fault }
        let (result, events) = try shop.answer(method, params)
        head["result"] = result
        return [.object(head)] + events
      } catch {
        head["error"] = Self.json(error)
        return [.object(head)]
      }
    }
  }

  static func json(_ value: some Encodable) -> AnyJSON { AnyJSON.value(of: JSON.bytes(value)) }
}

extension FakeTill.Shop {
  private func decode<T: Decodable>(_ type: T.Type, _ params: AnyJSON) throws(Fault) -> T {
    do {
      return try JSON.decode(T.self, from: JSON.bytes(params))
    } catch {
      throw Fault(.invalid, kind: "invalid_params", "\(error)")
    }
  }

  private mutating func note(_ method: String, _ params: AnyJSON) {
    guard case .object(var fields) = params, fields.removeValue(forKey: "cmd") != nil else {
      return
    }
    writes.append("\(method) \(JSON.text(AnyJSON.object(fields)))")
  }

  mutating func answer(
    _ method: String, _ params: AnyJSON
  ) throws(Fault) -> (AnyJSON, [AnyJSON]) {
    note(method, params)
    switch method {
    case TillStatus.name: return (FakeTill.json(status), [])
    case DeviceList.name: return (FakeTill.json(DeviceList.Result(devices: views)), [])
    case DevicePair.name: return (try pair(decode(DevicePair.Params.self, params)), [])
    case DeviceForget.name: return (try forget(decode(DeviceForget.Params.self, params)), [])
    case DeviceTest.name: return (try test(decode(DeviceTest.Params.self, params)), [])
    case DeviceListen.name:
      let event = heard.map { FakeTill.Shop.event("device.heard", $0) }
      return (
        FakeTill.json(DeviceListen.Result(code: "48120573", seconds: heard == nil ? 0 : 60)),
        event.map { [$0] } ?? []
      )
    case PrintList.name:
      let state = try decode(PrintList.Params.self, params).state
      let waiting: Set<OutboxRow.State> = [.queued, .started, .failed, .unknown]
      let listed = jobs.filter { state == nil ? waiting.contains($0.state) : $0.state == state }
      return (FakeTill.json(PrintList.Result(jobs: listed)), [])
    case ConfigGet.name: return (try get(decode(ConfigGet.Params.self, params)), [])
    case ConfigSet.name: return (try set(decode(ConfigSet.Params.self, params)), [])
    case EventsSubscribe.name:
      return (.object(["sub": .string("s1"), "at": .integer(1)]), [])
    case EventsUnsubscribe.name, ScanAck.name, ScanRelease.name:
      return (.object(["sub": .string("s1"), "claim": .string("c1")]), [])
    case ScanClaim.name:
      let read: [String: AnyJSON] = [
        "code": .string(scan), "symbology": .string("ean13"), "device": .string("scanner0"),
        "kind": .string("product"),
      ]
      return (
        .object(["claim": .string("c1")]),
        [
          FakeTill.Shop.event("scan.read", .null),
          FakeTill.Shop.event("scan.claimed", .object(read)),
        ]
      )
    default: throw Fault(.unknownMethod, kind: "unknown_method", "There is no \(method).")
    }
  }

  private static func event(_ type: String, _ data: AnyJSON) -> AnyJSON {
    .object([
      "jsonrpc": .string("2.0"), "method": .string("event"),
      "params": .object([
        "sub": .string("s1"), "eph": .boolean(true), "type": .string(type), "data": data,
      ]),
    ])
  }

  private var status: TillStatus.Result {
    TillStatus.Result(
      till: "T1", state: "selling", shift: nil, sale: nil, devices: views.filter(\.paired),
      printing: jobs.count { $0.state != .printed }, head: 7, clock: "trusted",
      version: Release.version)
  }

  var views: [DeviceView] {
    let own = paired.sorted { $0.key < $1.key }.map { id, device in
      DeviceView(
        id: id, kind: device.kind.rawValue, state: states[id]?.state ?? "ready",
        why: states[id]?.why, address: device.address, name: device.name,
        profile: device.profile, drawer: device.drawer)
    }
    let used = Set(paired.values.map(\.address))
    return own + found.filter { view in view.address.map { !used.contains($0) } ?? true }
  }

  private mutating func pair(_ params: DevicePair.Params) throws(Fault) -> AnyJSON {
    let old = params.device.flatMap { paired[$0] }
    let view = views.first { $0.id == params.device }
    guard let address = params.address ?? old?.address ?? view?.address else {
      throw Fault(.notFound, kind: "no_such_device", "There is no such device.")
    }
    let kind = params.kind ?? old?.kind ?? PairedDevice.Kind(rawValue: view?.kind ?? "") ?? .printer
    let free = (0...9).map { "\(kind.rawValue)\($0)" }.first { paired[$0] == nil } ?? "x"
    let id = params.id ?? (old == nil ? free : params.device ?? free)
    let wiring = params.drawer ?? old?.drawer
    paired[id] = PairedDevice(
      kind: kind, address: address, profile: params.profile ?? old?.profile,
      drawer: wiring?.pin == 0 ? nil : wiring, name: params.name ?? old?.name ?? view?.name)
    if let settings = params.settings { scanners[paired[id]?.settingsKey ?? ""] = settings }
    guard let now = views.first(where: { $0.id == id }) else { return .null }
    return FakeTill.json(DeviceResult(device: now))
  }

  private mutating func forget(_ params: DeviceForget.Params) throws(Fault) -> AnyJSON {
    guard let view = views.first(where: { $0.id == params.device }), view.paired else {
      throw Fault(.notFound, kind: "no_such_device", "There is no device \(params.device).")
    }
    paired[params.device] = nil
    return FakeTill.json(DeviceResult(device: view))
  }

  private mutating func test(_ params: DeviceTest.Params) throws(Fault) -> AnyJSON {
    guard let device = paired[params.device] else {
      throw Fault(.notFound, kind: "no_such_device", "There is no device \(params.device).")
    }
    guard params.what != .drawer else {
      // The real thing sees the drawer open only with the pin and the polarity that it has.
      let opens = device.drawer?.pin == drawer?.pin && drawer != nil
      let sees =
        opens && device.drawer?.sensor == drawer?.sensor
        && drawer?.sensor != DrawerWiring.Sensor.none
      let state: DrawerState = sees ? .opened : .unverified
      return FakeTill.json(DeviceTest.Result(what: .drawer, drawer: state))
    }
    let page = pages.isEmpty ? (state: OutboxRow.State.printed, why: nil) : pages.removeFirst()
    let job = "p\(jobs.count + 1)"
    jobs.insert(
      PrintList.Job(
        job: job, state: page.state, evidence: page.state == .printed ? "fence" : nil, attempts: 1,
        receipt: nil, why: page.why), at: 0)
    return FakeTill.json(
      DeviceTest.Result(what: .print, print: PrintState(job: job, state: .queued)))
  }

  private func setting(_ key: String) throws(Fault) -> AnyJSON {
    switch key {
    case "devices.paired": return FakeTill.json(paired)
    case "scan.scanners": return .object(scanners)
    case "print.routes": return routes ?? .object([:])
    default: throw Fault(.notFound, kind: "unknown_setting", "There is no setting \(key).")
    }
  }

  private func get(_ params: ConfigGet.Params) throws(Fault) -> AnyJSON {
    let key = params.key ?? ""
    let view = SettingView(
      key: key, value: try setting(key), isDefault: false, purpose: "", expects: "")
    return FakeTill.json(ConfigGet.Result(settings: [view]))
  }

  private mutating func set(_ params: ConfigSet.Params) throws(Fault) -> AnyJSON {
    let value = params.value ?? .object([:])
    switch params.key {
    case "devices.paired": paired = try decode([String: PairedDevice].self, value)
    case "scan.scanners": scanners = try decode([String: AnyJSON].self, value)
    case "print.routes": routes = params.value
    default: break
    }
    let view = SettingView(
      key: params.key, value: try setting(params.key), isDefault: false, purpose: "", expects: "")
    return FakeTill.json(ConfigSet.Result(setting: view))
  }
}
