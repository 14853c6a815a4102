// The table of devices: what is listed, what is told, and what comes too late.

import Domains
import Testing
import TillLoop
import TillTestKit
import Values
import Wire

@Suite struct DeviceTableTests {
  private let address = "tcp:192.0.2.7:9100"

  private func bench() throws -> Bench {
    let bench = try Bench()
    bench.call(EventsSubscribe.self, .init(topics: ["device"]))
    return bench
  }

  private func told(_ bench: Bench, _ type: String) -> [AnyJSON] {
    (bench.sent[Bench.cashier] ?? []).map { $0["params"] }.filter { $0["type"].string == type }
      .map { $0["data"] }
  }

  private func list(_ bench: Bench) -> AnyJSON {
    bench.call(DeviceList.self, NoParams())?["result"]["devices"] ?? .null
  }

  private func pair(_ bench: Bench, drawer: DrawerWiring? = nil) {
    bench.call(
      DevicePair.self, .init(cmd: bench.id(), address: address, name: "Bar", drawer: drawer))
  }

  private func report(
    _ id: String, _ state: String, kind: String = "printer", at address: String?,
    why: String? = nil
  ) -> Input {
    .device(DeviceView(id: id, kind: kind, state: state, why: why, address: address))
  }

  private func wanted(_ bench: Bench) -> [[String: PairedDevice]] {
    bench.effects.compactMap { if case .useDevices(let devices, _) = $0 { devices } else { nil } }
  }

  @Test func `a paired device is listed as absent before it has told anything`() throws {
    let bench = try bench()
    pair(bench)
    let printer = list(bench)[0]
    #expect(printer["id"].string == "printer0" && printer["state"].string == "absent")
    #expect(printer["address"].string == address && printer["name"].string == "Bar")
    #expect(printer["paired"] == .boolean(true))
    #expect(told(bench, "device.state").map { $0["state"].string } == ["absent"])
  }

  @Test func `an absent device stays in the list, with its name and address`() throws {
    let bench = try bench()
    pair(bench)
    bench.step(report("printer0", "ready", at: address))
    bench.step(report("printer0", "absent", at: address, why: "nobody answers"))
    #expect(list(bench).count == 1)
    #expect(list(bench)[0]["why"].string == "nobody answers")
    #expect(list(bench)[0]["name"].string == "Bar")
    #expect(
      told(bench, "device.state").map { $0["state"].string } == ["absent", "ready", "absent"])
  }

  @Test func `the same state again is told to nobody`() throws {
    let bench = try bench()
    pair(bench)
    bench.step(report("printer0", "ready", at: address))
    bench.step(report("printer0", "ready", at: address))
    #expect(told(bench, "device.state").count == 2)
  }

  @Test func `what a forgotten device still says is not heard`() throws {
    let bench = try bench()
    pair(bench)
    bench.step(report("printer0", "ready", at: address))
    bench.call(DeviceForget.self, .init(cmd: bench.id(), device: "printer0"))
    #expect(list(bench).count == 0)
    #expect(told(bench, "device.state").last?["paired"] == .boolean(false))
    bench.step(report("printer0", "ready", at: address))
    #expect(list(bench).count == 0)
    bench.openShift()
    bench.stock("A")
    bench.sell("A")
    #expect(bench.deeds.prints.isEmpty)
  }

  @Test func `a name that moved to another address does not listen to the old one`() throws {
    let bench = try bench()
    pair(bench)
    bench.step(report("printer0", "ready", at: address))
    bench.call(
      DevicePair.self,
      .init(cmd: bench.id(), device: "printer0", address: "tcp:192.0.2.8:9100"))
    #expect(list(bench)[0]["state"].string == "absent")
    bench.step(report("printer0", "ready", at: address))
    #expect(list(bench)[0]["state"].string == "absent")
    bench.step(report("printer0", "ready", at: "tcp:192.0.2.8:9100"))
    #expect(list(bench)[0]["state"].string == "ready")
  }

  @Test func `a printer with a drawer is two devices`() throws {
    let bench = try bench()
    pair(bench, drawer: DrawerWiring(pin: 5, sensor: .openIsLow))
    #expect(list(bench).count == 2)
    #expect(list(bench)[1]["id"].string == "printer0.drawer")
    #expect(list(bench)[1]["kind"].string == "drawer")
    bench.step(report("printer0.drawer", "ready", kind: "drawer", at: address))
    #expect(list(bench)[1]["state"].string == "ready")
    bench.call(
      DevicePair.self, .init(cmd: bench.id(), device: "printer0", drawer: DrawerWiring(pin: 0)))
    #expect(list(bench).count == 1)
  }

  @Test func `what is plugged in is found, listed as not in use, and lost`() throws {
    let bench = try bench()
    let gun = DeviceView(
      id: "usb:0c2e:0901::1-3", kind: "scanner", state: "absent", why: nil,
      address: "usb:0c2e:0901::1-3", name: "Honeywell 1900", paired: false)
    bench.step(.found([gun]))
    bench.step(.found([gun]))
    #expect(told(bench, "device.found").map { $0["id"].string } == [gun.id])
    #expect(list(bench)[0]["paired"] == .boolean(false))
    let status = bench.call(TillStatus.self, NoParams())?["result"]["devices"]
    #expect(status?.count == 0)
    bench.step(.found([]))
    #expect(told(bench, "device.lost").map { $0["id"].string } == [gun.id])
    #expect(list(bench).count == 0)
  }

  @Test func `a device is not found and in use at the same time`() throws {
    let bench = try bench()
    let printer = DeviceView(
      id: "usb:04b8:0202:A:1-3", kind: "printer", state: "absent", why: nil,
      address: "usb:04b8:0202:A:1-3", paired: false)
    bench.step(.found([printer]))
    bench.call(DevicePair.self, .init(cmd: bench.id(), device: printer.id))
    #expect(list(bench).count == 1 && list(bench)[0]["id"].string == "printer0")
  }

  @Test func `virtual devices need no pairing and are never forgotten`() throws {
    let bench = try bench()
    bench.step(
      .device(DeviceView(id: "virtual-printer", kind: "printer", state: "ready", why: nil)))
    pair(bench)
    bench.call(DeviceForget.self, .init(cmd: bench.id(), device: "printer0"))
    #expect(list(bench).count == 1 && list(bench)[0]["state"].string == "ready")
    let refused = bench.call(
      DeviceForget.self, .init(cmd: bench.id(), device: "virtual-printer"))
    #expect(refused?["error"]["data"]["kind"].string == "virtual_device")
  }

  @Test func `devices are used at the start and again when a change of them is durable`() throws {
    let bench = try bench()
    #expect(wanted(bench) == [[:]])
    bench.commitsAtOnce = false
    pair(bench)
    #expect(wanted(bench).count == 1)
    bench.commit()
    #expect(wanted(bench).last?.keys.sorted() == ["printer0"])
    bench.call(
      ConfigSet.self, .init(cmd: bench.id(), key: "shop.name", value: .string("Corner shop")))
    bench.commit()
    #expect(wanted(bench).count == 2)
    let again = try bench.crashed()
    #expect(wanted(again).first?.keys.sorted() == ["printer0"])
    #expect(list(again)[0]["state"].string == "absent")
  }

  @Test func `a pairing that is not durable yet is neither used nor shown`() throws {
    let bench = try bench()
    bench.commitsAtOnce = false
    pair(bench)
    #expect(told(bench, "device.state").isEmpty)
    let after = try bench.crashed()
    #expect(list(after).count == 0)
  }
}
