// German, as tills in Germany, Austria and Switzerland print it: Beleg, Bediener, Storno, Bar.

internal import ESCPOS

extension Phrases {
  package static let german = Phrases(
    language: "de", direction: .leftToRight,
    figures: Figures(
      decimalMark: ",", minus: "-", percent: " %", times: "x", dates: .dayFirst(mark: "."),
      sign: .after),
    taxNumber: "USt-IdNr.", receipt: "Beleg-Nr.", till: "Kasse", servedBy: "Es bediente Sie",
    businessDay: "Geschäftstag", clockUntrusted: "Datum und Uhrzeit ungeprüft",
    copy: "KOPIE", training: "TRAINING", trainingNotice: "Kein gültiger Beleg", chain: "Kette",
    reason: "Grund", approvedBy: "Freigegeben von", signature: "Unterschrift",
    discount: "Rabatt", subtotal: "Zwischensumme", total: "SUMME", rounding: "Rundung",
    toPay: "ZU ZAHLEN", change: "RÜCKGELD", reference: "Ref.",
    taxIncluded: "Alle Preise inkl. MwSt.", tax: "MwSt.", rate: "MwSt.-Satz", net: "Netto",
    gross: "Brutto", online: "Ihr Beleg online: Code scannen",
    returned: "RÜCKGABE", original: "Ursprungsbeleg", originalDate: "Gekauft am",
    toRefund: "ERSTATTUNG", refunded: "Erstattet auf",
    giftReceipt: "GESCHENKBELEG", giftNotice: "Bitte zum Umtausch oder zur Rückgabe vorlegen",
    exchangeUntil: "Umtausch bis",
    voided: "STORNO", voidedReceipt: "Stornierter Beleg", voidedSale: "Verkauf abgebrochen",
    xReport: "X-BERICHT", zReport: "Z-BERICHT", xNotice: "Schicht noch offen - kein Abschluss",
    opened: "Eröffnet", printed: "Gedruckt", sales: "Verkäufe", turnover: "UMSATZ",
    perpetual: "Gesamtumsatz seit Beginn",
    voidedSales: "Stornierte Verkäufe", voidedLines: "Zeilenstornos",
    noSales: "Lade ohne Verkauf", copies: "Gedruckte Kopien",
    cash: "Kassenlade", float: "Wechselgeld", cashSales: "Barverkäufe", payIns: "Einlagen",
    payOuts: "Entnahmen", drops: "Abschöpfungen", expected: "Sollbestand",
    counted: "Istbestand", difference: "Differenz",
    firstReceipt: "Erster Beleg", lastReceipt: "Letzter Beleg", events: "Ereignisse",
    noSale: "LADENÖFFNUNG", paidIn: "EINLAGE", paidOut: "ENTNAHME", drop: "ABSCHÖPFUNG",
    amount: "Betrag",
    order: "Bestellung", table: "Tisch", course: "Gang", guests: "Gäste", waiter: "Bedienung",
    seat: "Platz", takeAway: "AUSSER HAUS",
    addition: "NACHBESTELLUNG", cancellation: "STORNO", cancelled: "STORNO",
    before: "Statt",
    testPage: "TESTSEITE", printer: "Drucker", paper: "Druckbreite", dots: "Punkte",
    fontA: "Schrift A", fontB: "Schrift B", columns: "Spalten",
    plain: "Normal", bold: "Fett", underlined: "Unterstrichen", wide: "Groß",
    characters: "Zeichen", symbols: "Strichcodes", picture: "Bild", job: "Auftrag",
    tenders: [
      "cash": "Bar", "card": "Karte", "voucher": "Gutschein", "gift_card": "Geschenkkarte",
      "store_credit": "Guthaben", "account": "Auf Rechnung", "cheque": "Scheck",
      "transfer": "Überweisung", "mobile": "Mobile Zahlung", "points": "Treuepunkte",
    ])
}
