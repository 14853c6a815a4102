// Other programs of the system, run and waited for: udevadm after new rules, systemd-analyze.

internal import Glibc

/// A program of the system (posix_spawn(3)).
enum Program {
  /// What a program said and how it ended.
  struct Outcome: Equatable {
    /// Its exit code, or 128 and the number of the signal that ended it.
    let code: Int32
    /// What it wrote to stdout and stderr, 64 KiB at most.
    let output: String
  }

  private static let outputLimit = 1 << 16

  /// Where a program is, in the folders that the system's own programs are in, or nil.
  static func path(of name: String) -> String? {
    ["/usr/bin", "/bin", "/usr/sbin", "/sbin"].map { "\($0)/\(name)" }
      .first { access($0, X_OK) == 0 }
  }

  /// Runs a program to its end, or nil when it cannot be started.
  ///
  /// Nothing goes to its stdin, and no shell reads its arguments.
  static func run(_ path: String, _ arguments: [String]) -> Outcome? {
    var pipes: [Int32] = [0, 0]
    guard pipe(&pipes) == 0 else { return nil }
    defer { close(pipes[0]) }
    for descriptor in pipes { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, pipes[1], STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, pipes[1], STDERR_FILENO)
    var process: pid_t = 0
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) }
    defer { for word in words { free(word) } }
    words.append(nil)
    let result = posix_spawn(&process, path, &actions, nil, words, environ)
    close(pipes[1])
    guard result == 0 else { return nil }
    let output = text(of: pipes[0])
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    let signal = status & 0x7F
    return Outcome(code: signal == 0 ? status >> 8 & 0xFF : 128 + signal, output: output)
  }

  /// Reads to the end, and keeps what fits: a program that is not read would never end.
  private static func text(of descriptor: Int32) -> String {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count > 0 {
        bytes += chunk[..<count].prefix(max(0, outputLimit - bytes.count))
      } else if count == 0 || errno != EINTR {
        return String(decoding: bytes, as: UTF8.self)
      }
    }
  }
}
