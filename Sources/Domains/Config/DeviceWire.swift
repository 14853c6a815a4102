// The socket's methods about devices: what is there, taking it into use, trying it, letting it go.

package import Values
package import Wire

/// `device.list`: the devices and their states.
package enum DeviceList: Method {
  package struct Result: Codable, Sendable {
    package let devices: [DeviceView]
    package init(devices: [DeviceView]) { self.devices = devices }
  }
  package static let name = "device.list"
  package static let summary =
    "Lists the devices and how they are: those in use, then those that are only plugged in."
  package static let right = Right.look
  package static let exampleDevice = DeviceView(
    id: "printer0", kind: "printer", state: "ready", why: nil,
    address: "usb:04b8:0202:J5LK012345:1-2", name: "EPSON TM-T20III", profile: "epson-tm-t20iii",
    drawer: DrawerWiring(pin: 2, sensor: .openIsHigh))
  package static var example: (params: NoParams, result: Result) {
    (
      NoParams(),
      Result(devices: [
        exampleDevice,
        DeviceView(
          id: "usb:0c2e:0901::1-3", kind: "scanner", state: "absent",
          why: DeviceView.notPaired, address: "usb:0c2e:0901::1-3", name: "Honeywell 1900",
          paired: false),
      ])
    )
  }
}

extension DeviceView {
  /// What is said of a device that is plugged in and that the till does not use.
  package static let notPaired = "it is plugged in and not in use: device.pair takes it into use"
}

/// A device as the methods about one device answer.
package struct DeviceResult: Codable, Sendable {
  package let device: DeviceView
  package init(device: DeviceView) { self.device = device }
}

/// `device.pair`: takes a device into use, or changes one that is in use.
package enum DevicePair: Method {
  package struct Params: CommandParams {
    package let cmd: ID
    /// An id of `device.list`; one that is in use is changed.
    package let device: String?
    /// Where it is, for what cannot be found by itself: `tcp:`, `serial:`, `file:` or `usb:`.
    package let address: String?
    package let kind: PairedDevice.Kind?
    /// What to call it from now on; the lowest free of `printer0`, `printer1`… when left out.
    package let id: String?
    /// What people call it; its maker and model when left out.
    package let name: String?
    /// A printer's profile, a display's command set or a scale's protocol.
    package let profile: String?
    /// The drawer on the printer's connector; pin 0 says that there is none any more.
    package let drawer: DrawerWiring?
    /// How a scanner types, as `device.heard` tells it.
    package let settings: AnyJSON?
    package init(
      cmd: ID, device: String? = nil, address: String? = nil, kind: PairedDevice.Kind? = nil,
      id: String? = nil, name: String? = nil, profile: String? = nil,
      drawer: DrawerWiring? = nil, settings: AnyJSON? = nil
    ) {
      (self.cmd, self.device, self.address, self.kind) = (cmd, device, address, kind)
      (self.id, self.name, self.profile) = (id, name, profile)
      (self.drawer, self.settings) = (drawer, settings)
    }
  }
  package static let name = "device.pair"
  package static let summary = "Takes a device into use, or changes how one is used."
  package static let right = Right.manage
  package static var example: (params: Params, result: DeviceResult) {
    (
      Params(
        cmd: Example.command, address: "tcp:192.0.2.7:9100", id: "kitchen", name: "Kitchen",
        profile: "epson-tm-m30"),
      DeviceResult(
        device: DeviceView(
          id: "kitchen", kind: "printer", state: "absent", why: nil,
          address: "tcp:192.0.2.7:9100", name: "Kitchen", profile: "epson-tm-m30"))
    )
  }
}

/// `device.forget`: takes a device out of use.
package enum DeviceForget: Method {
  package struct Params: CommandParams {
    package let cmd: ID
    package let device: String
    package init(cmd: ID, device: String) { (self.cmd, self.device) = (cmd, device) }
  }
  package static let name = "device.forget"
  package static let summary = "Takes a device out of use; it may stay plugged in."
  package static let right = Right.manage
  package static var example: (params: Params, result: DeviceResult) {
    (
      Params(cmd: Example.command, device: "kitchen"),
      DeviceResult(
        device: DeviceView(
          id: "kitchen", kind: "printer", state: "absent", why: nil,
          address: "tcp:192.0.2.7:9100", paired: false))
    )
  }
}

/// `device.test`: has a device do its work once.
package enum DeviceTest: Method {
  /// What is tried.
  package enum What: String, Codable, CaseIterable, Sendable { case print, drawer, display, scale }

  package struct Params: CommandParams {
    package let cmd: ID
    package let device: String
    /// What the device is there for when left out.
    package let what: What?
    package init(cmd: ID, device: String, what: What? = nil) {
      (self.cmd, self.device, self.what) = (cmd, device, what)
    }
  }
  package struct Result: Codable, Sendable {
    package let what: What
    /// The test page's job; `print.list` and the `print` topic tell what became of it.
    package let print: PrintState?
    /// What the drawer did.
    package let drawer: DrawerState?
    package init(what: What, print: PrintState? = nil, drawer: DrawerState? = nil) {
      (self.what, self.print, self.drawer) = (what, print, drawer)
    }
  }
  package static let name = "device.test"
  package static let summary =
    "Prints a test page, opens the drawer, or shows a text on the customer's display."
  package static let right = Right.manage
  package static var example: (params: Params, result: Result) {
    (
      Params(cmd: Example.command, device: "printer0", what: .print),
      Result(what: .print, print: PrintState(job: "p78", state: .queued))
    )
  }
}

/// `device.listen`: finds the scanner that reads a code.
package enum DeviceListen: Method {
  package struct Params: Codable, Sendable {
    /// Only scanners can be found this way.
    package let kind: PairedDevice.Kind?
    /// 1 to 60; 30 when left out.
    package let seconds: Int64?
    /// A printer in use that prints the code as well: a laser reads no screen.
    package let printer: String?
    package init(kind: PairedDevice.Kind? = nil, seconds: Int64? = nil, printer: String? = nil) {
      (self.kind, self.seconds, self.printer) = (kind, seconds, printer)
    }
  }
  package struct Result: Codable, Sendable {
    /// To be shown as a Code 128; the scanner that reads it is told as `device.heard`.
    package let code: String
    package let seconds: Int64
    package init(code: String, seconds: Int64) { (self.code, self.seconds) = (code, seconds) }
  }
  package static let name = "device.listen"
  package static let summary =
    "Makes a code to be scanned, and tells by `device.heard` which scanner read it."
  package static let right = Right.manage
  package static var example: (params: Params, result: Result) {
    (Params(kind: .scanner, seconds: 30), Result(code: "aZ1'@\u{1D}z+\"-m4812", seconds: 30))
  }
}
