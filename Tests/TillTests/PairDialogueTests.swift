// `till pair` through a pipe: whole dialogues, what they leave behind, and Ctrl-C in the middle.

import Domains
import Foundation
import Testing
import Values
import Wire

@testable import till

@Suite(.serialized)
struct PairDialogueTests {
  private static let epson = DeviceView(
    id: Sample.epson, kind: "printer", state: "absent", why: DeviceView.notPaired,
    address: Sample.epson, name: "EPSON TM-T20III", paired: false)
  private static let honeywell = DeviceView(
    id: Sample.honeywell, kind: "scanner", state: "absent", why: DeviceView.notPaired,
    address: Sample.honeywell, name: "Honeywell 1900", paired: false)
  private static let heard = AnyJSON.object([
    "address": .string(Sample.honeywell), "kind": .string("scanner"),
    "name": .string("Honeywell 1900"), "settings": .object(["layout": .string("fr")]),
  ])

  private static var shop: FakeTill.Shop {
    var shop = FakeTill.Shop()
    shop.found = [epson, honeywell]
    shop.heard = heard
    return shop
  }

  /// Which printer, which model, did it print, accents, cut, a drawer, shut it, did it open,
  /// another printer, a scanner, is that right, another scanner: each by its default.
  private static let allDefaults = String(repeating: "\n", count: 12)

  @Test func `a technician who presses Enter ends with a printer, a drawer and a scanner`() throws {
    let till = try FakeTill(Self.shop)
    let run = try TillProcess(["pair"], socket: till.path, input: Self.allDefaults)
    #expect(run.code == 0, "\(run.err)")
    #expect(
      till.now.paired == [
        "printer0": PairedDevice(
          kind: .printer, address: Sample.epson, profile: "epson-tm-t20iii",
          drawer: DrawerWiring(pin: 2, sensor: .openIsHigh), name: "EPSON TM-T20III"),
        "scanner0": PairedDevice(
          kind: .scanner, address: Sample.honeywell, name: "Honeywell 1900"),
      ])
    #expect(till.now.scanners == ["0c2e:0901::1-3": .object(["layout": .string("fr")])])
    #expect(
      run.out == """
        id        kind     state  name             address
        printer0  printer  ready  EPSON TM-T20III  usb:04b8:0e28:A1:1-2
        scanner0  scanner  ready  Honeywell 1900   usb:0c2e:0901::1-3

        """)
  }

  @Test func `the questions read as they should`() throws {
    let till = try FakeTill(Self.shop)
    let run = try TillProcess(["pair"], socket: till.path, input: Self.allDefaults)
    let bars = TerminalBarcode.lines("48120573", columns: 100, isColoured: false)
    #expect(bars.count == 8)
    let talk = run.err.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      .filter { line in !bars.contains { "  \($0)" == line } }
      .map { $0.hasPrefix("It took") ? "It took 0 s." : $0 }.joined(separator: "\n")
    #expect(
      talk == """
        The devices of till T1. Enter takes the answer in brackets; Ctrl-C stops.

        Printers that were found:
           1  EPSON TM-T20III, not in use, usb:04b8:0e28:A1:1-2
           2  a printer in the network
           3  no printer
        Which one? [1] Its model:
           1  epson-tm-t20iii: Epson TM-T20III, TM-T20IIIL, TM-T20IV
           2  epson-tm-t20ii: Epson TM-T20, TM-T20II
           3  epson-tm-t88v: Epson TM-T88V
           4  generic80: generic 80 mm clones
           5  another one
        Which one? [1] It is printer0.
        A test page is being printed.
        job p1 printed (proof: fence)
        Did it print? [yes] Does it show \(PairDialogue.accents) as here? [yes] Did it cut the \
        paper? [yes] Is a cash drawer plugged into it? [yes] Shut the drawer; it opens when you \
        press Enter. [Enter] Did it open? [yes] Its switch was seen too: the till knows when the \
        drawer is open.
        Another printer? [no] Is there a barcode scanner? [yes] Scan this code with it here or \
        on the paper of printer0, within 60 s:


          48120573

        It is scanner0, Honeywell 1900.
        It types as on a keyboard of layout fr.
        Now scan any product; it is not sold.
        The till read 4006381333931 (ean13).
        Is that what stands below the bars? [yes] Another scanner? [no]\u{20}
        It took 0 s.
        Next: till devices export devices.json, for the next till; then till scan CODE

        """)
  }

  @Test func `with --yes nobody is asked and stdin is not read`() throws {
    let till = try FakeTill(Self.shop)
    let run = try TillProcess(["pair", "--yes", "--json"], socket: till.path)
    #expect(run.code == 0)
    #expect(till.now.paired.keys.sorted() == ["printer0", "scanner0"])
    #expect(run.out.contains("\"finished\":true"))
  }

  /// The drawer as it is built in, and what the dialogue makes of it.
  private static let drawers: [(real: DrawerWiring?, script: String, found: DrawerWiring?)] = [
    (
      DrawerWiring(pin: 2, sensor: .openIsHigh), "y\n\ny\n",
      DrawerWiring(pin: 2, sensor: .openIsHigh)
    ),
    (
      DrawerWiring(pin: 2, sensor: .openIsLow), "y\n\ny\n\n",
      DrawerWiring(pin: 2, sensor: .openIsLow)
    ),
    (DrawerWiring(pin: 2, sensor: .none), "y\n\ny\n\n", DrawerWiring(pin: 2, sensor: .none)),
    (
      DrawerWiring(pin: 5, sensor: .openIsLow), "y\n\nn\n\ny\n\n",
      DrawerWiring(pin: 5, sensor: .openIsLow)
    ),
    (nil, "y\n\nn\n\nn\n", nil), (DrawerWiring(pin: 2, sensor: .openIsHigh), "n\n", nil),
  ]

  @Test(arguments: drawers)
  func `each way to wire a drawer is found out`(
    real: DrawerWiring?, script: String, found: DrawerWiring?
  ) throws {
    var shop = Self.shop
    shop.drawer = real
    let till = try FakeTill(shop)
    let run = try TillProcess(
      ["pair"], socket: till.path, input: "\n\n\n\n\n" + script + "n\nn\n")
    #expect(run.code == 0, "\(run.err)")
    #expect(till.now.paired["printer0"]?.drawer == found)
  }

  @Test func `wrong accents lead to another model and another page`() throws {
    let till = try FakeTill(Self.shop)
    // Printer 1, model 1, printed, wrong accents, model 1 of the rest, printed, right, cut, no
    // drawer.
    let run = try TillProcess(
      ["pair"], socket: till.path, input: "1\n1\ny\nn\n1\ny\ny\ny\nn\nn\nn\n")
    #expect(run.code == 0, "\(run.err)")
    #expect(till.now.paired["printer0"]?.profile == "epson-tm-t20ii")
    #expect(till.now.jobs.count == 2)
  }

  @Test func `a printer that cannot print is given up, and nothing of it stays`() throws {
    var shop = Self.shop
    shop.pages = [(.failed, "paper is out"), (.failed, "paper is out")]
    let till = try FakeTill(shop)
    // Not printed, again, not printed, leave it out; no other printer, no scanner.
    let run = try TillProcess(["pair"], socket: till.path, input: "\n\n\n\n\n\n\nn\n")
    #expect(run.code == 1)
    #expect(till.now.paired.isEmpty)
    #expect(run.err.contains("job p1 failed: paper is out"))
    #expect(run.err.contains("Nothing was paired. Next: till doctor"))
  }

  @Test func `a printer in the network is paired by its address`() throws {
    var shop = Self.shop
    shop.found = []
    let till = try FakeTill(shop)
    let run = try TillProcess(
      ["pair"], socket: till.path, input: "2\nnot an address\n192.0.2.7\n\ny\ny\ny\nn\nn\nn\n")
    #expect(run.code == 0, "\(run.err)")
    #expect(till.now.paired["printer0"]?.address == "tcp:192.0.2.7:9100")
    #expect(run.err.contains("not an address is no address"))
  }

  @Test func `a second printer gets work of its own`() throws {
    var shop = Self.shop
    shop.paired["printer0"] = PairedDevice(kind: .printer, address: "tcp:192.0.2.7:9100")
    let till = try FakeTill(shop)
    let run = try TillProcess(
      ["pair"], socket: till.path, input: "1\n1\ny\ny\ny\nn\n2\npizza, pasta\nn\nn\n")
    #expect(run.code == 0, "\(run.err)")
    #expect(
      till.now.routes
        == AnyJSON.value(
          of: Array(#"{"kitchen":{"categories":["pizza","pasta"],"printers":["printer1"]}}"#.utf8)))
  }

  @Test func `a scanner that nobody hears leaves nothing behind`() throws {
    var shop = Self.shop
    shop.heard = nil
    let till = try FakeTill(shop)
    let run = try TillProcess(["pair"], socket: till.path, input: "3\ny\n2\n1\nn\n")
    #expect(run.code == 1)
    #expect(run.err.contains("No scanner read it."))
    #expect(till.now.paired.isEmpty)
  }

  @Test(arguments: ["Did it print?", "Is a cash drawer", "Did it cut"])
  func `Ctrl-C takes back what was begun`(question: String) throws {
    let till = try FakeTill(Self.shop)
    let answers = [
      "Did it print?": "1\n1\n", "Did it cut": "1\n1\n\n\n", "Is a cash drawer": "1\n1\n\n\n\n",
    ]
    let run = try TillProcess(
      ["pair"], socket: till.path, input: answers[question] ?? "", interruptAt: question)
    #expect(run.code == 1)
    #expect(run.err.contains("printer0 is forgotten again."))
    #expect(till.now.paired.isEmpty)
    #expect(run.out.isEmpty)
  }

  @Test func `Ctrl-C after the first device keeps it and takes back the second`() throws {
    let till = try FakeTill(Self.shop)
    let run = try TillProcess(
      ["pair"], socket: till.path, input: "\n\n\n\n\nn\nn\ny\n",
      interruptAt: "Is that what stands below the bars?")
    #expect(run.code == 1)
    #expect(till.now.paired.keys.sorted() == ["printer0"])
    #expect(run.out.contains("printer0"))
  }

  @Test func `a printer that was in use is put back as it was`() throws {
    var shop = Self.shop
    let was = PairedDevice(
      kind: .printer, address: Sample.epson, profile: "generic58",
      drawer: DrawerWiring(pin: 5, sensor: .none), name: "Front")
    shop.paired["front"] = was
    let till = try FakeTill(shop)
    let run = try TillProcess(
      ["pair"], socket: till.path, input: "1\n2\ny\ny\ny\ny\n\n", interruptAt: "Did it open?")
    #expect(run.code == 1)
    #expect(till.now.paired == ["front": was])
    #expect(run.err.contains("front is as it was."))
  }

  @Test func `the end of the answers is no consent`() throws {
    let till = try FakeTill(Self.shop)
    let run = try TillProcess(["pair"], socket: till.path, input: "1\n1\ny\n")
    #expect(run.code == 1)
    #expect(till.now.paired.isEmpty)
  }

  @Test func `a refusal in the middle takes back too, and ends with its code`() throws {
    var shop = Self.shop
    shop.refusals[DeviceTest.name] = Fault(.forbidden, kind: "forbidden", "You may not.")
    let till = try FakeTill(shop)
    let run = try TillProcess(["pair"], socket: till.path, input: Self.allDefaults)
    #expect(run.code == 77)
    #expect(till.now.paired.isEmpty)
  }

  @Test func `without a till it ends with 69`() throws {
    #expect(try TillProcess(["pair"], socket: "/nonexistent/till.sock").code == 69)
  }
}
