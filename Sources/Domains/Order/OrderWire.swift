// The socket's methods about sales (protocol.md, Methods).

package import Values
package import Wire

/// A sale, as most methods about sales answer.
package struct SaleResult: Codable, Equatable, Sendable {
  package let sale: SaleView
  package init(sale: SaleView) { self.sale = sale }
}

/// `sale.scan`: sells what a code means.
package enum SaleScan: Method {
  package struct Params: CommandParams {
    package let cmd: ID
    package let code: String
    package let qty: Quantity?
    package let sale: ID?
    package let rev: Int64?

    package init(cmd: ID, code: String, qty: Quantity? = nil, sale: ID? = nil, rev: Int64? = nil) {
      (self.cmd, self.code, self.qty, self.sale, self.rev) = (cmd, code, qty, sale, rev)
    }
  }
  package static let name = "sale.scan"
  package static let summary =
    "Adds the product with this code to the open sale, and opens one if none is."
  package static let right = Right.sell
  package static var example: (params: Params, result: SaleResult) {
    (
      Params(cmd: Example.command, code: "4006381333931", qty: .one),
      SaleResult(sale: Example.openSale)
    )
  }
}

/// `sale.add`: sells a product by its SKU.
package enum SaleAdd: Method {
  package struct Params: CommandParams {
    package let cmd: ID
    package let sku: String
    package let qty: Quantity?
    package let sale: ID?
    package let rev: Int64?
    /// Sells what is on the scale; `qty` is left out then.
    package let weigh: Bool?

    package init(
      cmd: ID, sku: String, qty: Quantity? = nil, sale: ID? = nil, rev: Int64? = nil,
      weigh: Bool? = nil
    ) {
      (self.cmd, self.sku, self.qty, self.sale, self.rev) = (cmd, sku, qty, sale, rev)
      self.weigh = weigh
    }
  }
  package static let name = "sale.add"
  package static let summary = "Adds a product to a sale by its SKU, and opens a sale if none is."
  package static let right = Right.sell
  package static var example: (params: Params, result: SaleResult) {
    (
      Params(cmd: Example.command, sku: "OAT-1", qty: .one),
      SaleResult(sale: Example.openSale)
    )
  }
}

/// `sale.get`: shows a sale.
package enum SaleGet: Method {
  package struct Params: Codable, Sendable {
    /// Nil asks for the open sale.
    package let sale: ID?
    package init(sale: ID? = nil) { self.sale = sale }
  }
  package static let name = "sale.get"
  package static let summary = "Shows a sale; without an id, the open one."
  package static let right = Right.sell
  package static var example: (params: Params, result: SaleResult) {
    (Params(sale: Example.sale), SaleResult(sale: Example.openSale))
  }
}

/// `sale.list`: shows sales by state.
package enum SaleList: Method {
  package struct Params: Codable, Sendable {
    package let state: SaleState?
    package let limit: Int?
    package init(state: SaleState? = nil, limit: Int? = nil) {
      (self.state, self.limit) = (state, limit)
    }
  }
  package struct Result: Codable, Sendable {
    package let sales: [SaleView]
    package init(sales: [SaleView]) { self.sales = sales }
  }
  package static let name = "sale.list"
  package static let summary =
    "Lists sales, newest first: of one state, or those that are open and parked."
  package static let right = Right.sell
  package static var example: (params: Params, result: Result) {
    (Params(state: .parked, limit: 20), Result(sales: [Example.openSale]))
  }
}

/// `sale.line`: changes one line of a sale.
package enum SaleLine: Method {
  package struct Void: Codable, Sendable {
    package let reason: String
    package init(reason: String) { self.reason = reason }
  }
  package struct Params: CommandParams {
    package let cmd: ID
    package let sale: ID
    package let rev: Int64?
    package let line: Int
    package let qty: Quantity?
    package let void: Void?

    package init(
      cmd: ID, sale: ID, rev: Int64? = nil, line: Int, qty: Quantity? = nil, void: Void? = nil
    ) {
      (self.cmd, self.sale, self.rev, self.line) = (cmd, sale, rev, line)
      (self.qty, self.void) = (qty, void)
    }
  }
  package static let name = "sale.line"
  package static let summary = "Changes the quantity of a line, or voids it with a reason."
  package static let right = Right.sell
  package static var example: (params: Params, result: SaleResult) {
    (
      Params(
        cmd: Example.command, sale: Example.sale, rev: 2, line: 1, qty: Quantity(milli: 2000)),
      SaleResult(sale: Example.openSale)
    )
  }
}

/// The parameters of what is done to a whole sale.
package struct SaleParams: CommandParams {
  package let cmd: ID
  package let sale: ID
  package let rev: Int64?
  package init(cmd: ID, sale: ID, rev: Int64? = nil) {
    (self.cmd, self.sale, self.rev) = (cmd, sale, rev)
  }
}

/// `sale.hold`: parks a sale.
package enum SaleHold: Method {
  package static let name = "sale.hold"
  package static let summary = "Parks a sale, so that the next customer can be served."
  package static let right = Right.sell
  package static var example: (params: SaleParams, result: SaleResult) {
    (SaleParams(cmd: Example.command, sale: Example.sale), SaleResult(sale: Example.openSale))
  }
}

/// `sale.recall`: takes up a parked sale.
package enum SaleRecall: Method {
  package static let name = "sale.recall"
  package static let summary = "Takes up a parked sale again, in whichever shift is open."
  package static let right = Right.sell
  package static var example: (params: SaleParams, result: SaleResult) {
    (SaleParams(cmd: Example.command, sale: Example.sale), SaleResult(sale: Example.openSale))
  }
}

/// `sale.void`: ends a sale without selling.
package enum SaleVoid: Method {
  package struct Params: CommandParams {
    package let cmd: ID
    package let sale: ID
    package let rev: Int64?
    package let reason: String
    package init(cmd: ID, sale: ID, rev: Int64? = nil, reason: String) {
      (self.cmd, self.sale, self.rev, self.reason) = (cmd, sale, rev, reason)
    }
  }
  package struct Result: Codable, Sendable {
    package let sale: SaleView
    /// What was paid in part and is to be given back, by tender.
    package let refund: [SaleView.Payment]?
    package init(sale: SaleView, refund: [SaleView.Payment]?) {
      (self.sale, self.refund) = (sale, refund)
    }
  }
  package static let name = "sale.void"
  package static let summary =
    "Ends a sale without selling; what was paid in part is listed to be given back."
  package static let right = Right.sell
  package static var example: (params: Params, result: Result) {
    (
      Params(cmd: Example.command, sale: Example.sale, reason: "customer left"),
      Result(sale: Example.openSale, refund: nil)
    )
  }
}

/// `sale.pay`: takes money for a sale, and completes it with the last of it.
package enum SalePay: Method {
  package struct Params: CommandParams {
    package let cmd: ID
    /// Nil pays the open sale.
    package let sale: ID?
    package let rev: Int64?
    package let tender: String
    /// Nil is exactly what is due.
    package let given: Money?
    package let ref: String?

    package init(
      cmd: ID, sale: ID?, rev: Int64? = nil, tender: String, given: Money?, ref: String? = nil
    ) {
      (self.cmd, self.sale, self.rev) = (cmd, sale, rev)
      (self.tender, self.given, self.ref) = (tender, given, ref)
    }
  }
  package struct Result: Codable, Equatable, Sendable {
    package let sale: SaleView
    package let payment: SaleView.Payment?
    package let due: Money
    package let receipt: String?
    package let change: Money?
    package let drawer: DrawerState?
    package let print: PrintState?

    package init(
      sale: SaleView, payment: SaleView.Payment?, due: Money, receipt: String?, change: Money?,
      drawer: DrawerState?, print: PrintState?
    ) {
      (self.sale, self.payment, self.due, self.receipt) = (sale, payment, due, receipt)
      (self.change, self.drawer, self.print) = (change, drawer, print)
    }
  }
  package static let name = "sale.pay"
  package static let summary =
    "Takes a payment; the one that settles the sale gives it a receipt number."
  package static let right = Right.sell
  package static var example: (params: Params, result: Result) {
    (
      Params(
        cmd: Example.command, sale: Example.sale, tender: "cash", given: Money(500, .eur)),
      Result(
        sale: Example.openSale,
        payment: SaleView.Payment(
          id: Example.payment, tender: "cash", tendered: Money(500, .eur),
          applied: Money(249, .eur), change: Money(251, .eur), ref: nil),
        due: Money(0, .eur), receipt: "T1-000912", change: Money(251, .eur), drawer: .opened,
        print: PrintState(job: "p77", state: .queued))
    )
  }
}

/// Values that the examples of the methods share.
package enum Example {
  package static let command = ID(high: 0x0199_0000_0000_7000, low: 0x8000_0000_0000_0001)
  package static let sale = ID(high: 0x0199_0000_0000_7000, low: 0x8000_0000_0000_0002)
  package static let payment = ID(high: 0x0199_0000_0000_7000, low: 0x8000_0000_0000_0003)
  package static let shift = ID(high: 0x0199_0000_0000_7000, low: 0x8000_0000_0000_0004)
  package static let time = Timestamp(milliseconds: 1_767_225_600_000)
  package static let product = Product(
    sku: "OAT-1", name: "Oat milk 1 l", barcodes: ["04006381333931"], price: Money(249, .eur),
    taxClass: "standard", category: "drinks")

  package static var openSale: SaleView {
    var order = Order(id: sale, rules: Settings().rules)
    order.evolve(.opened(.init(rules: Settings().rules)))
    order.evolve(
      .lineAdded(
        .init(
          line: 1,
          item: product.lineItem(code: "4006381333931", rate: Rate(milliPercent: 20_000)),
          qty: .one)))
    return order.view
  }
}
