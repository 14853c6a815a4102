// A reading in words: one fact a line, for whoever stands before a code that does not scan.

extension Reading {
  /// The reading as lines for people.
  package var lines: [String] {
    var lines: [String] = []
    if let error {
      lines.append("problem     \(error.message) (\(error.kind), byte \(error.at))")
    }
    lines.append("kind        \(kind.rawValue)")
    lines.append("symbol      \(symbology?.rawValue ?? "unknown")\(aim.map { " (\($0))" } ?? "")")
    if let gtin14 {
      let book = Publication.name(ofGTIN: gtin14).map { ", \($0)" } ?? ""
      lines.append("GTIN        \(gtin14), check digit right\(book)")
    }
    if kind != .refused {
      lines += candidates.map { "look up     \($0)" }
    }
    if let elements {
      for element in elements.elements {
        let title = ElementTable.standard.title(of: element.identifier)
        let meaning = elements.meaning(of: element, year: year).map { ": \($0)" } ?? ""
        let name = title.isEmpty ? "" : "  \(title)"
        lines.append("element     \(elements.hri(element))\(name)\(meaning)")
      }
    }
    if let digitalLink { lines.append("link        \(digitalLink)") }
    if let measure {
      lines.append("measure     \(measure)")
      lines.append("rule        \(measure.rule)")
    }
    if let coupon {
      var words = ["\(coupon.form.rawValue) \(coupon.number)"]
      if let issuer = coupon.issuer { words.append("issuer \(issuer)") }
      if let offer = coupon.offer { words.append("offer \(offer)") }
      if let serial = coupon.serial { words.append("serial number \(serial)") }
      if let worth = coupon.worth { words.append("\(worth)") }
      if let expiry = coupon.expiry { words.append("until \(expiry)") }
      lines.append("coupon      \(words.joined(separator: ", "))")
    }
    if let addOn { lines.append("add-on      \(addOn)") }
    lines += warnings.map { "note        \($0)" }
    return lines
  }
}
