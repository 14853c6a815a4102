// Profiles: the ones that come along, and what a wrong file is told.

import ESCPOS
import Testing
import Values

@Suite struct ProfileTests {
  private static let example = """
    {
      "name": "shop", "maker": "Maker", "models": ["M1"], "sources": ["its manual, page 3"],
      "dotsPerLine": 512, "dpi": 180, "columnsA": 42, "columnsB": 56,
      "pages": ["16 cp1252", "0 cp437"], "symbologies": ["ean13", "qr"],
      "fence": "paperStatus", "cutter": "partial",
      "drawer": {"pin": 5, "onUnits": 60, "offUnits": 200, "sensor": "openIsLow"},
      "rasterCommands": ["GS v 0"], "quirks": ["bootsInKanji"], "usb": ["04b8:0e21"]
    }
    """

  private func fault(_ from: String, _ to: String) -> ProfileFault? {
    let text = Self.example.replacing(from, with: to)
    do throws(ProfileFault) {
      _ = try PrinterProfile(json: Array(text.utf8), file: "shop.json")
      return nil
    } catch {
      return error
    }
  }

  private func fault(_ field: String, _ problem: ProfileFault.Problem) -> ProfileFault {
    ProfileFault(file: "shop.json", field: field, problem)
  }

  @Test func `a profile is read as it is written`() throws {
    let profile = try PrinterProfile(json: Array(Self.example.utf8), file: "shop.json")
    #expect(profile.name == "shop")
    #expect(profile.dpi == 180)
    #expect(profile.pages == [.init(16, .cp1252), .init(0, .cp437)])
    #expect(profile.symbologies == [.ean13, .qr])
    #expect(profile.cutter == .partial)
    #expect(profile.drawer == .init(pin: .pin5, onUnits: 60, offUnits: 200, sensor: .openIsLow))
    #expect(profile.quirks == [.bootsInKanji])
    #expect(profile.usb == [.init(vendor: 0x04B8, product: 0x0E21)])
    #expect(profile.kanji == .none)
    #expect(!profile.hasPageMode)
  }

  @Test func `a misspelt field is refused by its name`() {
    #expect(fault("\"dpi\"", "\"dip\"") == fault("dpi", .missing))
    #expect(fault("\"usb\"", "\"bus\"") == fault("bus", .unknownField))
    #expect(fault("\"sensor\"", "\"senser\"") == fault("drawer.senser", .unknownField))
    #expect(fault("\"usb\"", "\"fence\"") == fault("fence", .twice))
  }

  @Test func `a wrong value is refused with its field`() {
    #expect(fault("180", "\"180\"") == fault("dpi", .wrongType(wanted: "a whole number")))
    #expect(fault("180", "18000") == fault("dpi", .outOfRange(18000, 100...600)))
    #expect(fault("\"pin\": 5", "\"pin\": 3")?.field == "drawer.pin")
    #expect(fault("16 cp1252", "16 cp1259")?.field == "pages[0]")
    #expect(fault("0 cp437", "16 cp437") == fault("pages[1]", .twice))
    #expect(
      fault("paperStatus", "always")
        == fault(
          "fence", .unknownName("always", known: ["processID", "paperStatus", "none"])))
    #expect(fault("04b8:0e21", "04b8-0e21")?.field == "usb[0]")
    #expect(fault("\"columnsB\": 56", "\"columnsB\": 40")?.field == "columnsB")
    #expect(fault("[\"its manual, page 3\"]", "[]") == fault("sources", .missing))
  }

  @Test func `a fault is a sentence that names file and field`() {
    #expect("\(fault("dpi", .outOfRange(9, 100...600)))" == "shop.json: dpi is 9, not 100 to 600")
    #expect(
      "\(fault("", .syntax(line: 3, expected: "a colon")))"
        == "shop.json: line 3: expected a colon")
  }

  @Test func `what is no JSON is refused with its line`() {
    #expect(fault("\"dpi\":", "\"dpi\"") == fault("", .syntax(line: 3, expected: "a colon")))
    #expect(fault("180", "1.5") == fault("", .syntax(line: 3, expected: "a whole number")))
    #expect(fault("0e21\"]", "0e21\"]}") != nil)
  }

  @Test func `any bytes are a profile or a fault`() {
    var generator = Entropy(seed: 11)
    let whole = Array(Self.example.utf8)
    for round in 0..<3000 {
      var bytes = round.isMultiple(of: 3) ? generator.bytes(200) : whole
      if !bytes.isEmpty, !round.isMultiple(of: 3) {
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          bytes[Int.random(in: 0..<bytes.count, using: &generator)] =
            UInt8.random(in: 0...255, using: &generator)
        }
        if round.isMultiple(of: 2) {
          bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
        }
      }
      _ = try? PrinterProfile(json: bytes, file: "x")
    }
    let deep = Array(String(repeating: "[", count: 60_000).utf8)
    #expect(throws: ProfileFault.self) { try PrinterProfile(json: deep, file: "x") }
    let large = [UInt8](repeating: 0x20, count: 70_000)
    #expect(throws: ProfileFault(file: "x", field: "", .tooLarge)) {
      try PrinterProfile(json: large, file: "x")
    }
  }

  @Test func `every profile has a name of its own, its makers and its sources`() {
    let all = PrinterProfile.all
    #expect(Set(all.map(\.name)).count == all.count)
    #expect(all.count >= 18)
    for profile in all {
      #expect(!profile.maker.isEmpty && !profile.models.isEmpty && !profile.sources.isEmpty)
      #expect(PrinterProfile.named(profile.name) == profile)
      #expect(Set(profile.pages.map(\.number)).count == profile.pages.count)
      #expect(profile.dotsPerLine / profile.columnsA >= 12 || profile.columnsA == 48)
      // Tables that all makers number alike.
      for page in profile.pages where [0, 3, 4, 5, 16].contains(page.number) {
        let usual: [UInt8: CodePage] = [0: .cp437, 3: .cp860, 4: .cp863, 5: .cp865, 16: .cp1252]
        #expect(usual[page.number] == page.codePage, "\(profile.name) \(page.number)")
      }
    }
    #expect(PrinterProfile.named("epson-tm-t99") == nil)
  }

  @Test func `old printers wait for paper status, new ones echo a job's id`() throws {
    #expect(PrinterProfile.named("epson-tm-t88iii")?.fence == .paperStatus)
    #expect(PrinterProfile.named("epson-tm-t88vi")?.fence == .processID)
    let citizen = try #require(PrinterProfile.named("citizen-ct-s310"))
    #expect(citizen.pages.contains(.init(2, .cp858)))
    #expect(
      PrinterProfile.hinted(by: .init(vendor: 0x04B8, product: 0x0E28)).map(\.name)
        == ["epson-tm-t20iii"])
  }

  @Test func `every profile prints the euro`() {
    for profile in PrinterProfile.all {
      #expect(profile.printable("€").substitutions == [], "\(profile.name)")
    }
  }
}
