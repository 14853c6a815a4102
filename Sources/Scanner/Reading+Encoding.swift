// A reading as JSON: the fields that `till scan explain --json` promises.

internal import Values

extension Reading: Encodable {
  private enum Key: String, CodingKey {
    case aim, symbology, kind, gtin14, candidates, elements, hri, digitalLink, measure, coupon
    case addOn, warnings, error
  }

  private struct Element: Encodable {
    let ai: String
    let value: String
    let title: String
    let hri: String
  }

  private struct Fault: Encodable {
    let kind: String
    let at: Int
    let message: String
  }

  /// Writes only what is known; `symbology` is `unknown` where nothing tells it.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encodeIfPresent(aim, forKey: .aim)
    try container.encode(symbology?.rawValue ?? "unknown", forKey: .symbology)
    try container.encode(kind, forKey: .kind)
    try container.encodeIfPresent(gtin14, forKey: .gtin14)
    try container.encode(candidates, forKey: .candidates)
    let row = elements.map { row in
      row.elements.map { element in
        Element(
          ai: element.identifier.text, value: row.value(element),
          title: ElementTable.standard.title(of: element.identifier), hri: row.hri(element))
      }
    }
    try container.encode(row ?? [], forKey: .elements)
    try container.encodeIfPresent(elements?.hri, forKey: .hri)
    try container.encodeIfPresent(digitalLink, forKey: .digitalLink)
    try container.encodeIfPresent(measure, forKey: .measure)
    try container.encodeIfPresent(coupon, forKey: .coupon)
    try container.encodeIfPresent(addOn, forKey: .addOn)
    try container.encode(warnings.map(\.name), forKey: .warnings)
    try container.encodeIfPresent(
      error.map { Fault(kind: $0.kind, at: $0.at, message: $0.message) }, forKey: .error)
  }
}

extension Measure: Encodable {
  private enum Key: String, CodingKey { case kind, value, decimals, unit, currency, rule }

  /// `value` is a whole number, `decimals` of its digits stand behind the point.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(kind.rawValue, forKey: .kind)
    try container.encode(figure.digits, forKey: .value)
    try container.encode(figure.decimals, forKey: .decimals)
    try container.encodeIfPresent(unit, forKey: .unit)
    try container.encodeIfPresent(currency, forKey: .currency)
    try container.encode(rule, forKey: .rule)
  }
}

extension Coupon: Encodable {
  private enum Key: String, CodingKey {
    case form, number, issuer, offer, serial, worth, value, decimals, currency, expiry
  }

  /// `worth` is amount, percent, free_item or points; `value` is its whole number.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(form.rawValue, forKey: .form)
    try container.encode(number, forKey: .number)
    try container.encodeIfPresent(issuer, forKey: .issuer)
    try container.encodeIfPresent(offer, forKey: .offer)
    try container.encodeIfPresent(serial, forKey: .serial)
    try container.encodeIfPresent(expiry?.description, forKey: .expiry)
    switch worth {
    case .amount(let figure, let currency):
      try container.encode("amount", forKey: .worth)
      try container.encode(figure.digits, forKey: .value)
      try container.encode(figure.decimals, forKey: .decimals)
      try container.encodeIfPresent(currency, forKey: .currency)
    case .percent(let figure):
      try container.encode("percent", forKey: .worth)
      try container.encode(figure.digits, forKey: .value)
      try container.encode(figure.decimals, forKey: .decimals)
    case .freeItem: try container.encode("free_item", forKey: .worth)
    case .points(let points):
      try container.encode("points", forKey: .worth)
      try container.encode(points, forKey: .value)
    case nil: break
    }
  }
}
