// What `till doctor` knows of the machine: facts. MachineEye reads them, MachineChecks judges.

internal import Domains

/// Everything that the checks of the machine are made from.
struct MachineFacts {
  /// The state folder and the disk it lies on.
  struct Storage: Equatable {
    let folder: String
    /// The file system's kind, as proc_mounts(5) has it.
    var kind: String
    var freeBytes: Int64
  }

  /// A user of the system.
  struct Account: Equatable {
    let name: String
    let uid: UInt32
    /// Every group that the user is in.
    let groups: Set<UInt32>
  }

  /// The till's unit, its drop-ins at the end.
  struct Unit: Equatable {
    let path: String
    let text: String
    /// What `systemd-analyze security` says of the whole, such as `2.0 OK`; nil where it is not.
    var exposure: String?
  }

  /// A node of /dev that the till opens for a device.
  struct Node: Equatable {
    let path: String
    let mode: UInt32
    let uid: UInt32
    let gid: UInt32
    /// The group's name, or its number.
    let group: String
    /// Who has it open, other than the till, as `name (process 12)`.
    var holders: [String]
  }

  /// A device of `device.list` and what the system says of it.
  struct Part: Equatable {
    let view: DeviceView
    let nodes: [Node]
    /// Kernel drivers that are bound to its interfaces.
    var drivers: Set<String> = []
  }

  /// Whether the till is one of the system, and not one in a folder of its own.
  var isInstalled = true
  var storage: Storage?
  /// Why there is no `storage`.
  var storageTrouble = ""
  /// Groups by name, those that exist.
  var groups: Set<String> = []
  /// The user the daemon runs as, or would.
  var daemon: Account?
  /// Paths of the till's rules that are installed.
  var rulesPath: String?
  /// Names after `GROUP=` in the installed rules.
  var rulesGroups: Set<String> = []
  /// The rules of what is paired, as they are and as they should be; nil if there are none.
  var pairedRules: String?
  var wantedRules = ""
  var unit: Unit?
  var parts: [Part] = []
  /// Names of programs that run.
  var programs: Set<String> = []
  /// Whether other users' programs can be looked into.
  var seesAll = true
  /// Modules of the kernel that are there: loaded, built in or waiting to be loaded.
  var modules: Set<String> = []
  var hasUSB = true
  /// Whether somebody keeps the kernel's clock right; nil where nobody can say.
  var isSynchronised: Bool? = true
  /// Seconds since 1970 by the hardware clock, or nil if there is none.
  var hardwareClock: Int64?
  var kernel = ""
}
