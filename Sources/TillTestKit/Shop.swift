// A small shop for tests: a shift that is open and a few products.

internal import Domains
internal import TillLoop
package import Values

extension Bench {
  /// A product of the test shop, 2.49 at the standard rate unless said otherwise.
  package func stock(
    _ sku: String, minor: Int64 = 249, barcodes: [String] = [], taxClass: String = "standard"
  ) {
    call(
      ProductPut.self,
      ProductPut.Params(
        cmd: id(), sku: sku, name: "Product \(sku)", barcodes: barcodes,
        price: Money(minor, .eur), taxClass: taxClass))
  }

  package func openShift(float: Int64 = 10_000) {
    call(ShiftOpen.self, ShiftOpen.Params(cmd: id(), float: Money(float, .eur)))
  }

  /// Puts a printer and a drawer on the counter.
  package func plugIn() {
    step(.device(DeviceView(id: "printer0", kind: "printer", state: "ready", why: nil)))
    step(.device(DeviceView(id: "drawer0", kind: "drawer", state: "ready", why: nil)))
  }

  /// Adds a product to the open sale.
  ///
  /// - Returns: the sale's id.
  @discardableResult
  package func sell(_ sku: String, milli: Int64 = 1000) -> ID? {
    let answer = call(
      SaleAdd.self, SaleAdd.Params(cmd: id(), sku: sku, qty: Quantity(milli: milli)))
    return answer?["result"]["sale"]["id"].string.flatMap { ID($0) }
  }

  /// The jobs the loop wants printed and kicked so far.
  package var deeds: (prints: [Int64], kicks: [Int64]) {
    var prints: [Int64] = []
    var kicks: [Int64] = []
    for effect in effects {
      switch effect {
      case .print(let job, _, _, _): prints.append(job)
      case .kick(let job): kicks.append(job)
      default: break
      }
    }
    return (prints, kicks)
  }
}
