// French, as tills in France and Belgium print it: ticket, rendu monnaie, espèces.

internal import ESCPOS

extension Phrases {
  package static let french = Phrases(
    language: "fr", direction: .leftToRight,
    figures: Figures(
      decimalMark: ",", minus: "-", percent: " %", times: "x", dates: .dayFirst(mark: "/"),
      sign: .after),
    taxNumber: "N° TVA", receipt: "Ticket n°", till: "Caisse", servedBy: "Servi par",
    businessDay: "Journée", clockUntrusted: "Date et heure non vérifiées",
    copy: "DUPLICATA", training: "MODE ÉCOLE", trainingNotice: "Ticket sans valeur",
    chain: "Chaîne", reason: "Motif", approvedBy: "Autorisé par", signature: "Signature",
    discount: "Remise", subtotal: "Sous-total", total: "TOTAL", rounding: "Arrondi",
    toPay: "À PAYER", change: "RENDU", reference: "Réf.",
    taxIncluded: "Prix TTC", tax: "TVA", rate: "Taux", net: "HT", gross: "TTC",
    online: "Scannez pour votre ticket en ligne",
    returned: "RETOUR", original: "Ticket d'origine", originalDate: "Acheté le",
    toRefund: "REMBOURSÉ", refunded: "Remboursé par",
    giftReceipt: "TICKET CADEAU", giftNotice: "À présenter pour tout échange ou retour",
    exchangeUntil: "Échange jusqu'au",
    voided: "ANNULATION", voidedReceipt: "Ticket annulé", voidedSale: "Vente abandonnée",
    xReport: "RAPPORT X", zReport: "RAPPORT Z", xNotice: "Caisse ouverte - pas une clôture",
    opened: "Ouverture", printed: "Imprimé", sales: "Ventes", turnover: "CHIFFRE D'AFFAIRES",
    perpetual: "Grand total perpétuel",
    voidedSales: "Ventes annulées", voidedLines: "Lignes annulées",
    noSales: "Ouvertures sans vente", copies: "Duplicatas imprimés",
    cash: "Tiroir-caisse", float: "Fond de caisse", cashSales: "Ventes en espèces",
    payIns: "Apports", payOuts: "Sorties", drops: "Prélèvements", expected: "Théorique",
    counted: "Compté", difference: "Écart",
    firstReceipt: "Premier ticket", lastReceipt: "Dernier ticket", events: "Événements",
    noSale: "OUVERTURE TIROIR", paidIn: "APPORT", paidOut: "SORTIE DE CAISSE",
    drop: "PRÉLÈVEMENT", amount: "Montant",
    order: "Commande", table: "Table", course: "Service", guests: "Couverts", waiter: "Serveur",
    seat: "Place", takeAway: "À EMPORTER",
    addition: "SUITE", cancellation: "ANNULATION", cancelled: "ANNULÉ",
    before: "Avant",
    testPage: "PAGE DE TEST", printer: "Imprimante", paper: "Largeur d'impression",
    dots: "points", fontA: "Police A", fontB: "Police B", columns: "colonnes",
    plain: "Normal", bold: "Gras", underlined: "Souligné", wide: "Grand",
    characters: "Caractères", symbols: "Codes-barres", picture: "Image", job: "Travail",
    tenders: [
      "cash": "Espèces", "card": "Carte bancaire", "voucher": "Bon d'achat",
      "gift_card": "Carte cadeau", "store_credit": "Avoir", "account": "En compte",
      "cheque": "Chèque", "transfer": "Virement", "mobile": "Paiement mobile",
      "points": "Points fidélité",
    ])
}
