// Pairing over the socket: what is taken into use, what is refused and why, trying, listening.

import Domains
import ESCPOS
import Testing
import TillLoop
import TillTestKit
import Values
import Wire

@Suite struct DevicePairingTests {
  private let gun = DeviceView(
    id: "usb:0c2e:0901::1-3", kind: "scanner", state: "absent", why: nil,
    address: "usb:0c2e:0901::1-3", name: "Honeywell 1900", paired: false)

  private func pair(_ bench: Bench, _ make: (ID) -> DevicePair.Params) -> AnyJSON {
    bench.call(DevicePair.self, make(bench.id())) ?? .null
  }

  private func kind(_ answer: AnyJSON?) -> String? { answer?["error"]["data"]["kind"].string }

  private func paired(_ bench: Bench) -> [String: PairedDevice] {
    bench.till.books.settings.devices
  }

  @Test func `ids are the lowest free number of the kind`() throws {
    let bench = try Bench()
    for host in 1...3 { _ = pair(bench) { .init(cmd: $0, address: "tcp:192.0.2.\(host)") } }
    bench.call(DeviceForget.self, .init(cmd: bench.id(), device: "printer1"))
    let answer = pair(bench) { .init(cmd: $0, address: "tcp:192.0.2.9") }
    #expect(answer["result"]["device"]["id"].string == "printer1")
    let pole = pair(bench) { .init(cmd: $0, address: "serial:/dev/ttyS0", kind: .display) }
    #expect(pole["result"]["device"]["id"].string == "display0")
  }

  @Test func `a device that was found keeps its maker's name and kind`() throws {
    let bench = try Bench()
    bench.step(.found([gun]))
    let settings = AnyJSON.object(["layout": .string("fr")])
    let answer = pair(bench) { .init(cmd: $0, device: gun.id, settings: settings) }
    #expect(answer["result"]["device"]["id"].string == "scanner0")
    #expect(paired(bench)["scanner0"]?.name == "Honeywell 1900")
    #expect(bench.till.books.settings.scanners["0c2e:0901::1-3"] == settings)
    bench.call(DeviceForget.self, .init(cmd: bench.id(), device: "scanner0"))
    #expect(bench.till.books.settings.scanners.isEmpty)
  }

  @Test func `pairing is one change of the settings, with its author`() throws {
    let bench = try Bench()
    let before = bench.store.events.count
    _ = pair(bench) { .init(cmd: $0, address: "tcp:192.0.2.1") }
    let event = try #require(bench.store.events.last)
    #expect(bench.store.events.count == before + 1)
    #expect(event.type == "config.changed" && event.circumstance.actor == "uid:1000")
    // The same again changes nothing.
    _ = pair(bench) { .init(cmd: $0, address: "tcp:192.0.2.1") }
    #expect(bench.store.events.count == before + 1)
  }

  @Test func `a repeated command pairs once`() throws {
    let bench = try Bench()
    let cmd = bench.id()
    let first = bench.call(DevicePair.self, .init(cmd: cmd, address: "tcp:192.0.2.1"))
    let again = bench.call(DevicePair.self, .init(cmd: cmd, address: "tcp:192.0.2.1"))
    #expect(first?["result"]["device"] == again?["result"]["device"])
    #expect(paired(bench).count == 1)
  }

  @Test func `naming a device in use changes it and leaves the rest`() throws {
    let bench = try Bench()
    let drawer = DrawerWiring(pin: 2, sensor: .openIsHigh)
    _ = pair(bench) { .init(cmd: $0, address: "tcp:192.0.2.1", drawer: drawer) }
    _ = pair(bench) { .init(cmd: $0, device: "printer0", profile: "epson-tm-t88v") }
    #expect(paired(bench)["printer0"]?.profile == "epson-tm-t88v")
    #expect(paired(bench)["printer0"]?.drawer == drawer)
    _ = pair(bench) { .init(cmd: $0, device: "printer0", id: "bar") }
    #expect(paired(bench).keys.sorted() == ["bar"])
    #expect(paired(bench)["bar"]?.drawer == drawer)
  }

  @Test func `the same place under the same name is the same device`() throws {
    let bench = try Bench()
    _ = pair(bench) { .init(cmd: $0, address: "tcp:192.0.2.1") }
    _ = pair(bench) { .init(cmd: $0, address: "tcp:192.0.2.1", name: "Bar") }
    #expect(paired(bench).count == 1 && paired(bench)["printer0"]?.name == "Bar")
    let other = pair(bench) { .init(cmd: $0, address: "tcp:192.0.2.1", id: "bar") }
    #expect(kind(other) == "already_paired")
  }

  @Test func `what cannot be taken into use is refused by name, and nothing is written`() throws {
    let bench = try Bench()
    _ = pair(bench) { .init(cmd: $0, address: "tcp:192.0.2.1", id: "bar") }
    bench.step(
      .device(DeviceView(id: "virtual-printer", kind: "printer", state: "ready", why: nil)))
    bench.step(.found([gun]))
    let tcp = "tcp:192.0.2.2"
    let count = bench.store.events.count
    let requests: [(String, (ID) -> DevicePair.Params)] = [
      ("no_device", { .init(cmd: $0) }),
      ("no_such_device", { .init(cmd: $0, device: "printer7") }),
      ("virtual_device", { .init(cmd: $0, device: "virtual-printer") }),
      ("two_places", { .init(cmd: $0, device: gun.id, address: tcp) }),
      ("invalid_address", { .init(cmd: $0, address: "192.0.2.2") }),
      ("kind_needed", { .init(cmd: $0, address: "serial:/dev/ttyS0") }),
      ("unknown_profile", { .init(cmd: $0, address: tcp, profile: "no-such") }),
      ("unknown_profile", { .init(cmd: $0, device: gun.id, profile: "epson-tm-t88v") }),
      ("invalid_id", { .init(cmd: $0, address: tcp, id: "a b") }),
      ("invalid_id", { .init(cmd: $0, address: tcp, id: "") }),
      ("invalid_id", { .init(cmd: $0, address: tcp, id: "virtual-2") }),
      ("id_taken", { .init(cmd: $0, address: tcp, id: "bar") }),
      ("invalid_drawer", { .init(cmd: $0, address: tcp, drawer: DrawerWiring(pin: 3)) }),
      ("invalid_drawer", { .init(cmd: $0, device: gun.id, drawer: DrawerWiring()) }),
      ("invalid_name", { .init(cmd: $0, address: tcp, name: "a\u{7}b") }),
      ("invalid_settings", { .init(cmd: $0, address: tcp, settings: .object([:])) }),
      (
        "invalid_settings",
        {
          .init(
            cmd: $0, device: gun.id,
            settings: .object(["patienceMilliseconds": .integer(-1)]))
        }
      ),
    ]
    for (expected, request) in requests { #expect(kind(pair(bench, request)) == expected) }
    #expect(bench.store.events.count == count)
    #expect(kind(pair(bench) { .init(cmd: $0, address: tcp) }) == nil)
  }

  @Test func `a till has so many devices and no more`() throws {
    let bench = try Bench()
    for port in 1...Limits.devices {
      #expect(kind(pair(bench) { .init(cmd: $0, address: "tcp:192.0.2.1:\(port)") }) == nil)
    }
    let refused = pair(bench) { .init(cmd: $0, address: "tcp:192.0.2.1:999") }
    #expect(kind(refused) == "too_many_devices")
    let renamed = pair(bench) { .init(cmd: $0, device: "printer3", id: "bar") }
    #expect(kind(renamed) == nil)
  }

  @Test func `two equal printers are told apart by their port`() throws {
    let bench = try Bench()
    let twins = ["1-1", "1-2"].map { port in
      DeviceView(
        id: "usb:04b8:0202::\(port)", kind: "printer", state: "absent", why: nil,
        address: "usb:04b8:0202::\(port)", name: "EPSON TM-T20", paired: false)
    }
    bench.step(.found(twins))
    for twin in twins { _ = pair(bench) { .init(cmd: $0, device: twin.id) } }
    #expect(
      paired(bench).mapValues(\.address)
        == ["printer0": "usb:04b8:0202::1-1", "printer1": "usb:04b8:0202::1-2"])
  }

  @Test func `pairing needs the right to manage`() throws {
    let bench = try Bench()
    let display = Connection(9)
    bench.connect(display, role: .display)
    let refused = bench.call(
      DevicePair.self, .init(cmd: bench.id(), address: "tcp:192.0.2.1"), from: display)
    #expect(kind(refused) == "forbidden")
    #expect(bench.call(DeviceList.self, NoParams(), from: display)?["error"] == .null)
  }

  // MARK: - Trying

  @Test func `a test page goes to the printer that was named`() throws {
    let bench = try Bench()
    _ = pair(bench) { .init(cmd: $0, address: "tcp:192.0.2.1") }
    let answer = bench.call(DeviceTest.self, .init(cmd: bench.id(), device: "printer0"))
    let job = try #require(answer?["result"]["print"]["job"].string.flatMap(jobNumber))
    #expect(answer?["result"]["what"].string == "print")
    #expect(Intent(try #require(bench.store.job(job))) == .test(device: "printer0"))
  }

  @Test func `a drawer is tried without a shift, and its outcome answers`() throws {
    let bench = try Bench()
    _ = pair(bench) { .init(cmd: $0, address: "tcp:192.0.2.1", drawer: DrawerWiring()) }
    #expect(
      bench.call(DeviceTest.self, .init(cmd: bench.id(), device: "printer0", what: .drawer)) == nil)
    let request = bench.last
    var tried: [(Int64, String)] = []
    for case .tryDrawer(let job, let device) in bench.effects { tried.append((job, device)) }
    #expect(tried.map(\.1) == ["printer0.drawer"])
    bench.step(.kicked(job: tried[0].0, .opened, why: nil))
    #expect(bench.answer(to: request)?["result"]["drawer"].string == "opened")
    #expect(bench.store.events.last?.type == "drawer.opened")
  }

  @Test func `what a device cannot do is not tried`() throws {
    let bench = try Bench()
    _ = pair(bench) { .init(cmd: $0, address: "tcp:192.0.2.1") }
    bench.step(.found([gun]))
    _ = pair(bench) { .init(cmd: $0, device: gun.id) }
    let tries: [(String, DeviceTest.What?)] = [
      ("printer0", .drawer), ("printer0", .display), ("scanner0", nil), ("scanner0", .print),
    ]
    for (device, what) in tries {
      let answer = bench.call(
        DeviceTest.self, .init(cmd: bench.id(), device: device, what: what))
      #expect(kind(answer) == "cannot_test")
    }
    #expect(
      kind(bench.call(DeviceTest.self, .init(cmd: bench.id(), device: "x"))) == "no_such_device")
    #expect(bench.store.jobs.isEmpty)
  }

  @Test func `a customer's display is tried with a text`() throws {
    let bench = try Bench()
    _ = pair(bench) { .init(cmd: $0, address: "serial:/dev/ttyS0", kind: .display) }
    bench.call(DeviceTest.self, .init(cmd: bench.id(), device: "display0"))
    var shown: [String] = []
    for case .show(let lines) in bench.effects { shown.append(lines.upper.right) }
    #expect(shown.contains("display0"))
  }

  // MARK: - Finding a scanner

  private func listen(_ bench: Bench, seconds: Int64? = nil, from: Connection = Bench.cashier)
    -> AnyJSON
  {
    bench.call(DeviceListen.self, .init(seconds: seconds), from: from) ?? .null
  }

  private func heard(_ bench: Bench) -> [AnyJSON] {
    (bench.sent[Bench.cashier] ?? []).map { $0["params"] }
      .filter { $0["type"].string == "device.heard" }.map { $0["data"] }
  }

  private func hear(_ bench: Bench, _ code: String) {
    bench.step(
      .heard(
        HeardScanner(
          code: code, address: gun.id, kind: "scanner", name: gun.name,
          settings: .object(["layout": .string("fr")]))))
  }

  @Test func `the scanner that read the code is told once`() throws {
    let bench = try Bench()
    bench.call(EventsSubscribe.self, .init(topics: ["device"]))
    let code = try #require(listen(bench)["result"]["code"].string)
    #expect(code.hasPrefix(CalibrationSheet.bars) && code.suffix(4).allSatisfy(\.isNumber))
    hear(bench, code + "1")
    #expect(heard(bench).isEmpty)
    hear(bench, code)
    hear(bench, code)
    #expect(heard(bench).count == 1)
    #expect(heard(bench)[0]["address"].string == gun.id)
    #expect(heard(bench)[0]["settings"]["layout"].string == "fr")
    #expect(bench.store.events.isEmpty)
  }

  @Test func `a code that came too late is nobody's`() throws {
    let bench = try Bench()
    bench.call(EventsSubscribe.self, .init(topics: ["device"]))
    let code = try #require(listen(bench, seconds: 5)["result"]["code"].string)
    bench.pass(milliseconds: 5_000)
    hear(bench, code)
    #expect(heard(bench).isEmpty)
  }

  @Test func `who looked for a scanner hears why there was none`() throws {
    let bench = try Bench()
    bench.call(EventsSubscribe.self, .init(topics: ["device"]))
    let code = try #require(listen(bench)["result"]["code"].string)
    bench.step(.unheard(code: "another", [:]))
    bench.step(.unheard(code: code, [gun.id: "no permission"]))
    let told = (bench.sent[Bench.cashier] ?? []).map { $0["params"] }
      .filter { $0["type"].string == "device.unheard" }
    #expect(told.count == 1 && told[0]["data"]["devices"][0]["why"].string == "no permission")
    hear(bench, code)
    #expect(heard(bench).isEmpty)
  }

  @Test func `the code is printed for a laser that reads no screen`() throws {
    let bench = try Bench()
    bench.plugIn()
    let answer = bench.call(DeviceListen.self, .init(printer: "printer0"))
    let code = try #require(answer?["result"]["code"].string)
    let printed = bench.effects.compactMap {
      if case .print(_, .code(let device, let text), _, let printer) = $0 {
        [device, text, printer]
      } else {
        nil
      }
    }
    #expect(printed == [["printer0", code, "printer0"]])
    let refused = bench.call(DeviceListen.self, .init(printer: "drawer0"))
    #expect(refused?["error"]["data"]["kind"].string == "no_such_device")
  }

  @Test func `one client listens at a time, and its end ends it`() throws {
    let bench = try Bench()
    let other = Connection(8)
    bench.connect(other)
    #expect(listen(bench)["error"] == .null)
    #expect(listen(bench)["error"] == .null)
    #expect(kind(listen(bench, from: other)) == "listening")
    bench.step(.disconnected(Bench.cashier))
    var codes: [String?] = []
    for case .listen(let code, _) in bench.effects { codes.append(code) }
    #expect(codes.count == 3 && codes[2] == nil)
    #expect(listen(bench, from: other)["error"] == .null)
  }

  @Test(arguments: [0, 61, -1, Int64.max])
  func `nobody listens for long`(seconds: Int64) throws {
    #expect(kind(listen(try Bench(), seconds: seconds)) == "invalid_params")
  }
}
