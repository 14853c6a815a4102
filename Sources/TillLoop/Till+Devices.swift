// The table of devices: how each one is, told to everybody who listens.

internal import Domains

extension Till {
  mutating func note(_ device: DeviceView, isUsable: Bool, _ work: inout Work) {
    devices[device.id] = device.state == "absent" ? nil : device
    if isUsable { usable.insert(device.id) } else { usable.remove(device.id) }
    broadcast("device.state", device, &work)
    if device.kind == "display", device.state == "ready" {
      // It has just been switched on: whatever it shows is not ours.
      customer.lines = nil
      showCustomer(&work)
    }
    dispatchJobs(&work)
  }

  /// The drawer's switch moved.
  mutating func noteDrawer(_ device: String, isOpen: Bool, _ work: inout Work) {}
}
