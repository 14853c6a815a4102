// The questions about a printer: which one, its profile, what its test page looks like, its use.

internal import Devices
internal import Domains
internal import ESCPOS
internal import Wire

extension PairDialogue {
  /// Pairs one printer, or returns false if there is none to pair.
  func pairPrinter() throws -> Bool {
    guard let choice = try choosePrinter() else { return false }
    let view = choice.view
    let address = choice.address
    let offered = ProfileChoice.offered(
      for: view ?? DeviceView(id: "", kind: "printer", state: "", why: nil, address: address))
    var profile = try chooseProfile(offered)
    let device = try pair(
      view,
      .init(
        cmd: Client.command(), device: view?.id, address: view == nil ? address : nil,
        kind: view == nil ? .printer : nil, profile: profile.name))
    person.say("It is \(device.id).")
    guard try isReady(device.id) else {
      try takeBack()
      return try person.agrees("Try another printer?", default: false) ? pairPrinter() : true
    }
    guard try printsWell(device.id, &profile, offered) else {
      try takeBack()
      return true
    }
    try pairDrawer(of: device.id)
    try giveWork(to: device.id)
    try keep(device.id)
    return true
  }

  /// The printer to pair: one of the list, or the address of one that cannot be found.
  private func choosePrinter() throws -> (view: DeviceView?, address: String)? {
    let printers = try devices().filter { $0.kind == "printer" && $0.address != nil }
      .sorted { !$0.paired && $1.paired }
    person.say(printers.isEmpty ? "No printer was found on a cable." : "Printers that were found:")
    let found = printers.map { printer in
      let use = printer.paired ? "in use as \(printer.id)" : "not in use"
      return "\(printer.name ?? "a printer"), \(use), \(DeviceText.place(printer))"
    }
    let network = "a printer in the network"
    let none = "no printer"
    let options = printers.isEmpty ? [none, network] : found + [network, none]
    let choice = try person.choose("Which one?", among: options)
    if printers.indices.contains(choice) {
      let printer = printers[choice]
      return (printer, DeviceText.place(printer))
    }
    guard options[choice] != none, let address = try askAddress() else { return nil }
    return (nil, address)
  }

  /// The address of a printer in the network, or nil for none after all.
  private func askAddress() throws -> String? {
    while true {
      let answer = try person.ask("Its address, such as 192.0.2.7:9100?", default: "none")
      guard answer != "none" else { return nil }
      if let address = DeviceAddress(answer) ?? DeviceAddress("tcp:\(answer)") {
        return address.text
      }
      person.say("\(answer) is no address; 192.0.2.7 or printer.example:9100 would be one.")
    }
  }

  private func chooseProfile(_ offered: [PrinterProfile]) throws -> PrinterProfile {
    let likely = offered.prefix(4)
    person.say("Its model:")
    let choice = try person.choose(
      "Which one?", among: likely.map(Self.describe) + ["another one"])
    if likely.indices.contains(choice) { return offered[choice] }
    return offered[try person.choose("Which one?", among: offered.map(Self.describe))]
  }

  private static func describe(_ profile: PrinterProfile) -> String {
    "\(profile.name): \(profile.maker) \(profile.models.joined(separator: ", "))"
  }

  /// Waits until the printer can print, and asks what to do if it cannot.
  private func isReady(_ id: String) throws -> Bool {
    var looks = 0
    while true {
      let device = try settled(id)
      guard let device, let advice = DeviceText.advice(device) else { return device != nil }
      person.say(advice.found, "  next: \(advice.next)")
      // One that needs care may print all the same: the test page shows.
      if device.state == "degraded" { return true }
      let choice = try person.choose(
        "What now?", among: ["look again", "go on all the same", "leave it out"],
        default: looks == 0 ? 0 : 2)
      looks += 1
      if choice > 0 { return choice == 1 }
    }
  }

  /// Prints test pages until somebody is content with one.
  ///
  /// - Returns: false if the printer is given up.
  private func printsWell(
    _ id: String, _ profile: inout PrinterProfile, _ offered: [PrinterProfile]
  ) throws -> Bool {
    var pages = 0
    while true {
      person.say("A test page is being printed.")
      let result = try DeviceTrial(client: client).run(id, .print)
      person.say(result.words)
      pages += 1
      guard try person.agrees("Did it print?", default: result.worked) else {
        let choice = try person.choose(
          "What now?",
          among: ["print again", "take another model", "go on all the same", "leave it out"],
          default: pages == 1 ? 0 : 3)
        if choice > 1 { return choice == 2 }
        if choice == 1 { try changeProfile(of: id, &profile, offered) }
        continue
      }
      guard try person.agrees("Does it show \(Self.accents) as here?") else {
        person.say("Then it has other character tables than \(profile.name).")
        try changeProfile(of: id, &profile, offered)
        continue
      }
      if profile.hasCutter, try !person.agrees("Did it cut the paper?") {
        let choice = try person.choose(
          "What now?", among: ["go on: it has no knife, or a broken one", "take another model"])
        if choice == 1 {
          try changeProfile(of: id, &profile, offered)
          continue
        }
      }
      return true
    }
  }

  /// Takes another profile; the one after the present one is the first that is offered.
  private func changeProfile(
    of id: String, _ profile: inout PrinterProfile, _ offered: [PrinterProfile]
  ) throws {
    let index = offered.firstIndex { $0.name == profile.name } ?? 0
    let rest = Array(offered[(index + 1)...] + offered[..<index])
    profile = try chooseProfile(rest.isEmpty ? offered : rest)
    try change(id, profile: profile.name)
  }

  /// Asks what a second printer is for, and routes papers to it.
  private func giveWork(to id: String) throws {
    let others = try devices().filter {
      $0.paired && $0.kind == "printer" && $0.address != nil && $0.id != id
    }
    guard let first = others.first else { return }
    let works = [
      "receipts, when \(first.id) cannot print", "kitchen tickets", "shelf labels",
      "whatever it is told to later",
    ]
    let choice = try person.choose("What does it print?", among: works)
    guard choice < 3 else { return }
    var routes = try client.routes()
    switch choice {
    case 0:
      let printers = routes.routes["receipt"]?.printers ?? [first.id]
      routes.routes["receipt"] = .init(printers: printers.filter { $0 != id } + [id])
    case 1:
      let answer = try person.ask("Tickets of which categories, with commas?", default: "kitchen")
      let categories = answer.split(separator: ",").map {
        String($0.drop { $0 == " " })
      }.filter { !$0.isEmpty }
      routes.routes["kitchen"] = .init(printers: [id], categories: categories)
    default:
      routes.routes["label"] = .init(printers: [id])
    }
    do throws(ClientFault) {
      try client.set(routes)
    } catch {
      guard case .refused(let fault) = error else { throw error }
      // The printer is as good as before; its work is told later.
      person.say(fault.message, "  next: till devices route --help")
    }
  }
}
