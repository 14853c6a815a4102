// Which method is served by what: the one table of the daemon. Discovery reads it too.

internal import Domains
internal import Values
package import Wire

/// A method and what serves it.
package struct Handler: Sendable {
  package let card: MethodCard
  let run: @Sendable (inout Till, Call, inout Till.Work) throws -> Void

  /// Every method of this till, by name.
  package static let all: [String: Handler] = Dictionary(
    uniqueKeysWithValues: list.map { ($0.card.name, $0) })

  /// Every method's declaration, by name.
  package static var cards: [MethodCard] { all.values.map(\.card).sorted { $0.name < $1.name } }

  private static let list: [Handler] = looking + selling + shifts + managing + administering

  private static let looking: [Handler] = [
    read(SessionHello.self) { till, call, params, work in try till.hello(call, params, &work) },
    read(TillStatus.self) { till, call, _, work in till.answer(call, till.status(), &work) },
    read(DeviceList.self) { till, call, _, work in
      till.answer(call, DeviceList.Result(devices: till.deviceViews + till.unpairedViews), &work)
    },
    read(RPCDiscover.self) { till, call, _, work in
      till.answer(call, OpenRPC(version: till.version, methods: Handler.cards), &work)
    },
    read(EventsSubscribe.self) { till, call, params, work in
      try till.subscribe(call, params, &work)
    },
    read(EventsUnsubscribe.self) { till, call, params, work in
      try till.unsubscribe(call, params, &work)
    },
  ]

  private static let selling: [Handler] = [
    write(SaleScan.self) { till, params, draft, work in try till.scan(params, &draft, work.facts) },
    Handler(SaleAdd.self) { till, call, params, work in
      if params.weigh == true { return try till.addWeighed(call, params, &work) }
      try till.carryOut(SaleAdd.name, params, call, &work) { till, draft, work in
        try till.add(params, nil, &draft, work.facts)
      }
    },
    read(ScaleRead.self) { till, call, params, work in try till.weigh(call, params, &work) },
    write(SaleLine.self) { till, params, draft, work in
      try till.changeLine(params, &draft, work.facts)
    },
    write(SaleHold.self) { till, params, draft, work in
      try till.hold(params, &draft, work.facts)
    },
    write(SaleRecall.self) { till, params, draft, work in
      try till.recall(params, &draft, work.facts)
    },
    write(SaleVoid.self) { till, params, draft, work in try till.void(params, &draft, work.facts) },
    write(SalePay.self) { till, params, draft, work in try till.pay(params, &draft, work.facts) },
    read(SaleGet.self) { till, call, params, work in try till.show(call, params, &work) },
    ask(SaleList.self) { .sales($0) },
    ask(ReceiptGet.self) { .receipt(number: $0.number) },
    write(ReceiptPrint.self) { till, params, draft, work in
      try till.wait(for: till.lookupBatch)
      return try till.printCopy(params, &draft, work.facts)
    },
    Handler(PrintList.self) { till, call, params, work in
      let waits = till.printObstacles(at: work.now.boot)
      till.inquire(.jobs(params, waits: waits), .client(call.connection, call.id), &work)
    },
    write(LabelPrint.self) { till, params, draft, work in
      try till.printLabels(params, &draft, work.facts)
    },
    write(PrintRetry.self) { till, params, draft, work in
      try till.retry(params, &draft, work.facts)
    },
    write(PrintDiscard.self) { till, params, draft, work in
      try till.discard(params, &draft, work.facts)
    },
    write(DrawerOpen.self) { till, params, draft, _ in try till.openDrawer(params, &draft) },
    read(ScanClaim.self) { till, call, params, work in try till.claim(call, params, &work) },
    read(ScanAck.self) { till, call, params, work in try till.acknowledge(call, params, &work) },
    read(ScanRelease.self) { till, call, params, work in try till.release(call, params, &work) },
  ]

  private static let shifts: [Handler] = [
    write(ShiftOpen.self) { till, params, draft, _ in try till.openShift(params, &draft) },
    write(ShiftMove.self) { till, params, draft, _ in try till.moveCash(params, &draft) },
    write(ShiftCount.self) { till, params, draft, _ in try till.count(params, &draft) },
    write(ShiftClose.self) { till, _, draft, _ in try till.closeShift(&draft) },
    read(ReportX.self) { till, call, _, work in try till.reportX(call, &work) },
    ask(ReportZ.self) { .z(number: $0.number) },
  ]

  private static let managing: [Handler] = [
    write(ProductPut.self) { till, params, draft, work in
      try till.put(params, &draft, work.facts)
    },
    read(ProductGet.self) { till, call, params, work in try till.show(call, params, &work) },
    ask(ProductFind.self) { .find($0) },
    Handler(ProductImport.self) { till, call, params, work in
      try till.beginImport(call, params, &work)
    },
    write(CategoryPut.self) { till, params, draft, work in
      try till.put(params, &draft, work.facts)
    },
    read(CategoryList.self) { till, call, _, work in
      try till.wait(for: till.lookupBatch)
      till.answer(call, CategoryList.Result(categories: try work.facts.categories()), &work)
    },
    read(ConfigGet.self) { till, call, params, work in try till.show(call, params, &work) },
    write(ConfigSet.self) { till, params, draft, _ in try till.set(params, &draft) },
    write(DevicePair.self) { till, params, draft, _ in try till.pair(params, &draft) },
    write(DeviceForget.self) { till, params, draft, _ in try till.forget(params, &draft) },
    write(DeviceTest.self) { till, params, draft, _ in try till.test(params, &draft) },
    read(DeviceListen.self) { till, call, params, work in
      try till.listen(call, params, &work)
    },
  ]

  private static let administering: [Handler] = [
    ask(JournalRead.self) { .read($0) },
    ask(JournalVerify.self) { .verify(from: $0.from ?? 1) },
    ask(JournalAudit.self) { _ in .audit },
    ask(BackupNow.self) { .backup(path: $0.path) },
    ask(BackupVerify.self) { .verifyBackup(path: $0.path) },
  ]

  // MARK: - The kinds of methods

  private init<M: Method>(
    _ method: M.Type,
    _ body: @escaping @Sendable (inout Till, Call, M.Params, inout Till.Work) throws -> Void
  ) {
    card = MethodCard(method)
    run = { till, call, work in try body(&till, call, try call.request.params(M.Params.self), &work)
    }
  }

  /// A method that looks, and answers at once.
  private static func read<M: Method>(
    _ method: M.Type,
    _ body: @escaping @Sendable (inout Till, Call, M.Params, inout Till.Work) throws -> Void
  ) -> Handler { Handler(method, body) }

  /// A method that looks for long, on a thread of its own.
  private static func ask<M: Method>(
    _ method: M.Type, _ inquiry: @escaping @Sendable (M.Params) throws -> Inquiry
  ) -> Handler {
    Handler(method) { till, call, params, work in
      till.inquire(try inquiry(params), .client(call.connection, call.id), &work)
    }
  }

  /// A method that decides something and answers once it is durable.
  private static func write<M: Method>(
    _ method: M.Type,
    _ decide: @escaping @Sendable (Till, M.Params, inout Draft, Till.Work) throws -> Outcome
  ) -> Handler where M.Params: CommandParams {
    Handler(method) { till, call, params, work in
      try till.carryOut(M.name, params, call, &work) { till, draft, work in
        try decide(till, params, &draft, work)
      }
    }
  }
}
