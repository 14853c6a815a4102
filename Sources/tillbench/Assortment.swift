// Products without end, the same in every run: names as a grocer's, codes with right check digits.

internal import Domains
internal import Values

/// The products 0, 1, 2… of a made-up shop.
struct Assortment {
  let count: Int64

  /// The EAN-13 of a product; `bench.py` makes the same ones.
  static func code(_ index: Int64) -> String {
    let serial = String(index)
    let body = "40" + String(repeating: "0", count: 10 - serial.count) + serial
    return body + String(GTIN.checkDigit(of: Array(body.utf8)))
  }

  func product(_ index: Int64) -> Product {
    Product(
      sku: "P\(index)", name: Self.name(index), barcodes: ["0" + Self.code(index)],
      price: Money(49 + index * 37 % 5000, .eur),
      taxClass: index.isMultiple(of: 3) ? "standard" : "reduced")
  }

  /// Brand, kind, thing and size.
  ///
  /// Two million combinations, in an order without order, before the first comes again.
  static func name(_ index: Int64) -> String {
    let mixed = Int(index * 7919 % 2_000_000)
    let thing = things[mixed / 20_000]
    return "\(brand(mixed % 500)) \(kinds[mixed / 500 % 40]) \(thing) \(sizes[Int(index) % 12])"
  }

  static func brand(_ number: Int) -> String {
    let first = ["Bel", "Cor", "Dan", "Fel", "Gal", "Hol", "Kor", "Lin", "Mar", "Nor"]
    let middle = ["a", "e", "i", "o", "u", "an", "el", "in", "or", "us"]
    let last = ["da", "lo", "ma", "ra", "vita"]
    return first[number % 10] + middle[number / 10 % 10] + last[number / 100]
  }

  static let kinds = words(
    """
    Organic Fresh Whole Light Classic Smoked Roasted Sweet Sour Spicy Dark White Green Red Golden \
    Family Mini Grand Rustic Alpine Coastal Wild Raw Crunchy Creamy Salted Unsalted Fine Coarse \
    Vegan Free Double Extra Pure Old Young Summer Winter Crisp Mild
    """)
  static let things = words(
    """
    Milk Butter Cheese Yoghurt Cream Eggs Bread Rolls Toast Crackers Flour Sugar Salt Pepper Rice \
    Pasta Noodles Oats Muesli Cornflakes Honey Jam Marmalade Chocolate Biscuits Cake Waffles \
    Candy Gum Crisps Nuts Almonds Raisins Dates Figs Apples Pears Plums Grapes Oranges Lemons \
    Bananas Mangos Peaches Cherries Berries Melon Tomatoes Potatoes Carrots Onions Garlic Leek \
    Celery Spinach Lettuce Cabbage Broccoli Peas Beans Lentils Mushrooms Olives Capers Pickles \
    Mustard Ketchup Mayonnaise Vinegar Oil Soup Stock Sauce Pesto Hummus Tofu Ham Salami Bacon \
    Sausages Chicken Turkey Beef Pork Salmon Tuna Herring Shrimps Water Juice Cola Lemonade Tea \
    Coffee Cocoa Beer Wine Cider Soap Shampoo Sponges
    """)
  static let sizes = [
    "100 g", "200 g", "250 g", "400 g", "500 g", "750 g", "1 kg", "330 ml", "1 l", "2 l", "6 pack",
    "12 pack",
  ]

  private static func words(_ text: String) -> [String] {
    text.split(separator: " ").map(String.init)
  }
}
