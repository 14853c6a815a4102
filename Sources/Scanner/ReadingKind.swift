// What a scan turned out to be: the words a cashier's screen decides by.

/// What a scanned code is.
///
/// The raw values are what clients see, so they never change. Only `product`, `measured` and `own`
/// are looked up in the catalogue; a coupon or a receipt that is not known is still no product.
package enum ReadingKind: String, Codable, Sendable, CaseIterable {
  /// Goods with a GTIN.
  case product
  /// Goods whose code also carries a price, weight or count.
  case measured
  /// A code of the shop itself, or any text.
  case own
  case coupon
  case giftCard = "gift_card"
  /// A receipt of this shop: the number finds the sale, to return goods or print it again.
  case receipt
  case staff
  case customer
  /// A code that opens the cash drawer.
  case drawer
  /// A code that stands for a key of the till.
  case function
  /// A pallet or carton with a serial number (SSCC), or what is in it.
  case logistic
  /// Any other GS1 key: places, assets, services.
  case reference
  /// A web address without a product.
  case link
  /// The digits beside a magazine's code, without that code.
  case addOn = "addon"
  /// A wrong check digit or broken GS1 data: scan again.
  case misread
  /// Nothing that may be kept or shown: a payment card, or no code at all.
  case refused
}
