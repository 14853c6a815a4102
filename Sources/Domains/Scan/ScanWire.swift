// The socket's methods that borrow the scanners: a form takes the next scan in place of the sale.

package import Wire

/// `scan.claim`: takes the next scan for the caller.
package enum ScanClaim: Method {
  package struct Params: Codable, Sendable {
    /// The scanner; any of them when left out.
    package let device: String?
    /// How long to wait for the scan, 1,000 to 300,000 ms; 60,000 when left out.
    package let patience: Int64?
    package init(device: String? = nil, patience: Int64? = nil) {
      (self.device, self.patience) = (device, patience)
    }
  }
  package struct Result: Codable, Sendable {
    package let claim: String
    package init(claim: String) { self.claim = claim }
  }
  package static let name = "scan.claim"
  package static let summary =
    "Takes the next scan for this connection: it comes as scan.claimed and is not sold."
  package static let right = Right.sell
  package static var example: (params: Params, result: Result) {
    (Params(device: nil, patience: 30_000), Result(claim: "c1"))
  }
}

/// `scan.ack`: says that the claimed scan was taken.
package enum ScanAck: Method {
  package struct Params: Codable, Sendable {
    package let claim: String
    /// Whether to take the next scan as well.
    package let next: Bool?
    package init(claim: String, next: Bool? = nil) { (self.claim, self.next) = (claim, next) }
  }
  package static let name = "scan.ack"
  package static let summary =
    "Says that the claimed scan was taken; the claim ends, or waits for the next scan."
  package static let right = Right.sell
  package static var example: (params: Params, result: ScanClaim.Result) {
    (Params(claim: "c1", next: true), ScanClaim.Result(claim: "c1"))
  }
}

/// `scan.release`: gives the scanners back.
package enum ScanRelease: Method {
  package struct Params: Codable, Sendable {
    package let claim: String
    package init(claim: String) { self.claim = claim }
  }
  package static let name = "scan.release"
  package static let summary = "Ends a claim: scans are sold again."
  package static let right = Right.sell
  package static var example: (params: Params, result: ScanClaim.Result) {
    (Params(claim: "c1"), ScanClaim.Result(claim: "c1"))
  }
}

/// Why a scanner is not lent.
package enum ClaimRefusal: Refusal, Equatable {
  case taken
  case noSuchScanner(String)
  case noSuchClaim(String)
  case patience(Int64)

  package var fault: Fault {
    switch self {
    case .taken:
      Fault(
        .conflict, kind: "scanner_claimed",
        "Another client waits for the next scan; try again when it has it.",
        retry: .after(milliseconds: 1000))
    case .noSuchScanner(let device):
      Fault(
        .notFound, kind: "no_such_scanner",
        "There is no scanner \(device.prefix(Limits.code).debugDescription); "
          + "device.list shows them.", field: "device")
    case .noSuchClaim(let claim):
      Fault(
        .notFound, kind: "no_such_claim",
        "This connection has no claim \(claim.prefix(Limits.code).debugDescription); "
          + "a claim ends with its scan, its patience or its connection.", field: "claim")
    case .patience(let milliseconds):
      Fault(
        .invalid, kind: "invalid_params",
        "A claim waits 1000 to 300000 ms, not \(milliseconds).", field: "patience")
    }
  }
}
