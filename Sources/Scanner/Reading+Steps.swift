// How a reading comes about: the door first, then the shop's rules, GS1 data, links and numbers.

internal import Values

/// A refusal with its place in the raw line.
struct DoorFault: Error {
  let fault: ScanFault
  let at: Int
}

extension Reading {
  /// Lets a line in: its size, its characters, its identifier, and no payment card.
  mutating func admit(_ raw: String) throws(DoorFault) {
    let count = raw.utf8.count
    guard count <= Scan.byteCountMax else {
      throw DoorFault(fault: .tooLong(bytes: count), at: Scan.byteCountMax)
    }
    if let at = Self.refusedControl(in: raw) {
      throw DoorFault(fault: .controlCharacter, at: at)
    }
    let marked = AIMIdentifier.split(raw)
    aim = marked?.identifier.text
    let payload = Array((marked?.payload ?? raw).utf8)
    let head = payload.prefix { $0 == ElementString.separator }.count
    let tail = payload.dropFirst(head).reversed().prefix { $0 == ElementString.separator }.count
    shift = count - payload.count + head
    content = String(decoding: payload[head..<payload.count - tail], as: UTF8.self)
    guard content.utf8.contains(where: { $0 != UInt8(ascii: " ") }) else {
      throw DoorFault(fault: .empty, at: 0)
    }
    if let marked {
      let named = marked.identifier.symbology(of: content)
      symbology = named ?? .other
      if named == nil { warnings.append(.unknownIdentifier(marked.identifier.text)) }
    } else {
      symbology = Symbology(guessing: content)
    }
    guard !isCard() else { throw DoorFault(fault: .cardData, at: 0) }
  }

  /// Whether the content is or holds a payment card's data.
  ///
  /// Long numbers of goods pass the Luhn check one time in ten. So a number that the symbol or its
  /// beginning shows to be a product's is none; GS1 values are looked at one by one later.
  private func isCard() -> Bool {
    if CardData.holdsTrack(content) { return true }
    if isElementData || isMagazine || isAddress { return false }
    return CardData.isNumber(content) || CardData.holdsNumber(content)
  }

  /// Whether the content is written as a web address.
  private var isAddress: Bool {
    let head = content.utf8.prefix(8).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    return head.starts(with: "http://".utf8) || head.starts(with: "https://".utf8)
  }

  /// Reads the content, which the door has let in.
  mutating func read(_ rules: ShopRules) {
    if isAddress { return readLink() }
    if isElementData || content.hasPrefix("("), Self.beginsWithBracket(content) {
      return readElements(bracketed: true)
    }
    if isElementData { return readElements(bracketed: false) }
    if symbology == .addOn {
      kind = .addOn
      addOn = content
      candidates = []
      return
    }
    readNumberOrText(rules)
  }

  /// Whether the content is a row of GS1 elements: by its mark, by a separator in it, or because it
  /// begins with a GTIN's identifier and fourteen digits that check.
  var isElementData: Bool {
    if let symbology, symbology.holdsApplicationIdentifiers { return true }
    let bytes = content.utf8
    if bytes.contains(ElementString.separator) { return true }
    if aim == "]z1" || aim == "]h2" { return true }
    guard aim == nil, bytes.count >= 16, bytes.starts(with: "01".utf8) else { return false }
    let digits = String(decoding: bytes.dropFirst(2).prefix(14), as: UTF8.self)
    return (try? GTIN(digits)) != nil
  }

  private static func beginsWithBracket(_ content: String) -> Bool {
    let digits = content.utf8.dropFirst().prefix(5).prefix(while: Digits.isDigit)
    return content.hasPrefix("(") && (2...4).contains(digits.count)
      && content.utf8.dropFirst(digits.count + 1).first == UInt8(ascii: ")")
      && ApplicationIdentifier(String(decoding: digits, as: UTF8.self))
        .flatMap(ElementTable.standard.row) != nil
  }

  private mutating func readElements(bracketed: Bool) {
    do {
      try take(
        bracketed
          ? ElementString(bracketed: content) : ElementString(parsing: Array(content.utf8)))
    } catch {
      // What cannot be read may be anything, a card number too.
      if CardData.holdsNumber(content) { return refuse(.cardData) }
      self.error = ReadingFault(error, shift: shift)
      let isOpen = !content.utf8.contains(ElementString.separator) && !bracketed
      if isOpen, error.kind == .tooLong, let identifier = error.identifier {
        warnings.append(.separatorsLost(identifier))
      }
    }
  }

  private mutating func readLink() {
    kind = .link
    do {
      let link = try DigitalLink(parsing: content)
      // A serial number may look like a card's; a number elsewhere in the address is none of goods.
      let isInValue = link.elements.elements.contains {
        CardData.holdsNumber(link.elements.value($0))
      }
      if !isInValue, CardData.holdsNumber(content) { return refuse(.cardData) }
      try take(link.elements)
      if error == nil, kind != .refused { digitalLink = link.canonical }
    } catch let fault as LinkFault {
      if CardData.holdsNumber(content) { return refuse(.cardData) }
      error = ReadingFault(fault, shift: shift)
      if case .element = fault { kind = .misread }
    } catch {
      self.error = ReadingFault("not_a_link", at: shift, "this is no web address")
    }
  }

  /// Takes what elements say about the item.
  private mutating func take(_ row: ElementString) throws(ElementFault) {
    if holdsCard(row) { return refuse(.cardData) }
    elements = row
    for missing in row.missingCompanions {
      warnings.append(.companionMissing(missing.identifier, needs: missing.needs))
    }
    if let swallowing = row.swallowing {
      warnings.append(.separatorsLost(swallowing.identifier))
    }
    measure = Self.measure(in: row, year: year)
    if let coupon = Coupon(row, year: year) {
      self.coupon = coupon
      kind = .coupon
      candidates = [coupon.number]
    } else if let gtin = row.value(of: .gtin) ?? row.value(of: .madeToOrder)
      ?? row.value(of: .itemPiece).map({ String($0.prefix(14)) })
    {
      gtin14 = gtin
      candidates = [gtin]
      kind = measure == nil ? .product : .measured
      if let coupon = Coupon(gtin14: gtin) {
        self.coupon = coupon
        kind = .coupon
      }
    } else if let content = row.value(of: .content) {
      kind = .logistic
      candidates = [content]
    } else if let sscc = row.value(of: .sscc) {
      kind = .logistic
      candidates = [sscc]
    } else {
      kind = .reference
      candidates = row.elements.first.map { [row.value($0)] } ?? []
    }
  }

  /// Whether a text of the row is a card's number: in an identifier for anybody's use, or in a row
  /// that names no item.
  private func holdsCard(_ row: ElementString) -> Bool {
    let namesItem = row.elements.contains { element in
      [0, 100, 200, 300, 8006].contains(element.identifier.key)
    }
    return row.elements.contains { element in
      let isFree = element.identifier.key >= 9000 || element.identifier.key == 8200
      let isText =
        ElementTable.standard.row(of: element.identifier).map { row in
          ElementTable.standard.parts[ElementTable.standard.shapes[row].firstPart].set != .digits
        } ?? true
      return (isFree || !namesItem && isText) && CardData.holdsNumber(row.value(element))
    }
  }

  /// The measure among elements: a price before a weight before a count.
  private static func measure(in row: ElementString, year: Int) -> Measure? {
    var best: Measure?
    let order: [Measure.Kind] = [.count, .weight, .price]
    for element in row.elements where (3000...3999).contains(element.identifier.key) {
      let rule = "(\(element.identifier.text))"
      var found: Measure?
      switch row.meaning(of: element, year: year) {
      case .price(let figure, let currency):
        found = Measure(kind: .price, figure: figure, unit: nil, currency: currency, rule: rule)
      case .measure(.weight, let figure, let unit)
      where (3100...3109).contains(element.identifier.key)
        || (3200...3209).contains(element.identifier.key)
        || (3560...3569).contains(element.identifier.key):
        found = Measure(kind: .weight, figure: figure, unit: unit, currency: nil, rule: rule)
      case .count(let count) where element.identifier.key == 3000:
        found = Measure(
          kind: .count, figure: .init(digits: count, decimals: 0), unit: nil, currency: nil,
          rule: rule)
      default: break
      }
      guard let found else { continue }
      let rank = { (measure: Measure?) in
        measure.flatMap { order.firstIndex(of: $0.kind) } ?? -1
      }
      if rank(found) > rank(best) { best = found }
    }
    return best
  }

  /// The place of the first control character that is no separator.
  private static func refusedControl(in raw: String) -> Int? {
    let bytes = raw.utf8.span
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      if byte < 0x20 && byte != ElementString.separator || byte == 0x7F { return place }
      // U+0080 to U+009F are two bytes, the first of them C2.
      if byte == 0xC2, place + 1 < bytes.count, bytes[place + 1] < 0xA0 { return place }
      place += 1
    }
    return nil
  }
}
