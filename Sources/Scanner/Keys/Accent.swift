// Dead keys: an accent waits for the letter it stands on.

/// The accent of a dead key.
///
/// The raw value is the sign that the rows of a `Keymap` have in a dead key's place.
enum Accent: Unicode.Scalar, CaseIterable, Sendable {
  case acute = "Ⓐ"
  case breve = "Ⓑ"
  case circumflex = "Ⓒ"
  case diaeresis = "Ⓓ"
  case grave = "Ⓖ"
  case doubleAcute = "Ⓗ"
  case caron = "Ⓚ"
  case macron = "Ⓜ"
  case ogonek = "Ⓞ"
  case dot = "Ⓟ"
  case ring = "Ⓡ"
  case cedilla = "Ⓢ"
  case tilde = "Ⓣ"

  /// What the accent and the next character type together.
  ///
  /// A space gives the accent alone, which is how scanners type a `^` on layouts that have it
  /// only as a dead key. A character that takes no such accent comes after it, as on Windows:
  /// that is the keyboard scanners are made for.
  func typed(before next: Unicode.Scalar) -> String {
    if next == " " { return String(alone) }
    let pairs = Array(pairs.unicodeScalars)
    for index in stride(from: 0, to: pairs.count - 1, by: 2) where pairs[index] == next {
      return String(pairs[index + 1])
    }
    return String(alone) + String(next)
  }

  /// The accent as a character of its own.
  var alone: Unicode.Scalar {
    switch self {
    case .acute: "´"
    case .breve: "˘"
    case .circumflex: "^"
    case .diaeresis: "¨"
    case .grave: "`"
    case .doubleAcute: "˝"
    case .caron: "ˇ"
    case .macron: "¯"
    case .ogonek: "˛"
    case .dot: "˙"
    case .ring: "°"
    case .cedilla: "¸"
    case .tilde: "~"
    }
  }

  /// Letters, each followed by the same letter with the accent (Unicode, canonical composition).
  private var pairs: String {
    switch self {
    case .acute: "AÁCĆEÉIÍLĹNŃOÓRŔSŚUÚYÝZŹaácćeéiílĺnńoórŕsśuúyýzź"
    case .breve: "AĂEĔGĞIĬOŎUŬaăeĕgğiĭoŏuŭ"
    case .circumflex: "AÂCĈEÊGĜHĤIÎJĴOÔSŜUÛWŴYŶaâcĉeêgĝhĥiîjĵoôsŝuûwŵyŷ"
    case .diaeresis: "AÄEËIÏOÖUÜYŸaäeëiïoöuüyÿ"
    case .grave: "AÀEÈIÌOÒUÙaàeèiìoòuù"
    case .doubleAcute: "OŐUŰoőuű"
    case .caron: "CČDĎEĚLĽNŇRŘSŠTŤZŽcčdďeělľnňrřsštťzž"
    case .macron: "AĀEĒIĪOŌUŪaāeēiīoōuū"
    case .ogonek: "AĄEĘIĮUŲaąeęiįuų"
    case .dot: "CĊEĖGĠIİZŻcċeėgġzż"
    case .ring: "AÅUŮaåuů"
    case .cedilla: "CÇGĢKĶLĻNŅRŖSŞTŢcçgģkķlļnņrŗsştţ"
    case .tilde: "AÃIĨNÑOÕUŨaãiĩnñoõuũ"
    }
  }
}

extension Keymap {
  /// The signs of dead keys in a row, by the names that X11 has for these keys.
  package static let accentSigns: [String: Unicode.Scalar] = [
    "dead_acute": Accent.acute.rawValue, "dead_breve": Accent.breve.rawValue,
    "dead_circumflex": Accent.circumflex.rawValue, "dead_diaeresis": Accent.diaeresis.rawValue,
    "dead_grave": Accent.grave.rawValue, "dead_doubleacute": Accent.doubleAcute.rawValue,
    "dead_caron": Accent.caron.rawValue, "dead_macron": Accent.macron.rawValue,
    "dead_ogonek": Accent.ogonek.rawValue, "dead_abovedot": Accent.dot.rawValue,
    "dead_abovering": Accent.ring.rawValue, "dead_cedilla": Accent.cedilla.rawValue,
    "dead_tilde": Accent.tilde.rawValue,
  ]
}
