// The words on paper. Another language is another value.

/// Every word that a receipt or a report may print.
package struct Phrases: Sendable {
  package let taxNumber, receipt, till, servedBy, businessDay, clockUntrusted: String
  package let copy, training, trainingNotice: String
  package let discount, subtotal, total, rounding, toPay, change, reference: String
  package let taxIncluded, tax, rate, net, gross, chain: String
  package let xReport, zReport, xNotice, opened, printed, sales, turnover, perpetual: String
  package let voidedSales, voidedLines, noSales, copies: String
  package let cash, float, cashSales, payIns, payOuts, drops, expected, counted, difference: String
  package let firstReceipt, lastReceipt, events: String

  package static let english = Phrases(
    taxNumber: "Tax no.", receipt: "Receipt", till: "Till", servedBy: "Served by",
    businessDay: "Business day", clockUntrusted: "Date and time not verified",
    copy: "COPY", training: "TRAINING", trainingNotice: "Not a receipt",
    discount: "Discount", subtotal: "Subtotal", total: "TOTAL", rounding: "Rounding",
    toPay: "TO PAY", change: "CHANGE", reference: "Ref.",
    taxIncluded: "Prices include tax", tax: "Tax", rate: "Rate", net: "Net", gross: "Gross",
    chain: "Chain",
    xReport: "X REPORT", zReport: "Z REPORT", xNotice: "Shift still open - not a closing",
    opened: "Opened", printed: "Printed", sales: "Sales", turnover: "TURNOVER",
    perpetual: "Grand total since start",
    voidedSales: "Voided sales", voidedLines: "Voided lines", noSales: "Drawer without sale",
    copies: "Copies printed",
    cash: "Cash drawer", float: "Float", cashSales: "Cash sales", payIns: "Pay-ins",
    payOuts: "Pay-outs", drops: "Drops", expected: "Expected", counted: "Counted",
    difference: "Difference",
    firstReceipt: "First receipt", lastReceipt: "Last receipt", events: "Events")
}
