// Lines of the plan: what people do, and what goes wrong.

internal import ESCPOS
internal import TillLoop
internal import Values
internal import Wire

extension World {
  func carryOut(_ operation: Operation) throws(Violation) {
    counts.operations += 1
    var chance = operation.chance
    switch operation.kind {
    case .stock(let index):
      let cmd = chance.id(at: Timestamp(milliseconds: Self.idTime))
      var fields = Stock.product(index, &chance)
      fields["cmd"] = .id(cmd)
      try say(
        Cast.owner, Message(cmd: cmd, method: "product.put", params: .object(fields)))
    case .act(let client):
      // Most people wait for an answer before they press the next key.
      let waits = Int.random(in: 0..<4, using: &chance) > 0
      if waits && !clients[client].open.isEmpty { return }
      let cmd = chance.id(at: Timestamp(milliseconds: Self.idTime))
      var moves = Moves(knowledge: knowledge, cmd: cmd, chance: chance)
      try say(client, moves.next(of: client))
    case .again(let client):
      let count = clients[client].commands.count
      guard count > 0 else { return }
      // Mostly what was just sent, sometimes something of long ago.
      let recent = Int.random(in: 0..<4, using: &chance) > 0
      let first = recent ? max(0, count - 4) : 0
      try send(client, Int.random(in: first..<count, using: &chance))
    case .reuse(let client): try reuse(client, &chance)
    case .scan:
      let isKnown = Int.random(in: 0..<30, using: &chance) > 0
      let code = Stock.code(Int.random(in: 0..<Stock.count, using: &chance))
      try take(.scanned(device: "scanner0", raw: isKnown ? code : "4006381333931"))
    case .fault(let fault): try suffer(fault, &chance)
    }
  }

  /// Clients make their ids by clocks of their own; what time they say means nothing.
  private static let idTime: Int64 = 1_772_442_000_000

  private func suffer(_ fault: FaultClass, _ chance: inout Entropy) throws(Violation) {
    switch fault {
    case .kill: kill()
    case .power: cutPower()
    case .disk:
      guard process != nil else { return }
      counts.diskFaults += 1
      note(machine.spoil(&chance))
    case .full:
      counts.diskFaults += 1
      machine.fill(leaving: .random(in: 0...(1 << 20), using: &chance))
      note("the disk is full")
      agenda.put(
        .roomAgain, at: clock.time + .random(in: 500...6_000, using: &chance))
    case .restore: try backUpOrRestore()
    case .clock:
      let change = ClockChange.draw(&chance)
      counts.clockJumps += 1
      note(change.words)
      clock.take(change)
    case .printer: spoil(&chance)
    case .network:
      let client = Int.random(in: 0..<Cast.count, using: &chance)
      note("\(Cast.name(client)) hangs up")
      hangUp(client)
    }
  }

  /// Something happens to a printer, now or in the middle of its work; somebody mends it later.
  private func spoil(_ chance: inout Entropy) {
    counts.printerFaults += 1
    let printer = Int.random(in: 0..<printers.count, using: &chance)
    let long = Int64.random(in: 500...40_000, using: &chance)
    let fault: PrinterFault
    var cures: [PrinterFault] = []
    switch Int.random(in: 0..<11, using: &chance) {
    case 0, 1: (fault, cures) = (.paperEnd, [.paperLoaded, .feedPressed])
    case 2: (fault, cures) = (.coverOpened, [.coverClosed])
    case 3: (fault, cures) = (.cutterJammed, [.powerCut(2_000)])
    case 4: fault = .overheated(Int(min(long, 5_000)))
    case 5: (fault, cures) = (.paperNearEnd, [.paperLoaded])
    case 6, 7: (fault, cures) = (.unplugged, [.plugged])
    case 8: fault = .powerCut(Int(long))
    case 9: fault = .hung(Int(long))
    default: fault = .noise((0..<6).map { _ in UInt8.random(in: 0...255, using: &chance) })
    }
    note("\(printers[printer].id): \(fault)")
    switch Int.random(in: 0..<3, using: &chance) {
    case 0:
      let byte = Int.random(in: 0...1_500, using: &chance)
      printers[printer].suffer(FaultScript().at(.byte(byte), fault))
    case 1:
      let dot = Int.random(in: 0...900, using: &chance)
      printers[printer].suffer(FaultScript().at(.dot(dot), fault))
    default: printers[printer].suffer(fault)
    }
    wake(printer, at: clock.time)
    for cure in cures { agenda.put(.repair(printer: printer, cure), at: clock.time + long) }
  }
}
