// Spanish, as tills in Spain print it: ticket, entregado, cambio, IVA incluido.

internal import ESCPOS

extension Phrases {
  package static let spanish = Phrases(
    language: "es", direction: .leftToRight,
    figures: Figures(
      decimalMark: ",", minus: "-", percent: " %", times: "x", dates: .dayFirst(mark: "/"),
      sign: .after),
    taxNumber: "NIF", receipt: "Ticket n.º", till: "Caja", servedBy: "Le atendió",
    businessDay: "Jornada", clockUntrusted: "Fecha y hora sin verificar",
    copy: "COPIA", training: "FORMACIÓN", trainingNotice: "Sin validez como ticket",
    chain: "Cadena", reason: "Motivo", approvedBy: "Autorizado por", signature: "Firma",
    discount: "Descuento", subtotal: "Subtotal", total: "TOTAL", rounding: "Redondeo",
    toPay: "A PAGAR", change: "CAMBIO", reference: "Ref.",
    taxIncluded: "IVA incluido", tax: "IVA", rate: "Tipo", net: "Base", gross: "Total",
    online: "Escanee para ver su ticket en línea",
    returned: "DEVOLUCIÓN", original: "Ticket original", originalDate: "Comprado el",
    toRefund: "A DEVOLVER", refunded: "Devuelto en",
    giftReceipt: "TICKET REGALO", giftNotice: "Imprescindible para cambios y devoluciones",
    exchangeUntil: "Cambios hasta el",
    voided: "ANULACIÓN", voidedReceipt: "Ticket anulado", voidedSale: "Venta no completada",
    xReport: "INFORME X", zReport: "INFORME Z", xNotice: "Turno abierto - no es un cierre",
    opened: "Apertura", printed: "Impreso", sales: "Ventas", turnover: "VENTAS TOTALES",
    perpetual: "Total acumulado",
    voidedSales: "Ventas anuladas", voidedLines: "Líneas anuladas",
    noSales: "Cajón sin venta", copies: "Copias impresas",
    cash: "Cajón de efectivo", float: "Fondo de caja", cashSales: "Ventas en efectivo",
    payIns: "Entradas", payOuts: "Salidas", drops: "Retiradas", expected: "Esperado",
    counted: "Contado", difference: "Descuadre",
    firstReceipt: "Primer ticket", lastReceipt: "Último ticket", events: "Eventos",
    noSale: "APERTURA DE CAJÓN", paidIn: "ENTRADA DE CAJA", paidOut: "SALIDA DE CAJA",
    drop: "RETIRADA", amount: "Importe",
    order: "Comanda", table: "Mesa", course: "Plato", guests: "Comensales", waiter: "Camarero",
    seat: "Asiento", takeAway: "PARA LLEVAR",
    addition: "AÑADIDO", cancellation: "ANULACIÓN", cancelled: "ANULADO",
    before: "Antes",
    testPage: "PÁGINA DE PRUEBA", printer: "Impresora", paper: "Ancho de impresión",
    dots: "puntos", fontA: "Fuente A", fontB: "Fuente B", columns: "columnas",
    plain: "Normal", bold: "Negrita", underlined: "Subrayado", wide: "Grande",
    characters: "Caracteres", symbols: "Códigos de barras", picture: "Imagen", job: "Trabajo",
    tenders: [
      "cash": "Efectivo", "card": "Tarjeta", "voucher": "Vale", "gift_card": "Tarjeta regalo",
      "store_credit": "Vale de la tienda", "account": "A cuenta", "cheque": "Cheque",
      "transfer": "Transferencia", "mobile": "Pago móvil", "points": "Puntos",
    ])
}
