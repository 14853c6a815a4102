// The table of devices: how each one is, told to everybody who listens.

internal import Domains

extension Till {
  mutating func note(_ device: DeviceView, isUsable: Bool, _ work: inout Work) {
    devices[device.id] = device.state == "absent" ? nil : device
    if device.state == "absent" { drawers.forget(device.id) }
    if !isUsable {
      usable.remove(device.id)
    } else if usable.insert(device.id).inserted {
      outbox.wake(device.id)
      if device.kind == "printer" { recall(from: device.id, &work) }
    }
    broadcast("device.state", device, &work)
    dispatchJobs(&work)
  }
}
