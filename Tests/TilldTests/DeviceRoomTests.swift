// The room of devices, with devices that do nothing but say what was asked of them.

import Devices
import Dispatch
import Domains
import ESCPOS
import Receipt
import Scanner
import Synchronization
import Testing
import TillLoop

@testable import tilld

/// What happened, in order, from any thread; waits for what is to come.
private final class Diary: Sendable {
  private let lines = Mutex<[String]>([])
  private let stream: AsyncStream<String>
  private let telling: AsyncStream<String>.Continuation

  init() { (stream, telling) = AsyncStream.makeStream(of: String.self) }

  func write(_ line: String) {
    lines.withLock { $0.append(line) }
    telling.yield(line)
  }

  var all: [String] { lines.withLock { $0 } }

  /// Returns once this was written so many times.
  func wait(for line: String, times: Int = 1) async {
    var next = stream.makeAsyncIterator()
    while all.filter({ $0 == line }).count < times { _ = await next.next() }
  }
}

/// A printer with a drawer that only writes down what it is told, and stops when it is let.
private final class PaperPrinter: Printer, Drawer {
  let id: String
  let diary: Diary
  let report: ReportSink
  let stopping: @Sendable () -> Void

  init(
    _ id: String, _ diary: Diary, _ report: @escaping ReportSink,
    stopping: @escaping @Sendable () -> Void
  ) {
    (self.id, self.diary, self.report, self.stopping) = (id, diary, report, stopping)
  }

  func start() {
    diary.write("start \(id)")
    report(.state(DeviceState(id: id, kind: .printer, condition: .ready)))
  }
  func stop() {
    stopping()
    diary.write("stop \(id)")
  }
  func submit(_ order: PrintOrder) -> Bool {
    diary.write("print \(order.job) on \(id)")
    return true
  }
  func knows(job: String) -> Bool? { job == "p7" }
  func kick(_ kick: String) -> Bool {
    diary.write("kick \(kick) on \(id)")
    return true
  }
  func nudge() { diary.write("nudge \(id)") }
}

@Suite struct DeviceRoomTests {
  private let diary = Diary()
  private let heard = Diary()

  private func room(
    stopping: @escaping @Sendable () -> Void = {},
    watch: @escaping @Sendable (@escaping @Sendable (Plugged) -> Void) -> Void = { _ in }
  ) -> DeviceRoom {
    let diary = diary
    let heard = heard
    let maker = DeviceMaker(
      make: { plan, report in
        guard plan.device.kind == .printer, case .link = plan.way else { return nil }
        var device = RunningDevice()
        device.plan = plan
        let printer = PaperPrinter(plan.id, diary, report, stopping: stopping)
        device.printer = printer
        if plan.device.drawer != nil {
          device.drawer = printer
          device.drawerID = PairedDevice.drawerID(of: plan.id)
        }
        return device
      },
      watch: { changed in
        watch(changed)
        return { diary.write("unwatch") }
      },
      search: { candidates, code, _, tell in
        diary.write("search \(code) among \(candidates.map(\.node))")
        if let first = candidates.first { tell(.heard(first, ScannerSettings())) }
        return { diary.write("search \(code) over") }
      })
    let room = DeviceRoom(profile: .virtual80, shapes: .none, maker: maker)
    room.report { input in
      switch input {
      case .device(let view, _): heard.write("\(view.id) \(view.state) at \(view.address ?? "-")")
      case .found(let views): heard.write("found \(views.map(\.id))")
      case .printed(let job, let outcome): heard.write("p\(job) \(outcome)")
      case .kicked(let job, let outcome, _): heard.write("kick p\(job) \(outcome)")
      case .heard(let scanner): heard.write("heard \(scanner.address)")
      default: heard.write("\(input)")
      }
    }
    return room
  }

  private func printer(_ host: Int, drawer: DrawerWiring? = nil) -> PairedDevice {
    PairedDevice(kind: .printer, address: "tcp:192.0.2.\(host):9100", drawer: drawer)
  }

  private func end(_ room: DeviceRoom) {
    room.stopScanners()
    room.stopPrinting()
  }

  @Test func `nothing is opened before the till is ready`() async {
    let room = room()
    room.use(["a": printer(1)], scanners: [:])
    #expect(diary.all.isEmpty)
    room.open()
    await diary.wait(for: "start a")
    await heard.wait(for: "a ready at tcp:192.0.2.1:9100")
    end(room)
    #expect(diary.all == ["start a", "unwatch", "stop a"])
  }

  @Test func `what is not wanted any more stops, what stays is left alone`() async {
    let room = room()
    room.open()
    room.use(["a": printer(1), "b": printer(2)], scanners: [:])
    await diary.wait(for: "start b")
    room.use(["b": printer(2), "c": printer(3)], scanners: [:])
    await diary.wait(for: "start c")
    end(room)
    let lines = diary.all.filter { $0 != "unwatch" }
    #expect(lines.prefix(4) == ["start a", "start b", "stop a", "start c"])
    #expect(Set(lines.dropFirst(4)) == ["stop b", "stop c"])
  }

  @Test func `a device that is used otherwise is stopped before it starts again`() async {
    let room = room()
    room.open()
    room.use(["a": printer(1)], scanners: [:])
    await diary.wait(for: "start a")
    room.use(["a": printer(1, drawer: DrawerWiring())], scanners: [:])
    await diary.wait(for: "start a", times: 2)
    end(room)
    #expect(diary.all == ["start a", "stop a", "start a", "unwatch", "stop a"])
  }

  @Test func `a job goes to the printer it was meant for, once that is there`() async {
    let room = room()
    room.open()
    room.use(["a": printer(1), "b": printer(2)], scanners: [:])
    await diary.wait(for: "start b")
    let page = Document()
    #expect(room.print(3, page, on: "b"))
    #expect(!room.print(4, page, on: "c"))
    #expect(diary.all.contains("print p3 on b"))
    #expect(room.knows(7, "a") == true && room.knows(8, "a") == false)
    #expect(room.knows(7, "c") == nil)
    end(room)
  }

  @Test func `a job in hand of a device that is forgotten ends as unknown, once`() async {
    let room = room()
    room.open()
    room.use(["a": printer(1)], scanners: [:])
    await diary.wait(for: "start a")
    #expect(room.print(3, Document(), on: "a"))
    room.use([:], scanners: [:])
    await heard.wait(for: "kick p3 unverified")
    end(room)
    #expect(heard.all.filter { $0.hasPrefix("p3 unknown") }.count == 1)
  }

  @Test func `a kick goes to the printer that has a drawer, and nowhere else`() async {
    let room = room()
    room.open()
    room.kick(1)
    room.use(["a": printer(1), "b": printer(2, drawer: DrawerWiring())], scanners: [:])
    await diary.wait(for: "start b")
    room.kick(2)
    room.kick(3, drawer: "b.drawer")
    room.kick(4, drawer: "a.drawer")
    #expect(diary.all.filter { $0.hasPrefix("kick") } == ["kick p2 on b", "kick p3 on b"])
    #expect(heard.all.filter { $0.hasPrefix("kick") } == ["kick p1 failed", "kick p4 failed"])
    end(room)
  }

  @Test func `what is plugged in is found, a printer that comes back is nudged`() async {
    let gun = UsbIdentity(vendor: 0x0C2E, product: 0x0901, serial: nil, port: "1-3")
    let scanner = FoundDevice(
      kind: .scanner, interface: .evdev, identity: gun, node: "/dev/input/event3", name: "Gun")
    let printer = FoundDevice(
      kind: .printer, interface: .usb,
      identity: UsbIdentity(vendor: 0x04B8, product: 0x0202, serial: nil, port: "1-1"),
      node: "/dev/bus/usb/001/004", name: "TM")
    let room = room(watch: { changed in
      changed(Plugged(all: [scanner, printer], came: [printer]))
    })
    room.use(
      ["p": PairedDevice(kind: .printer, address: "usb:04b8:0202::1-1")], scanners: [:])
    room.open()
    await diary.wait(for: "nudge p")
    await heard.wait(for: "found [\"usb:0c2e:0901::1-3\"]")
    room.listen(for: "x", milliseconds: 1000)
    await heard.wait(for: "heard usb:0c2e:0901::1-3")
    #expect(diary.all.contains("search x among [\"/dev/input/event3\"]"))
    room.listen(for: nil, milliseconds: 0)
    await diary.wait(for: "search x over")
    end(room)
  }

  @Test func `printers stop side by side, not one after another`() async {
    // Each stop waits until all have begun: one after another they would never end.
    let stopping = DispatchGroup()
    for _ in 0..<3 { stopping.enter() }
    let room = room(stopping: {
      stopping.leave()
      stopping.wait()
    })
    room.open()
    room.use(["a": printer(1), "b": printer(2), "c": printer(3)], scanners: [:])
    await diary.wait(for: "start c")
    end(room)
    #expect(diary.all.filter { $0.hasPrefix("stop") }.count == 3)
  }

  @Test func `after the end nothing starts`() async {
    let room = room()
    room.open()
    end(room)
    room.use(["a": printer(1)], scanners: [:])
    room.listen(for: "x", milliseconds: 1000)
    #expect(!diary.all.contains("start a"))
    #expect(!room.print(1, Document(), on: "a"))
  }
}
