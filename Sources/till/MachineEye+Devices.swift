// The nodes of devices as /sys and /dev have them, and who holds them as /proc has it.

internal import Devices
internal import Domains
internal import Glibc

extension MachineEye {
  /// Folders of classes whose entries are nodes that the till may open.
  private static let classes = ["input", "hidraw", "tty"]

  /// A device with its nodes and drivers.
  func part(_ view: DeviceView, _ holders: [String: [String]]) -> MachineFacts.Part {
    MachineFacts.Part(
      view: view,
      nodes: nodePaths(of: view).compactMap { path in
        var info = stat()
        guard stat(root + path, &info) == 0 else { return nil }
        let group = getgrgid(info.st_gid).map { String(cString: $0.pointee.gr_name) }
        return MachineFacts.Node(
          path: path, mode: info.st_mode & 0o777, uid: info.st_uid, gid: info.st_gid,
          group: group ?? "\(info.st_gid)", holders: holders[path] ?? [])
      }, drivers: drivers(of: view))
  }

  /// The nodes that the till opens for a device.
  func nodePaths(of view: DeviceView) -> [String] {
    switch view.address.flatMap({ DeviceAddress($0) }) {
    case .usb(let identity):
      // A printer is opened by its bus and number, everything else by the node of its class.
      if view.kind == "printer" { return busNode(identity.port).map { [$0] } ?? [] }
      return Self.classes.flatMap { classNodes($0, port: identity.port) }.sorted()
    case .serial(let line): return [line.path]
    case .file(let path): return [path]
    case .tcp, nil: return []
    }
  }

  /// `/dev/bus/usb/001/004`, by the numbers that the kernel gave.
  private func busNode(_ port: String) -> String? {
    let place = "/sys/bus/usb/devices/\(port)"
    guard let bus = text("\(place)/busnum").flatMap({ Int(Self.word($0)) }),
      let device = text("\(place)/devnum").flatMap({ Int(Self.word($0)) })
    else { return nil }
    return "/dev/bus/usb/\(Table.pad("\(bus)", 3, .right).zeroed)/"
      + Table.pad("\(device)", 3, .right).zeroed
  }

  /// Nodes of a class that belong to the USB device at a port.
  private func classNodes(_ name: String, port: String) -> [String] {
    names(in: "/sys/class/\(name)").compactMap { entry in
      guard name != "input" || entry.hasPrefix("event") else { return nil }
      guard let place = realpath("\(root)/sys/class/\(name)/\(entry)", nil) else { return nil }
      defer { free(place) }
      // …/usb1/1-2/1-2:1.0/0003:05F9:2206.0001/input/input5/event5
      guard String(cString: place).split(separator: "/").contains(Substring(port)) else {
        return nil
      }
      return name == "input" ? "/dev/input/\(entry)" : "/dev/\(entry)"
    }
  }

  /// The drivers at the interfaces of a USB device: `usblp` for a printer that the kernel has.
  private func drivers(of view: DeviceView) -> Set<String> {
    guard case .usb(let identity)? = view.address.flatMap({ DeviceAddress($0) }) else { return [] }
    let place = "/sys/bus/usb/devices/\(identity.port)"
    let interfaces = names(in: place).filter { $0.hasPrefix("\(identity.port):") }
    return Set(
      interfaces.compactMap { interface in
        guard let driver = realpath("\(root)\(place)/\(interface)/driver", nil) else { return nil }
        defer { free(driver) }
        return String(cString: driver).split(separator: "/").last.map(String.init)
      })
  }

  /// Who has these nodes open, by path; only root sees the files of other users' programs.
  func holders(of paths: Set<String>, except own: Set<String>) -> [String: [String]] {
    guard !paths.isEmpty else { return [:] }
    var holders: [String: [String]] = [:]
    for process in processes() where !own.contains(process.number) {
      let folder = "/proc/\(process.number)/fd"
      let opened = Set(
        names(in: folder).compactMap { name -> String? in
          var target = [UInt8](repeating: 0, count: 256)
          let count = target.withUnsafeMutableBytes { bytes in
            bytes.baseAddress.map { readlink("\(root)\(folder)/\(name)", $0, bytes.count) } ?? -1
          }
          guard count > 0 else { return nil }
          return String(decoding: target[..<count], as: UTF8.self)
        })
      for path in opened.intersection(paths) {
        holders[path, default: []].append("\(process.name) (process \(process.number))")
      }
    }
    return holders
  }

  /// All processes that can be seen, by number and name.
  func processes() -> [(number: String, name: String)] {
    names(in: "/proc").filter { $0.allSatisfy(\.isNumber) }.sorted().compactMap { number in
      text("/proc/\(number)/comm").map {
        (number, Terminal.harmless(String($0.prefix { $0 != "\n" })))
      }
    }
  }

  /// The till's own processes: they may hold what they like.
  func daemonProcesses() -> Set<String> {
    Set(processes().filter { $0.name == "tilld" }.map(\.number))
  }
}

extension String {
  /// The text with zeros for its spaces.
  fileprivate var zeroed: String { String(map { $0 == " " ? "0" : $0 }) }
}
