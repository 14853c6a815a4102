// What a command came to, small enough to be kept for ever; the answer is drawn from it again.

internal import Domains
internal import Values
internal import Wire

/// The result of a command, as it is stored with it.
///
/// Answers about sales are large and follow from the sale's events, so only the revision is kept.
enum Outcome: Codable, Sendable {
  case sale(ID, revision: Int64)
  case voided(ID, revision: Int64, refund: [SaleView.Payment])
  case paid(ID, revision: Int64, payment: ID?)
  case shiftOpened(ShiftOpen.Result)
  case moved(shift: ID, kick: Int64?)
  case counted(ShiftCount.Result)
  case closed(ShiftClose.Result)
  case product(Product)
  case category(Category)
  case setting(SettingView)
  case copied(PrintState)
  case job(PrintState)
  case drawer(kick: Int64)
  case imported(ProductImport.Result)
  case device(DeviceView)
  case tested(DeviceTest.Result, kick: Int64?)

  /// The sale that the answer shows, and at which revision.
  var sale: (id: ID, revision: Int64)? {
    switch self {
    case .sale(let id, let revision), .voided(let id, let revision, _),
      .paid(let id, let revision, _):
      (id, revision)
    default: nil
    }
  }

  /// Whether the caller wanted nothing but the drawer to open.
  var isOfDrawerAlone: Bool {
    switch self {
    case .drawer, .tested: true
    default: false
    }
  }

  /// The kick that the answer tells about; the sale is asked where it is one.
  func kickJob(_ order: Order?) -> Int64? {
    switch self {
    case .paid: order?.completed?.kickJob
    case .moved(_, let kick): kick
    case .drawer(let kick): kick
    case .tested(_, let kick): kick
    default: nil
    }
  }

  /// The line that answers, once it is known what the drawer did.
  ///
  /// - Parameters:
  ///   - order: the sale at the outcome's revision, for outcomes about a sale.
  ///   - print: how the job of its receipt began: failed where the queue was full.
  func line(
    _ id: RequestID, order: Order?, drawer: DrawerState, print: OutboxRow.State, replayed: Bool
  ) -> [UInt8] {
    func answer(_ result: some Encodable) -> [UInt8] {
      Answer.result(id, result, replayed: replayed)
    }
    switch self {
    case .sale:
      return order.map { answer(SaleResult(sale: $0.view)) } ?? missing(id)
    case .voided(_, _, let refund):
      return order.map {
        answer(SaleVoid.Result(sale: $0.view, refund: refund.isEmpty ? nil : refund))
      } ?? missing(id)
    case .paid(_, _, let payment):
      guard let order else { return missing(id) }
      let view = order.view
      let completed = order.completed
      return answer(
        SalePay.Result(
          sale: view, payment: view.payments.first { $0.id == payment }, due: view.due,
          receipt: completed?.number, change: completed?.change,
          drawer: completed.map { $0.kickJob == nil ? .none : drawer },
          print: completed.map { PrintState(job: $0.printJob, state: print) }))
    case .shiftOpened(let result): return answer(result)
    case .moved(let shift, _): return answer(ShiftMove.Result(shift: shift, drawer: drawer))
    case .counted(let result): return answer(result)
    case .closed(let result): return answer(result)
    case .product(let product): return answer(ProductResult(product: product))
    case .category(let category): return answer(CategoryPut.Result(category: category))
    case .setting(let setting): return answer(ConfigSet.Result(setting: setting))
    case .copied(let print): return answer(ReceiptPrint.Result(print: print))
    case .job(let print): return answer(PrintResult(print: print))
    case .drawer: return answer(DrawerOpen.Result(drawer: drawer))
    case .imported(let result): return answer(result)
    case .device(let device): return answer(DeviceResult(device: device))
    case .tested(let result, let kick):
      return answer(
        DeviceTest.Result(
          what: result.what, print: result.print, drawer: kick == nil ? nil : drawer))
    }
  }

  private func missing(_ id: RequestID) -> [UInt8] {
    Answer.fault(
      id, Fault(.storage, kind: "store_damaged", "The sale of this command is not in the store."))
  }
}

extension OutboxRow.State {
  /// What a drawer command answers for a kick in this state.
  var drawer: DrawerState {
    switch self {
    case .opened: .opened
    case .failed, .discarded: .failed
    default: .unverified
    }
  }
}
