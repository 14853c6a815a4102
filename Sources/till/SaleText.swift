// A sale as a cart: lines, totals and what is due.

internal import Domains
internal import Values

/// Sales in words.
enum SaleText {
  /// The cart of a sale.
  static func lines(_ sale: SaleView) -> [String] {
    var table = Table(
      ("#", .right), ("name", .left), ("qty", .right), ("price", .right), ("total", .right))
    for line in sale.lines {
      table.add(
        "\(line.line)", name(line), quantity(line), line.unitPrice.digits(mark: "."),
        line.total.digits(mark: "."))
    }
    let cart = table.lines
    let width = max(28, cart.map(\.count).max() ?? 0)
    var lines = ["sale \(sale.id)  \(sale.number ?? sale.state.rawValue)"]
    if !sale.lines.isEmpty { lines += cart }
    return lines
      + sums(sale).map { label, amount in
        let sum = Table.pad("\(amount)", 14, .right)
        return Table.pad("\(label)\(sum)", width + 4, .right)
      }
  }

  /// One line for each sale.
  static func list(_ sales: [SaleView]) -> [String] {
    guard !sales.isEmpty else { return ["no sale is open or parked"] }
    var table = Table(
      ("sale", .left), ("state", .left), ("receipt", .left), ("lines", .right), ("total", .right))
    for sale in sales {
      table.add(
        "\(sale.id)", sale.state.rawValue, sale.number ?? "",
        "\(sale.lines.count { !$0.voided })", "\(sale.total)")
    }
    return table.lines
  }

  private static func sums(_ sale: SaleView) -> [(label: String, amount: Money)] {
    var sums: [(String, Money)] = []
    if !sale.discount.isZero { sums += [("subtotal", sale.subtotal), ("discount", sale.discount)] }
    sums.append(("total", sale.total))
    sums += sale.tax.map { ("of it tax \($0.rate)", $0.tax) }
    if let rounding = sale.rounding, !rounding.isZero { sums.append(("rounding", rounding)) }
    for payment in sale.payments {
      sums.append(("paid by \(payment.tender)", payment.tendered))
      if !payment.change.isZero { sums.append(("change", payment.change)) }
    }
    if sale.state == .open || sale.state == .parked { sums.append(("due", sale.due)) }
    return sums
  }

  private static func name(_ line: SaleView.Line) -> String {
    if line.voided { return "(voided) \(line.name)" }
    guard line.kind == .unknown else { return line.name }
    return "unknown code \(line.code ?? line.name)"
  }

  private static func quantity(_ line: SaleView.Line) -> String {
    line.unit.map { "\(line.qty) \($0)" } ?? "\(line.qty)"
  }
}
