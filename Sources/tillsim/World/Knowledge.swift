// What the people in the shop know: only what the till has told them.

internal import Wire

/// What was read off answers; it may be out of date, as on any screen.
struct Knowledge {
  struct Sale {
    let id: String
    let revision: Int64
    let due: Int64
    let lines: [Int64]
  }

  private(set) var shiftIsOpen = false
  private(set) var sale: Sale?
  private(set) var parked: [String] = []
  private(set) var receipts: [String] = []
  private(set) var jobs: [String] = []
  private(set) var salesPaid = 0
  /// The number of the last Z that was told.
  private(set) var lastZ: Int64 = 0

  mutating func learn(_ method: String, _ result: AnyJSON) {
    if case .object = result.at("sale") { learn(sale: result.at("sale")) }
    switch method {
    case "shift.open": shiftIsOpen = true
    case "shift.close":
      shiftIsOpen = false
      lastZ = max(lastZ, result.at("z", "number").whole ?? 0)
    case "till.status":
      if case .string = result.at("shift") { shiftIsOpen = true } else { shiftIsOpen = false }
    case "print.list":
      jobs = result.at("jobs").items.compactMap { job in
        let state = job.at("state").words
        return state == "failed" || state == "unknown" ? job.at("job").words : nil
      }
    case "sale.list":
      for sale in result.at("sales").items { learn(sale: sale) }
    default: break
    }
  }

  mutating func learn(refusal kind: String?) {
    switch kind {
    case "no_open_shift": (shiftIsOpen, sale) = (false, nil)
    case "shift_already_open": shiftIsOpen = true
    case "sale_open", "not_open", "sale_completed", "sale_voided", "no_such_sale": sale = nil
    default: break
    }
  }

  private mutating func learn(sale view: AnyJSON) {
    guard let id = view.at("id").words else { return }
    parked.removeAll { $0 == id }
    switch view.at("state").words {
    case "open":
      sale = Sale(
        id: id, revision: view.at("rev").whole ?? 0, due: view.at("due", "minor").whole ?? 0,
        lines: view.at("lines").items.compactMap { line in
          line.at("voided") == .boolean(true) ? nil : line.at("line").whole
        })
    case "parked":
      if sale?.id == id { sale = nil }
      parked.append(id)
      if parked.count > 20 { parked.removeFirst() }
    default:
      if sale?.id == id { sale = nil }
      guard let number = view.at("number").words, !receipts.contains(number) else { return }
      salesPaid += 1
      receipts.append(number)
      if receipts.count > 40 { receipts.removeFirst() }
    }
  }
}
