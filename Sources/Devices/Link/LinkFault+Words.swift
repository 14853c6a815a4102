// Why there is no device, in words for people, and how it shows in the list of devices.

extension LinkFault {
  /// What is wrong, and what to do about it.
  package var words: String {
    switch self {
    case .absent(let why): why
    case .forbidden(let path):
      "\(path): this user may not open it; install the till's udev rules and plug it in again"
    case .busy(let path, let holder?): "\(path): \(holder) has it; stop that program"
    case .busy(let path, nil): "\(path): another program has it; `till doctor` looks for it"
    case .unplugged: "not connected"
    case .unusable(let why): why
    case .system(let fault): fault.description
    }
  }

  /// How a device is that has this fault.
  var condition: Condition {
    switch self {
    case .absent, .unplugged: .absent
    case .forbidden, .busy, .unusable, .system: .failed
    }
  }
}
