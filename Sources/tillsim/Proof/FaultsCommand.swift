// `tillsim faults`: every fault at every operation of a scripted day.

internal import ArgumentParser
internal import Values

struct FaultsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "faults",
    abstract: "Goes through a scripted day once for every fault of every disk operation.")

  @Option(help: "Take every so many operations only.") var every = 1
  @Option(help: "Begin with this operation.") var first = 1
  @Option(help: "These faults only, by name.") var fault: [String] = []
  @Option(help: "Write the result there, as JSON.") var report: String?
  @Flag(help: "Only count the operations of the day.") var count = false
  @Option(help: "One trial, told in words: OPERATION:FAULT[:lasting].") var only: String?

  func run() throws {
    let clean = SimDisk(seed: 1)
    clean.records = true
    var day = Trial(on: clean, seed: 1)
    let (verdict, why) = day.run(wanted: nil)
    guard verdict == .sellsOn else {
      throw ValidationError("the day itself fails without a fault: \(why ?? verdict.rawValue)")
    }
    let operations = clean.history
    if count {
      for operation in DiskOperation.allCases {
        Console.print("\(operation.rawValue): \(operations.count { $0 == operation })")
      }
      return
    }
    var table = FaultTable(operations: operations, wanted: day.books)
    if let only { return try tell(only, &table) }
    let chosen = DiskFault.allCases.filter { fault.isEmpty || fault.contains($0.rawValue) }
    table.run(faults: chosen, operations: stride(from: first, through: operations.count, by: every))
    Console.print(table.text)
    if let report { try Report.write(table.report(every: every), to: report) }
    if table.isBroken { throw ExitCode.failure }
  }

  private func tell(_ words: String, _ table: inout FaultTable) throws {
    let parts = words.split(separator: ":").map(String.init)
    guard parts.count >= 2, let number = Int(parts[0]), let fault = DiskFault(rawValue: parts[1])
    else { throw ValidationError("say OPERATION:FAULT, such as 120:io or 120:io:lasting") }
    let (verdict, why, ends) = table.trial(
      PlannedFault(operation: number, fault: fault, isPersistent: parts.count > 2))
    for end in ends { Console.print("a process ended: \(end)") }
    Console.print(verdict.rawValue + (why.map { ": " + $0 } ?? ""))
    if verdict == .broken { throw ExitCode.failure }
  }
}
