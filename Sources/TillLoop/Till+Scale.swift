// Weighing: a client asks, the scale answers when it stands still, and only then is it sold.

internal import Domains
internal import Values
internal import Wire

/// A request that waits for a scale.
struct WeighingRequest: Sendable {
  let call: Call
  let device: String
  /// What is sold by the weight; nil where only the weight is wanted.
  let sale: SaleAdd.Params?
  /// Milliseconds since boot after which the scale counts as silent.
  let deadline: Int64

  /// Longer than any scale takes to come to rest and to be asked.
  static let patience: Int64 = 4_000
}

extension Till {
  mutating func weigh(
    _ call: Call, _ params: ScaleRead.Params, _ work: inout Work
  ) throws(ScaleRefusal) {
    try weigh(call, on: params.device, for: nil, &work)
  }

  /// Sells a product by what is on the scale.
  ///
  /// The command is decided when the weight is known; the same command again gets the first answer.
  mutating func addWeighed(
    _ call: Call, _ params: SaleAdd.Params, _ work: inout Work
  ) throws {
    guard params.qty == nil else { throw ScaleRefusal.weighedAndCounted }
    let request = Self.digest(SaleAdd.name, params)
    if try answerRepeated(params.cmd, request, call, &work) { return }
    if weighings.values.contains(where: { $0.sale?.cmd == params.cmd }) { throw ScaleRefusal.busy }
    try weigh(call, on: nil, for: params, &work)
  }

  private mutating func weigh(
    _ call: Call, on device: String?, for sale: SaleAdd.Params?, _ work: inout Work
  ) throws(ScaleRefusal) {
    let scales = devices.values.filter { $0.kind == "scale" }.map(\.id).sorted()
    let chosen: String
    if let device {
      guard scales.contains(device) else { throw .noSuchScale(device) }
      chosen = device
    } else {
      guard let first = scales.first else { throw .noScale }
      guard scales.count == 1 else { throw .manyScales(scales) }
      chosen = first
    }
    guard weighings.count < Limits.weighings else { throw .busy }
    if let why = devices[chosen]?.why, !usable.contains(chosen) { throw .failed(why) }
    lastTicket += 1
    let ticket = Ticket(lastTicket)
    let deadline = work.now.boot + WeighingRequest.patience
    weighings[ticket] = WeighingRequest(
      call: call, device: chosen, sale: sale, deadline: deadline)
    work.effects += [.weigh(ticket, device: chosen), .wake(atBoot: deadline)]
  }

  /// The scale answered.
  mutating func weighed(
    _ ticket: Ticket, _ weighing: Weighing, _ work: inout Work
  ) throws(Interruption) {
    guard let request = weighings[ticket] else { return }
    do {
      let (quantity, unit) = try Self.weight(weighing)
      if let sale = request.sale {
        try sell(sale, quantity, unit, request.call, &work)
      } else {
        answer(
          request.call, ScaleRead.Result(device: request.device, qty: quantity, unit: unit), &work)
      }
    } catch let interruption as Interruption {
      throw interruption
    } catch let fault as FactsFault {
      throw .stop(reason: fault.reason)
    } catch let fault as Fault {
      refuse(request.call, fault, &work)
    } catch let refusal as any Refusal {
      refuse(request.call, refusal.fault, &work)
    } catch {
      throw .stop(reason: "\(error)")
    }
    weighings[ticket] = nil
  }

  private mutating func sell(
    _ params: SaleAdd.Params, _ quantity: Quantity, _ unit: WeightUnit, _ call: Call,
    _ work: inout Work
  ) throws {
    guard quantity.milli > 0 else { throw ScaleRefusal.empty }
    try carryOut(SaleAdd.name, params, call, &work) { till, draft, work in
      try till.wait(for: till.lookupBatch)
      let product = try work.facts.product(sku: params.sku)
      let sold = try product.map { product throws(ScaleRefusal) in
        try Self.quantity(of: product, quantity, unit)
      }
      return try till.add(params, sold, &draft, work.facts)
    }
  }

  /// The weight in thousandths of what the product is sold by.
  private static func quantity(
    of product: Product, _ weight: Quantity, _ unit: WeightUnit
  ) throws(ScaleRefusal) -> Quantity {
    switch (product.unit, unit) {
    case (unit.rawValue, _): return weight
    case ("g", .kilogram):
      let (milli, overflow) = weight.milli.multipliedReportingOverflow(by: 1_000)
      if !overflow { return Quantity(milli: milli) }
    case ("100g", .kilogram), ("100 g", .kilogram):
      let (milli, overflow) = weight.milli.multipliedReportingOverflow(by: 10)
      if !overflow { return Quantity(milli: milli) }
    default: break
    }
    throw .notByWeight(name: product.name, unit: product.unit, scale: unit)
  }

  private static func weight(
    _ weighing: Weighing
  ) throws(ScaleRefusal) -> (Quantity, WeightUnit) {
    switch weighing {
    case .weight(let quantity, let unit): return (quantity, unit)
    case .unstable: throw .unstable
    case .overloaded: throw .overloaded
    case .negative: throw .negative
    case .silent: throw .silent
    case .failed(let why): throw .failed(why)
    }
  }

  /// Answers those whose scale said nothing at all.
  mutating func endOverdueWeighings(_ work: inout Work) {
    for (ticket, request) in weighings where request.deadline <= work.now.boot {
      weighings[ticket] = nil
      refuse(request.call, ScaleRefusal.silent.fault, &work)
    }
  }
}
