// `till devices test`: tries one device and waits for what became of it.

internal import ArgumentParser
internal import Domains
internal import Wire

extension DeviceCommands {
  struct Test: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: DeviceTest.summary,
      discussion: """
        Without a flag it does what fits the device: a printer prints its test page, a display \
        shows a greeting, a scale weighs.
        Ends with 0 if it worked, and with 1 if it did not.
        """)
    @OptionGroup var common: Common
    @Argument(help: "The device's id.") var device: String
    @Flag(help: "Open the printer's cash drawer.") var drawer = false
    @Flag(help: "Show a greeting on the display.") var display = false
    @Flag(help: "Weigh what lies on the scale.") var scale = false

    func validate() throws {
      if [drawer, display, scale].count(where: { $0 }) > 1 {
        throw ValidationError("Give one of --drawer, --display and --scale.")
      }
    }

    func run() throws {
      let what: DeviceTest.What? = drawer ? .drawer : display ? .display : scale ? .scale : nil
      let trial = DeviceTrial(client: common.client)
      let result = try trial.run(device, what)
      if common.json {
        Terminal.write(JSON.text(result))
      } else {
        common.write([result.words])
      }
      if !result.worked { throw ExitCode(Ending.refused.rawValue) }
    }
  }
}

/// One try of one device, from the question to its end.
struct DeviceTrial {
  /// What became of it.
  struct Result: Encodable {
    let device: String
    /// The last state of the print job, or what the drawer did; nil where neither was asked for.
    let state: String?
    let job: String?
    let evidence: String?
    let why: String?
    let worked: Bool

    /// The result as one sentence.
    var words: String {
      let reason = why.map { ": \($0)" } ?? ""
      guard let state else { return "\(device) \(worked ? "did it" : "did not do it")\(reason)" }
      guard let job else { return "drawer \(state)\(reason)" }
      return "job \(job) \(state)\(evidence.map { " (proof: \($0))" } ?? "")\(reason)"
    }
  }

  /// How long a test page may take; the job goes on by itself afterwards.
  static let patienceMilliseconds: Int64 = 20_000
  private static let pauseMilliseconds: Int64 = 100

  let client: Client

  /// Asks for the try and waits until the print job has an end.
  func run(_ device: String, _ what: DeviceTest.What?) throws(ClientFault) -> Result {
    let params = DeviceTest.Params(cmd: Client.command(), device: device, what: what)
    let answer = try client.call(DeviceTest.self, params)
    if let print = answer.print { return try follow(print, of: device) }
    let drawer = answer.drawer
    return Result(
      device: device, state: drawer?.rawValue, job: nil, evidence: nil, why: nil,
      worked: drawer != .failed)
  }

  private func follow(_ print: PrintState, of device: String) throws(ClientFault) -> Result {
    let deadline = Clock.monotonicMilliseconds() + Self.patienceMilliseconds
    while true {
      let job = try find(print.job)
      let state = job?.state ?? print.state
      let isOver = state != .queued && state != .started
      if isOver || Clock.monotonicMilliseconds() >= deadline {
        return Result(
          device: device, state: state.rawValue, job: print.job, evidence: job?.evidence,
          why: isOver ? job?.why : job?.why ?? "it waits still; see till receipt jobs",
          worked: isOver && state != .failed && state != .unknown && state != .discarded)
      }
      Clock.sleep(milliseconds: Self.pauseMilliseconds)
    }
  }

  /// The job, among those that wait for something, or else among those that ended well.
  private func find(_ job: String) throws(ClientFault) -> PrintList.Job? {
    for state in [nil, OutboxRow.State.printed, .sent] {
      let jobs = try client.call(PrintList.self, .init(state: state, limit: 100)).jobs
      if let found = jobs.first(where: { $0.job == job }) { return found }
    }
    return nil
  }
}
