// Shifts and their cash: opening, moving, counting, closing.

internal import Domains
internal import Receipt
internal import Values
internal import Wire

extension Till {
  func openShift(_ params: ShiftOpen.Params, _ draft: inout Draft) throws -> Outcome {
    if let shift = books.shift { throw OutletRefusal.alreadyOpen(since: shift.openedAt) }
    try Shift.check(params.float, currency: books.settings.currency)
    let id = draft.newID()
    let perpetual = books.outlet.perpetual.flatMap {
      $0.currency == books.settings.currency ? $0 : nil
    }
    draft.record(
      .outlet(
        .opened(
          .init(
            float: params.float, perpetual: perpetual ?? .zero(books.settings.currency),
            taxIncluded: books.settings.taxIncluded, zone: draft.now.zone))),
      Stream(.outlet, id), version: 1)
    guard let shift = draft.books.shift else { throw OutletRefusal.noOpenShift }
    return .shiftOpened(ShiftOpen.Result(shift: id, day: shift.day, float: shift.float))
  }

  func moveCash(_ params: ShiftMove.Params, _ draft: inout Draft) throws -> Outcome {
    let shift = try openShift()
    let reason = try reason(params.reason)
    let cause = params.kind == .noSale ? Intent.KickCause.noSale : .cashMove
    let kick = draft.intend(.kick) { _ in .kick(cause: cause) }
    let event = try shift.moving(
      params.kind, amount: params.amount, reason: reason, kickJob: kick)
    draft.record(.outlet(event), Stream(.outlet, shift.id), version: shift.version + 1)
    return .moved(shift: shift.id, kick: kick)
  }

  func openDrawer(_ params: DrawerOpen.Params, _ draft: inout Draft) throws -> Outcome {
    try checkDrawerIsFree(at: draft.now.boot)
    let move = ShiftMove.Params(cmd: params.cmd, kind: .noSale, reason: params.reason)
    guard case .moved(_, let kick?) = try moveCash(move, &draft) else {
      throw OutletRefusal.noOpenShift
    }
    return .drawer(kick: kick)
  }

  func count(_ params: ShiftCount.Params, _ draft: inout Draft) throws -> Outcome {
    let shift = try openShift()
    let event = try shift.counting(params.counted, denominations: params.denominations)
    draft.record(.outlet(event), Stream(.outlet, shift.id), version: shift.version + 1)
    guard let count = draft.books.shift?.counted else { throw OutletRefusal.noOpenShift }
    return .counted(
      ShiftCount.Result(
        shift: shift.id, counted: count.counted, expected: count.expected,
        difference: count.difference))
  }

  /// Closing adds nothing up: the sums are kept with every sale.
  ///
  /// An open sale is parked.
  func closeShift(_ draft: inout Draft) throws -> Outcome {
    let shift = try openShift()
    for order in books.orders.values.sorted(by: { $0.id < $1.id }) where order.state == .open {
      guard order.payments.isEmpty else { throw OutletRefusal.saleInPayment }
      draft.record(
        .order(.held(.init())), Stream(.order, order.id), version: order.revision + 1)
    }
    let report = try (draft.books.shift ?? shift).report(
      ReportMark(at: draft.time, head: draft.position, hash: draft.head.hash))
    let number = books.outlet.z + 1
    let print = draft.intend(.print) { _ in .z(number: number, shift: shift.id) }
    draft.record(
      .outlet(.closed(.init(z: number, report: report, printJob: print))),
      Stream(.outlet, shift.id), version: shift.version + 1)
    let text = Paper.report(report, .z(number: Int(number)), books.settings)
      .document(in: books.settings.phrases).text()
    return .closed(
      ShiftClose.Result(
        number: number, report: ReportResult(report, text: text),
        print: PrintState(job: print, state: draft.state(of: print))))
  }

  func reportX(_ call: Call, _ work: inout Work) throws {
    guard let shift = shown.shift else { throw OutletRefusal.noOpenShift }
    let hash = try work.facts.event(at: committedPosition)?.hash ?? .zero
    let report = try shift.report(
      ReportMark(
        at: Timestamp(milliseconds: work.effective), head: committedPosition, hash: hash))
    let text = Paper.report(report, .x, shown.settings)
      .document(in: shown.settings.phrases).text()
    answer(call, ReportResult(report, text: text), &work)
  }
}
