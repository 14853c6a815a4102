// How the till is. Its devices have commands of their own in DeviceCommands.swift.

internal import ArgumentParser
internal import Domains
internal import Values
internal import Wire

/// `till status`.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: TillStatus.summary)

  @OptionGroup var common: Common

  func run() throws {
    try common.show(TillStatus.self, NoParams()) { status in
      var lines = [
        "till      \(status.till), \(status.state)",
        "shift     "
          + (status.shift?.description ?? "none; open one with till shift open --float 100.00"),
        "journal   \(status.head) events",
        "clock     \(status.clock)",
        "version   \(status.version)",
      ]
      if status.printing > 0 {
        lines.append("printing  \(status.printing) jobs wait; see till receipt jobs")
      }
      lines += ["", "devices"] + DeviceText.lines(status.devices)
      if let sale = status.sale { lines += [""] + SaleText.lines(sale) }
      return lines
    }
  }
}
