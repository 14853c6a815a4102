// The socket's method about the scale on the counter, and why it may not weigh.

package import Values
package import Wire

/// `scale.read`: what is on the scale now.
package enum ScaleRead: Method {
  package struct Params: Codable, Sendable {
    /// Which scale; the only one is meant where this is left out.
    package let device: String?
    package init(device: String? = nil) { self.device = device }
  }
  package struct Result: Codable, Sendable {
    package let device: String
    /// Thousandths of the unit: grams, where the scale weighs in kilograms.
    package let qty: Quantity
    package let unit: WeightUnit
    package init(device: String, qty: Quantity, unit: WeightUnit) {
      (self.device, self.qty, self.unit) = (device, qty, unit)
    }
  }
  package static let name = "scale.read"
  package static let summary = "Weighs what is on the scale; answers once the scale stands still."
  package static let right = Right.sell
  package static var example: (params: Params, result: Result) {
    (Params(), Result(device: "scale0", qty: Quantity(milli: 355), unit: .kilogram))
  }
}

/// Why there is no weight.
package enum ScaleRefusal: Refusal, Equatable {
  case noScale
  case noSuchScale(String)
  /// There are several; which one is meant has to be said.
  case manyScales([String])
  case busy
  case unstable
  case overloaded
  case negative
  case empty
  case silent
  case failed(String)
  /// The product is not sold by the scale's unit.
  case notByWeight(name: String, unit: String?, scale: WeightUnit)
  case weighedAndCounted

  package var fault: Fault {
    switch self {
    case .noScale:
      device("no_scale", "No scale is paired; `till devices` shows what is there.")
    case .noSuchScale(let id):
      Fault(
        .notFound, kind: "no_such_scale",
        "There is no scale \(id.prefix(Limits.code).debugDescription); device.list shows them.",
        field: "device")
    case .manyScales(let ids):
      Fault(
        .invalid, kind: "which_scale", "Say which scale: \(ids.joined(separator: ", ")).",
        field: "device")
    case .busy:
      Fault(
        .throttled, kind: "busy", "Too many weighings wait; try again.",
        retry: .after(milliseconds: 500))
    case .unstable: device("scale_unstable", "The scale does not come to rest: let go of it.")
    case .overloaded: device("scale_overload", "That is more than the scale can weigh.")
    case .negative: device("scale_negative", "The scale shows less than nothing: set it to zero.")
    case .empty: device("scale_empty", "Nothing is on the scale.")
    case .silent: device("scale_silent", "The scale does not answer: look at its cable and power.")
    case .failed(let why): device("scale_failed", "The scale cannot be used: \(why).")
    case .notByWeight(let name, let unit, let scale):
      Fault(
        .rule, kind: "not_by_weight",
        "\(name) is sold by \(unit ?? "the piece") and the scale weighs in \(scale.rawValue).",
        field: "sku")
    case .weighedAndCounted:
      Fault(.invalid, kind: "one_quantity", "Say either qty or weigh.", field: "qty")
    }
  }

  private func device(_ kind: String, _ message: String) -> Fault {
    Fault(.device, kind: kind, message, retry: .after(milliseconds: 500))
  }
}
