// A folder for one measurement, on the disk that is to be measured.

internal import FoundationEssentials
internal import Glibc

/// A new folder inside another one.
struct Folder {
  let path: String

  init(in directory: String) throws(BenchFault) {
    var template = Array((directory + "/bench-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw BenchFault("\(directory): \(String(cString: strerror(errno)))")
    }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}
