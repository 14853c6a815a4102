// `till pair`: from the box to the first sale in ten minutes, by questions a technician can answer.

internal import ArgumentParser
internal import Domains
internal import Wire

/// `till pair`.
struct PairCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pair", abstract: "Takes printers and scanners into use, question by question.",
    discussion: """
      Finds what is plugged in, prints a test page, opens the drawer, has a scanner scanned, and \
      asks what only eyes can see. Enter takes the answer in brackets. Ctrl-C stops at any time: \
      what was finished stays, what was begun is taken back.

      The questions are on stderr; stdout gets what was paired. What it asks can also be given at \
      once: till devices pair --help
      """)

  @OptionGroup var common: Common
  @Flag(help: "Take the first answer to every question, and ask nobody.") var yes = false

  private struct Report: Encodable {
    let devices: [DeviceView]
    let seconds: Int64
    let finished: Bool
  }

  func run() throws {
    let person = Technician(takesDefaults: yes)
    person.catchInterrupts()
    let dialogue = PairDialogue(client: common.client, person: person)
    let start = Clock.monotonicMilliseconds()
    let finished = try dialogue.run()
    let seconds = (Clock.monotonicMilliseconds() - start) / 1000
    let devices = dialogue.paired
    if common.json {
      Terminal.write(
        JSON.text(Report(devices: devices, seconds: seconds, finished: finished)))
    } else if !devices.isEmpty {
      common.write(DeviceText.lines(devices))
    }
    if finished {
      person.say("", "It took \(Self.duration(seconds)).", Self.next(devices))
    } else {
      person.say("", "Stopped.", Self.next(devices))
    }
    if devices.isEmpty || !finished { throw ExitCode(Ending.refused.rawValue) }
  }

  private static func duration(_ seconds: Int64) -> String {
    seconds < 60 ? "\(seconds) s" : "\(seconds / 60) min \(seconds % 60) s"
  }

  private static func next(_ devices: [DeviceView]) -> String {
    devices.isEmpty
      ? "Nothing was paired. Next: till doctor"
      : "Next: till devices export devices.json, for the next till; then till scan CODE"
  }
}
