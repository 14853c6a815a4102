// A till with several printers: what the tests of the print queue do to it, and what they see.

import Domains
import ESCPOS
import Receipt
import TillLoop
import TillTestKit
import Values
import Wire

/// A job that a printer was given.
struct Handed: Equatable {
  let job: Int64
  let printer: String
  let asCopy: Bool

  init(_ job: Int64, _ printer: String, copy: Bool = false) {
    (self.job, self.printer, self.asCopy) = (job, printer, copy)
  }
}

extension Bench {
  /// A shop with two products, an open shift and these printers, all ready.
  static func shop(
    printers: [String] = ["printer0"], routes: AnyJSON? = nil, sabotage: Set<Sabotage> = []
  ) throws -> Bench {
    let bench = try Bench(sabotage: sabotage)
    bench.stock("A")
    bench.openShift()
    if let routes { bench.set("print.routes", routes) }
    for printer in printers { bench.printer(printer) }
    return bench
  }

  func set(_ key: String, _ value: AnyJSON) {
    call(ConfigSet.self, ConfigSet.Params(cmd: id(), key: key, value: value))
  }

  func printer(_ id: String, _ state: String = "ready", why: String? = nil) {
    step(.device(DeviceView(id: id, kind: "printer", state: state, why: why)))
  }

  /// Sells one piece and takes a card for it, so that no drawer is in the way.
  ///
  /// - Returns: the answer to the payment.
  @discardableResult
  func sellOne(_ sku: String = "A", tender: String = "card") -> AnyJSON? {
    let sale = sell(sku)
    return call(SalePay.self, SalePay.Params(cmd: id(), sale: sale, tender: tender, given: nil))
  }

  /// Every job that printers were given, in order.
  var handed: [Handed] {
    effects.compactMap { effect in
      if case .print(let job, _, let asCopy, let printer) = effect {
        Handed(job, printer, copy: asCopy)
      } else {
        nil
      }
    }
  }

  func states(_ jobs: [Int64]) -> [OutboxRow.State?] { jobs.map { store.jobs[$0]?.state } }

  /// The kind of the fault that was answered.
  func kind(_ answer: AnyJSON?) -> String? { answer?["error"]["data"]["kind"].string }

  func copy(of number: String) -> AnyJSON? {
    call(ReceiptPrint.self, ReceiptPrint.Params(cmd: id(), number: number))
  }

  func retry(_ job: Int64) -> AnyJSON? {
    call(PrintRetry.self, PrintRetry.Params(cmd: id(), job: "p\(job)"))
  }

  func discard(_ job: Int64) -> AnyJSON? {
    call(PrintDiscard.self, PrintDiscard.Params(cmd: id(), job: "p\(job)", reason: "left"))
  }

  /// What a job puts on paper.
  func paper(_ job: Int64, asCopy: Bool = false) throws -> String? {
    guard let row = store.jobs[job], let intent = Intent(row) else { return nil }
    return try Paper(store).document(for: intent, asCopy: asCopy)?.text()
  }
}

/// `["a", "b"]` as JSON.
func names(_ names: String...) -> AnyJSON { .array(names.map(AnyJSON.string)) }
