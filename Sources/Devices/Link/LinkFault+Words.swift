// What keeps a device from being used, in words for people.

extension LinkFault {
  /// Whether the device is simply not there.
  var isAbsence: Bool {
    switch self {
    case .absent, .unplugged: true
    default: false
    }
  }

  /// What is wrong and what to do about it.
  var words: String {
    switch self {
    case .absent(let what): what
    case .forbidden(let path):
      "the till may not open \(path); `till doctor` shows the rule that lets it"
    case .busy(let path, let holder?): "\(holder) holds \(path); stop it"
    case .busy(let path, nil): "another program holds \(path); `fuser -v \(path)` names it"
    case .unplugged: "it was unplugged"
    case .unusable(let why): why
    case .system(let fault): fault.description
    }
  }
}
