// Every method of the socket: names, examples, schemas, and what the protocol promises.

import Domains
import Testing
import Values
import Wire

/// Every method that the domains declare; the tidy tests compare this list with the sources.
private let methods: [any Method.Type] = [
  SessionHello.self, TillStatus.self, DeviceList.self, RPCDiscover.self, EventsSubscribe.self,
  EventsUnsubscribe.self, SaleScan.self, SaleAdd.self, SaleLine.self, SaleHold.self,
  SaleRecall.self, SaleVoid.self, SalePay.self, SaleGet.self, ScaleRead.self, SaleList.self,
  ReceiptGet.self, ReceiptPrint.self, PrintList.self, PrintRetry.self, PrintDiscard.self,
  LabelPrint.self,
  DrawerOpen.self,
  DevicePair.self, DeviceForget.self, DeviceTest.self, DeviceListen.self, ScanClaim.self,
  ScanAck.self, ScanRelease.self,
  ShiftOpen.self, ShiftMove.self, ShiftCount.self, ShiftClose.self, ReportX.self, ReportZ.self,
  ProductPut.self, ProductGet.self, ProductFind.self, ProductImport.self, CategoryPut.self,
  CategoryList.self, ConfigGet.self, ConfigSet.self, JournalRead.self, JournalVerify.self,
  JournalAudit.self, BackupNow.self, BackupVerify.self,
]

private let cards = methods.map { MethodCard($0) }

private func card(_ name: String) throws -> MethodCard {
  try #require(cards.first { $0.name == name })
}

private func fields(_ schema: Schema) -> [Schema.Field] {
  if case .object(let fields) = schema { fields } else { [] }
}

/// Decodes an example into its own type and writes it again.
private func again<T: Codable>(_ type: T.Type, _ bytes: [UInt8]) throws -> [UInt8] {
  JSON.bytes(try JSON.decode(type, from: bytes))
}

struct MethodTests {
  @Test func `names are domain dot verb and no two are the same`() {
    #expect(Set(cards.map(\.name)).count == cards.count)
    for card in cards {
      let parts = card.name.split(separator: ".", omittingEmptySubsequences: false)
      #expect(parts.count == 2 && parts.allSatisfy { !$0.isEmpty }, "\(card.name)")
      #expect(card.summary.hasSuffix(".") && card.summary.count > 10, "\(card.name)")
    }
  }

  @Test func `every example is read into its own type and written the same`() throws {
    for method in methods {
      func check<M: Method>(_ method: M.Type) throws {
        let card = MethodCard(method)
        #expect(try again(M.Params.self, card.exampleParams) == card.exampleParams, "\(M.name)")
        #expect(try again(M.Result.self, card.exampleResult) == card.exampleResult, "\(M.name)")
      }
      try check(method)
    }
  }

  @Test func `an example shows every required parameter and none that is not declared`() {
    for card in cards {
      let shown = Set(AnyJSON.object(of: card.exampleParams).map(\.key))
      let declared = fields(card.params)
      #expect(shown.isSubset(of: declared.map(\.name)), "\(card.name)")
      #expect(shown.isSuperset(of: declared.filter(\.required).map(\.name)), "\(card.name)")
    }
  }

  @Test func `an example shows every required part of a result`() {
    for card in cards {
      let shown = Set(AnyJSON.object(of: card.exampleResult).map(\.key))
      let required = fields(card.result).filter(\.required).map(\.name)
      #expect(shown.isSuperset(of: required), "\(card.name)")
    }
  }

  @Test func `a write carries its command and a read carries none`() throws {
    for card in cards {
      let cmd = fields(card.params).first { $0.name == "cmd" }
      #expect(card.isWrite == (cmd != nil), "\(card.name)")
      if let cmd { #expect(cmd.required && cmd.schema == .string(format: "uuid"), "\(card.name)") }
    }
    let reads = cards.filter { !$0.isWrite }.map(\.name)
    #expect(reads.contains("till.status") && !reads.contains("sale.pay"))
  }

  /// protocol.md, "Methods that every release keeps": what a result shows at least.
  @Test(arguments: [
    ("session.hello", "proto till boot head role limits"),
    ("till.status", "till state devices head version"), ("events.subscribe", "sub at"),
    ("shift.open", "shift state"), ("shift.count", "expected difference"), ("shift.close", "z"),
    ("report.x", "totals tenders tax text"), ("product.put", "product rev"),
    ("product.get", "product"), ("product.find", "items"), ("product.import", "counts errors"),
    ("sale.scan", "sale"), ("sale.add", "sale"), ("sale.get", "sale"), ("sale.list", "sales"),
    ("scale.read", "device qty unit"),
    ("sale.line", "sale"), ("sale.hold", "sale"), ("sale.recall", "sale"), ("sale.void", "sale"),
    ("sale.pay", "sale payment due receipt change drawer print"),
    ("receipt.get", "number text svg sale copies"), ("receipt.print", "print"),
    ("print.list", "jobs"), ("drawer.open", "drawer"), ("device.list", "devices"),
    ("journal.read", "events"), ("journal.verify", "ok head hash"),
    ("backup.now", "file bytes head hash"), ("backup.verify", "ok"),
  ])
  func `a result holds what the protocol promises`(name: String, promised: String) throws {
    let shown = Set(AnyJSON.object(of: try card(name).exampleResult).map(\.key))
    for field in promised.split(separator: " ") { #expect(shown.contains(String(field))) }
  }

  @Test(arguments: [
    ("shift.open", "cmd float"), ("shift.move", "cmd kind amount reason"),
    ("shift.count", "cmd counted denominations"), ("product.get", "code sku"),
    ("product.put", "cmd sku name barcodes price taxClass category unit"),
    ("product.find", "query limit after"), ("product.import", "cmd path rows mapping dryRun"),
    ("sale.scan", "cmd code qty"), ("sale.add", "cmd sku qty sale"),
    ("sale.line", "cmd sale rev line qty void"), ("sale.hold", "cmd sale"),
    ("sale.recall", "cmd sale"), ("sale.void", "cmd sale reason"),
    ("sale.pay", "cmd sale rev tender given ref"), ("receipt.print", "cmd number"),
    ("print.retry", "cmd job"), ("print.discard", "cmd job reason"), ("drawer.open", "cmd reason"),
    ("journal.read", "from limit"), ("journal.verify", "from"), ("backup.now", "path"),
    ("events.subscribe", "topics since snapshot"), ("session.hello", "client proto"),
  ])
  func `a method takes the parameters of the protocol`(name: String, promised: String) throws {
    let declared = fields(try card(name).params).map(\.name)
    for field in promised.split(separator: " ") { #expect(declared.contains(String(field))) }
  }

  @Test func `the sale in a result has the fields of the protocol`() {
    let sale = Set(AnyJSON.object(of: JSON.bytes(Example.openSale)).map(\.key))
    #expect(
      sale.isSuperset(of: [
        "id", "rev", "state", "lines", "subtotal", "discount", "tax", "total", "paid", "due",
      ]))
    #expect(SaleState.allCases.map(\.rawValue) == ["open", "parked", "completed", "voided"])
  }

  @Test func `the discovery document has every method with an example`() throws {
    let document = AnyJSON.value(of: JSON.bytes(OpenRPC(version: "1.0.0", methods: cards)))
    guard case .object(let top) = document, case .array(let entries)? = top["methods"] else {
      Issue.record("the document lists methods")
      return
    }
    var names: [String] = []
    for entry in entries {
      guard case .object(let entry) = entry, case .string(let name)? = entry["name"],
        case .array(let examples)? = entry["examples"]
      else { continue }
      names.append(name)
      #expect(examples.count == 1, "\(name)")
    }
    #expect(names == cards.map(\.name).sorted())
  }

  @Test func `rights are decided by role in one table`() {
    for right in Right.allCases { #expect(Role.admin.has(right)) }
    #expect(Right.allCases.filter(Role.display.has) == [.look])
    #expect(Right.allCases.filter(Role.ui.has) == [.look, .sell, .manage])
    #expect(Right.allCases.filter(Role.proxy.has) == [.look, .sell, .manage])
  }

  @Test func `a job's name is p and its number`() {
    #expect(jobNumber("p77") == 77)
    for name in ["", "p", "77", "p0", "p-1", "p7x", "P7", "p99999999999999999999"] {
      #expect(jobNumber(name) == nil)
    }
    #expect(PrintState(job: 77, state: .queued).job == "p77")
  }
}
