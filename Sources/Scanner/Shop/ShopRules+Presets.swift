// In-store codes by country, as the national GS1 organisations publish them.

extension ShopRules {
  /// The rules of each country as text, to be used as they are or copied and changed.
  ///
  /// DE GS1 Germany (GTIN in der Anwendung), GB GS1 UK, DK GS1 Denmark (GTIN-13 pris, vægt), SE GS1
  /// Sweden, FI GS1 Finland, EE LV LT the Baltic guideline of GS1 Latvia. NO has no published rule;
  /// goods in shops follow Sweden's. US is the custom of the trade (UPC-A number system 2), not a
  /// standard. France, Italy, Spain, Switzerland, Austria and Belgium leave it to each chain, so a
  /// shop there writes its own.
  package static let presets: [String: String] = [
    "DE": """
    price 22PPPPCVVVVVK decimals=2 currency=EUR
    price 23PPPPCVVVVVK decimals=2 currency=EUR
    count 25PPPPCVVVVVK
    count 26PPPPCVVVVVK
    weight 28PPPPCVVVVVK decimals=3 unit=kg
    weight 29PPPPCVVVVVK decimals=3 unit=kg
    test 2811111068708 weight 6.870
    test 2211114002394 price 2.39
    test 2511119000129 count 12
    """,
    "GB": """
    price 20PPPPPCVVVVK decimals=2 currency=GBP
    """,
    "DK": """
    price 21PPPPVVVVVVK decimals=2 currency=DKK
    price 22PPPPVVVVVVK decimals=2 currency=DKK
    price 23PPPPVVVVVVK decimals=2 currency=DKK
    price 24PPPPVVVVVVK decimals=2 currency=DKK
    weight 26PPPPVVVVVVK decimals=3 unit=kg
    weight 27PPPPPVVVVVK decimals=3 unit=kg
    weight 28PPPPVVVVVVK decimals=3 unit=kg
    """,
    "SE": nordic("SEK"),
    "NO": nordic("NOK"),
    "FI": baltic, "EE": baltic, "LV": baltic, "LT": baltic,
    "US": """
    price 02PPPPPCVVVVK decimals=2 currency=USD
    """,
  ]

  private static let baltic = """
    weight 23PPPPPPVVVVK decimals=3 unit=kg
    weight 24PPPPPPVVVVK decimals=2 unit=kg
    weight 25PPPPPPVVVVK decimals=1 unit=kg
    """

  private static func nordic(_ currency: String) -> String {
    """
    price 20PPPPPPVVVVK decimals=2 currency=\(currency)
    price 21PPPPPPVVVVK decimals=1 currency=\(currency)
    price 22PPPPPPVVVVK decimals=0 currency=\(currency)
    """ + "\n" + baltic
  }
}
