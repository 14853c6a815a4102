// tillrig: printers and scanners that exist only here, for a till that believes in them.

internal import Glibc

/// The command `tillrig`.
@main
enum Main {
  static let usage = """
    usage: tillrig --attach vhci     hangs devices on this machine's kernel (needs root)
           tillrig --attach SOCKET   hangs them on the umockbridge that listens there
    Commands come on standard input; Tests/Rig/README.md lists them.
    """

  static func main() {
    let words = Array(CommandLine.arguments.dropFirst())
    guard words.count == 2, words[0] == "--attach" else { end(2, usage) }
    // A host that is gone is found out by the write itself.
    signal(SIGPIPE, SIG_IGN)
    do throws(Attachment.Fault) {
      try Workbench(Attachment(words[1])).run()
    } catch {
      guard case .failed(let why) = error else { end(1, "tillrig: the host is not ready") }
      end(1, "tillrig: \(why)")
    }
  }

  private static func end(_ code: Int32, _ text: String) -> Never {
    let line = Array((text + "\n").utf8)
    _ = write(STDERR_FILENO, line, line.count)
    exit(code)
  }
}
