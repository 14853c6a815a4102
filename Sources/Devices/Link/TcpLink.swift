// A printer in the network that takes raw bytes, as nearly all do at port 9100.

internal import CLinux
internal import Glibc

/// The link to a network printer over TCP.
///
/// A printer that is out of paper stops taking bytes: its window closes, and the packet stays
/// pending. Nearly all serve one computer at a time: others wait unanswered or are refused. A
/// packet counts as taken when this machine's kernel has it, whose buffer is kept small; a network
/// has no unplug, so a cable pulled out shows as an answer that does not come.
package final class TcpLink: DescriptorLink, @unchecked Sendable {
  private let host: String
  private let port: UInt16

  package init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }

  private var name: String { DeviceAddress.tcp(host: host, port: port).text }

  override func connect() throws(LinkFault) -> LinkDescriptor {
    let end = MonotonicClock.milliseconds() + DeviceLimits.connectMilliseconds
    let list = try resolve()
    defer { freeaddrinfo(list) }
    var left = Int64(
      sequence(first: list, next: { $0.pointee.ai_next }).reduce(0) { n, _ in n + 1 })
    var fault = LinkFault.absent("\(name) does not answer")
    for address in sequence(first: list, next: { $0.pointee.ai_next }) {
      // A host may have an address that leads nowhere; the others get their share of the time.
      let share = max(0, end - MonotonicClock.milliseconds()) / left
      left -= 1
      do throws(LinkFault) {
        let number = try reach(address.pointee, milliseconds: share)
        return LinkDescriptor(number: number, kind: .socket, name: name, canRead: true)
      } catch {
        fault = error
        if bell.isRung { break }
      }
    }
    throw fault
  }

  /// The host's addresses (getaddrinfo(3)); a name is asked for once, for two seconds.
  private func resolve() throws(LinkFault) -> UnsafeMutablePointer<addrinfo> {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_NUMERICSERV
    clinux_resolve_within(2)
    var list: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, String(port), &hints, &list)
    guard code == 0, let list else {
      throw .absent("\(host) is not known here: \(String(cString: gai_strerror(code)))")
    }
    return list
  }

  private func reach(
    _ address: addrinfo, milliseconds: Int64
  ) throws(LinkFault) -> Int32 {
    let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let number = socket(address.ai_family, type, 0)
    guard number >= 0 else { throw fault(errno) }
    do throws(LinkFault) {
      set(number, SOL_SOCKET, SO_KEEPALIVE, 1)
      set(number, Int32(IPPROTO_TCP), TCP_KEEPIDLE, 10)
      set(number, Int32(IPPROTO_TCP), TCP_KEEPINTVL, 5)
      set(number, Int32(IPPROTO_TCP), TCP_KEEPCNT, 3)
      set(number, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
      // Whatever lies here when the printer dies was taken and not printed.
      set(number, SOL_SOCKET, SO_SNDBUF, Int32(DeviceLimits.linkPacketBytes))
      if Glibc.connect(number, address.ai_addr, address.ai_addrlen) == 0 { return number }
      guard errno == EINPROGRESS else { throw fault(errno) }
      let outcome = Poll.wait(bell: bell, on: number, for: POLLOUT, milliseconds: milliseconds)
      guard outcome.events != 0 else {
        throw .absent(
          outcome.isRung ? "connecting to \(name) was broken off" : "\(name) does not answer")
      }
      var code: Int32 = 0
      var size = socklen_t(MemoryLayout<Int32>.size)
      getsockopt(number, SOL_SOCKET, SO_ERROR, &code, &size)
      guard code == 0 else { throw fault(code) }
      return number
    } catch {
      Glibc.close(number)
      throw error
    }
  }

  private func set(_ number: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
    var value = value
    setsockopt(number, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
  }

  /// What an error of connecting means for whoever has to put it right.
  private func fault(_ code: Int32) -> LinkFault {
    switch code {
    case ECONNREFUSED:
      .absent("\(name) refuses: it is no printer's port, or another computer is printing")
    case EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN, EADDRNOTAVAIL:
      .absent("there is no way to \(name): look at the network and the address")
    case ETIMEDOUT, ECONNRESET: .absent("\(name) does not answer")
    case EAFNOSUPPORT, EACCES, EPERM:
      .unusable("this service may not use the network, so \(name) cannot be reached")
    default: .system(SystemFault("connect", name, code: code))
    }
  }
}
