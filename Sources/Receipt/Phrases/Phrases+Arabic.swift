// Arabic, as tills in the Gulf print it, with the digits 0 to 9. It runs from right to left; its
// words are in logical order here, and whoever prints them turns and joins the letters. An alef has
// no hamza below it: the printers' Arabic table, PC864, lacks that letter, and shops leave it out.

internal import ESCPOS

extension Phrases {
  package static let arabic = Phrases(
    language: "ar", direction: .rightToLeft,
    figures: Figures(
      // Marks keep signs at their side of the digits, as CLDR writes Arabic numbers.
      decimalMark: ".", minus: DirectionMark.leftToRight + "-",
      percent: DirectionMark.leftToRight + "%" + DirectionMark.leftToRight, times: "×",
      dates: .dayFirst(mark: "/"),
      sign: .after),
    taxNumber: "الرقم الضريبي", receipt: "رقم الفاتورة", till: "صندوق", servedBy: "الكاشير",
    businessDay: "يوم العمل", clockUntrusted: "التاريخ والوقت غير مؤكدين",
    copy: "نسخة", training: "تدريب", trainingNotice: "ليست فاتورة", chain: "سلسلة",
    reason: "السبب", approvedBy: "اعتمدها", signature: "التوقيع",
    discount: "خصم", subtotal: "المجموع الفرعي", total: "الاجمالي", rounding: "تقريب",
    toPay: "المطلوب", change: "الباقي", reference: "مرجع",
    taxIncluded: "الأسعار شاملة الضريبة", tax: "الضريبة", rate: "النسبة", net: "الصافي",
    gross: "الاجمالي", online: "امسح الرمز لعرض فاتورتك",
    returned: "مرتجع", original: "الفاتورة الأصلية", originalDate: "تاريخ الشراء",
    toRefund: "المسترد", refunded: "رد الى",
    giftReceipt: "ايصال هدية", giftNotice: "يرجى احضار هذا الايصال للاستبدال أو الارجاع",
    exchangeUntil: "الاستبدال حتى",
    voided: "الغاء", voidedReceipt: "الفاتورة الملغاة", voidedSale: "لم تكتمل عملية البيع",
    xReport: "تقرير X", zReport: "تقرير Z", xNotice: "الوردية مفتوحة - ليس اقفالا",
    opened: "الافتتاح", printed: "الطباعة", sales: "المبيعات", turnover: "اجمالي المبيعات",
    perpetual: "الاجمالي التراكمي",
    voidedSales: "مبيعات ملغاة", voidedLines: "أصناف ملغاة", noSales: "فتح الدرج دون بيع",
    copies: "النسخ المطبوعة",
    cash: "درج النقد", float: "رصيد الافتتاح", cashSales: "مبيعات نقدية", payIns: "ايداعات",
    payOuts: "مصروفات", drops: "توريدات", expected: "المتوقع", counted: "المعدود",
    difference: "الفرق",
    firstReceipt: "أول فاتورة", lastReceipt: "آخر فاتورة", events: "الأحداث",
    noSale: "فتح الدرج", paidIn: "ايداع نقدي", paidOut: "صرف نقدي", drop: "توريد نقدي",
    amount: "المبلغ",
    order: "طلب", table: "طاولة", course: "طبق", guests: "ضيوف", waiter: "النادل",
    seat: "مقعد", takeAway: "سفري",
    addition: "اضافة", cancellation: "الغاء", cancelled: "ملغى",
    before: "كان",
    testPage: "صفحة اختبار", printer: "الطابعة", paper: "عرض الطباعة", dots: "نقطة",
    fontA: "خط A", fontB: "خط B", columns: "عمودا",
    plain: "عادي", bold: "عريض", underlined: "تحته خط", wide: "كبير",
    characters: "الأحرف", symbols: "الرموز", picture: "صورة", job: "المهمة",
    tenders: [
      "cash": "نقدا", "card": "بطاقة", "voucher": "قسيمة", "gift_card": "بطاقة هدية",
      "store_credit": "رصيد", "account": "على الحساب", "cheque": "شيك", "transfer": "تحويل",
      "mobile": "دفع بالجوال", "points": "نقاط",
    ])
}
