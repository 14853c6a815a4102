// English, as tills in Britain and Ireland print it. Dates begin with the year: 04/05 is one day
// in London and another in New York.

internal import ESCPOS

extension Phrases {
  package static let english = Phrases(
    language: "en", direction: .leftToRight,
    figures: Figures(
      decimalMark: ".", minus: "-", percent: " %", times: "x", dates: .yearFirst,
      sign: .before),
    taxNumber: "Tax no.", receipt: "Receipt", till: "Till", servedBy: "Served by",
    businessDay: "Business day", clockUntrusted: "Date and time not verified",
    copy: "COPY", training: "TRAINING", trainingNotice: "Not a receipt", chain: "Chain",
    reason: "Reason", approvedBy: "Approved by", signature: "Signature",
    discount: "Discount", subtotal: "Subtotal", total: "TOTAL", rounding: "Rounding",
    toPay: "TO PAY", change: "CHANGE", reference: "Ref.",
    taxIncluded: "Prices include tax", tax: "Tax", rate: "Rate", net: "Net", gross: "Gross",
    online: "Scan for your receipt online",
    returned: "RETURN", original: "Original receipt", originalDate: "Bought on",
    toRefund: "REFUND", refunded: "Refunded to",
    giftReceipt: "GIFT RECEIPT", giftNotice: "Please bring this receipt to exchange or return",
    exchangeUntil: "Exchange until",
    voided: "VOID", voidedReceipt: "Voided receipt", voidedSale: "Sale was not completed",
    xReport: "X REPORT", zReport: "Z REPORT", xNotice: "Shift still open - not a closing",
    opened: "Opened", printed: "Printed", sales: "Sales", turnover: "TURNOVER",
    perpetual: "Grand total since start",
    voidedSales: "Voided sales", voidedLines: "Voided lines", noSales: "Drawer without sale",
    copies: "Copies printed",
    cash: "Cash drawer", float: "Float", cashSales: "Cash sales", payIns: "Pay-ins",
    payOuts: "Pay-outs", drops: "Drops", expected: "Expected", counted: "Counted",
    difference: "Difference",
    firstReceipt: "First receipt", lastReceipt: "Last receipt", events: "Events",
    noSale: "NO SALE", paidIn: "PAID IN", paidOut: "PAID OUT", drop: "CASH DROP",
    amount: "Amount",
    order: "Order", table: "Table", course: "Course", guests: "Guests", waiter: "Server",
    seat: "Seat", takeAway: "TAKE AWAY",
    addition: "ADDITION", cancellation: "CANCELLATION", cancelled: "CANCEL",
    before: "Was",
    testPage: "TEST PAGE", printer: "Printer", paper: "Paper width", dots: "dots",
    fontA: "Font A", fontB: "Font B", columns: "columns",
    plain: "Normal", bold: "Bold", underlined: "Underlined", wide: "Large",
    characters: "Characters", symbols: "Barcodes", picture: "Picture", job: "Job",
    tenders: [
      "cash": "Cash", "card": "Card", "voucher": "Voucher", "gift_card": "Gift card",
      "store_credit": "Store credit", "account": "On account", "cheque": "Cheque",
      "transfer": "Bank transfer", "mobile": "Mobile payment", "points": "Loyalty points",
    ])
}
