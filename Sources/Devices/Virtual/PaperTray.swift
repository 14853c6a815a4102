// The folder of a virtual printer: the paper that came out of it, and the files that people put
// there to take its paper out or to break it.

internal import ESCPOS
internal import Glibc

/// Where a virtual printer's paper is kept.
struct PaperTray: Sendable {
  private let folder: Folder
  private let profile: PrinterProfile
  private let shapes: Shapes

  /// The largest fault script that is read, in bytes.
  private static let scriptLimit = 65_536

  /// What was kept of a job whose paper could not be kept.
  struct Loss: Error {
    let why: String
    /// Whether no reader of the folder can ever find the job in it.
    let isNothingKept: Bool
  }

  init(directory: String, profile: PrinterProfile, shapes: Shapes) {
    folder = Folder(path: directory)
    self.profile = profile
    self.shapes = shapes
  }

  /// Makes the folder unless it is there.
  func prepare() throws(SystemFault) { try folder.create() }

  /// Whether someone took the paper out, by a file `offline`.
  func isWithoutPaper() throws(SystemFault) -> Bool { try folder.contains("offline") }

  /// The text of the file `faults`; nil if there is none.
  func script() throws(SystemFault) -> [UInt8]? {
    guard try folder.contains("faults") else { return nil }
    return try folder.read("faults", atMost: Self.scriptLimit)
  }

  /// Whether a job was printed in full, or nil when that cannot be known.
  func holds(_ job: String) -> Bool? {
    Self.isFileName(job) ? try? folder.contains(job + ".escpos") : false
  }

  /// Keeps the paper of a job that was printed in full, and its pictures.
  func keep(_ bytes: [UInt8], of job: String) throws(Loss) {
    let name = job + ".escpos"
    do throws(SystemFault) {
      try folder.write(bytes, to: name + ".tmp")
      try folder.rename(name + ".tmp", to: name)
    } catch {
      throw Loss(why: error.description, isNothingKept: true)
    }
    do throws(SystemFault) {
      // Until the folder itself is on disk, a power cut may take the name away again.
      try folder.sync()
    } catch {
      throw Loss(why: error.description, isNothingKept: false)
    }
    draw(bytes, job)
  }

  /// Keeps what is on paper of a job that broke off; that of an earlier try is replaced.
  func keepHalf(_ bytes: [UInt8], of job: String) {
    try? folder.write(bytes, to: job + ".half")
    draw(bytes, job + ".half")
  }

  /// Draws what the bytes say; the paper exists without its picture, so a failure is no failure.
  private func draw(_ bytes: [UInt8], _ name: String) {
    let page = Page(decoding: bytes, profile: profile)
    try? folder.write(Array(page.svg(artist: shapes.symbols).utf8), to: name + ".svg")
    try? folder.write(Array(page.text().utf8), to: name + ".txt")
  }

  /// Whether a job's name can be a file's name without leaving the folder.
  static func isFileName(_ job: String) -> Bool {
    !job.isEmpty && job.utf8.count <= 200 && !job.hasPrefix(".")
      && job.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
          UInt8(ascii: "."):
          true
        default: false
        }
      }
  }
}
