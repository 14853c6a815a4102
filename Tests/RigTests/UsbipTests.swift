// USB/IP headers and the cable: what a host asks, and what a device answers, without any host.

import ESCPOS
import Glibc
import Testing

@testable import tillrig

private func header(
  _ command: UInt8, sequence: UInt8 = 7, isIn: Bool = false, endpoint: UInt8 = 0,
  length: Int = 0, victim: UInt8 = 0, setup: [UInt8] = [UInt8](repeating: 0, count: 8)
) -> [UInt8] {
  var bytes = [UInt8](repeating: 0, count: 48)
  bytes[3] = command
  bytes[7] = sequence
  bytes[15] = isIn ? 1 : 0
  bytes[19] = endpoint
  bytes[23] = victim
  for place in 0..<4 { bytes[24 + place] = UInt8(length >> (24 - 8 * place) & 0xFF) }
  bytes.replaceSubrange(40..., with: setup)
  return bytes
}

/// The host's end of a cable.
private final class Host {
  let cable: Cable
  private let descriptor: Int32

  init(_ device: any SimulatedDevice) {
    var pair: [Int32] = [-1, -1]
    socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair)
    cable = Cable(pair[0], device: device)
    descriptor = pair[1]
  }

  deinit {
    cable.cut()
    close(descriptor)
  }

  func send(_ bytes: [UInt8]) {
    _ = write(descriptor, bytes, bytes.count)
    cable.receive()
  }

  func hear() -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    return Array(buffer[..<max(0, count)])
  }

  func cutOff() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}

private func printer(_ options: String = "") throws -> PrinterDevice {
  var options = try Options(options.split(separator: " "))
  return try PrinterDevice(&options)
}

/// Status and length of a reply.
private func told(_ reply: [UInt8]) -> (command: UInt8, status: Int8, moved: UInt8)? {
  guard reply.count >= 48 else { return nil }
  return (reply[3], Int8(bitPattern: reply[23]), reply[27])
}

@Suite struct UsbipTests {
  @Test func `a header is read as the kernel writes it`() throws {
    let request = try #require(UsbipRequest(header(1, endpoint: 2, length: 300)[...]))
    #expect(request.sequence == 7 && request.endpoint == 2 && request.payloadBytes == 300)
    let answer = try #require(UsbipRequest(header(1, isIn: true, endpoint: 2, length: 64)[...]))
    #expect(answer.endpoint == 0x82 && answer.payloadBytes == 0)
    let unlink = try #require(UsbipRequest(header(2, victim: 9)[...]))
    #expect(unlink.kind == .unlink(sequence: 9))
  }

  @Test func `a header that no host sends is none`() {
    #expect(UsbipRequest(header(9)[...]) == nil)
    #expect(UsbipRequest(header(1, length: 1 << 30)[...]) == nil)
    #expect(UsbipRequest([0, 0, 0, 1]) == nil)
  }

  @Test func `a printer takes a transfer whole and says so`() throws {
    let host = Host(try printer())
    host.send(header(1, endpoint: 1, length: 100) + [UInt8](repeating: 0x41, count: 100))
    let reply = try #require(told(host.hear()))
    #expect(reply == (3, 0, 100))
  }

  @Test func `a refused packet stays pending, and giving it up tells what went`() throws {
    let device = try printer()
    let host = Host(device)
    device.follow(try FaultScript("at byte 64 hung 60000"))
    host.send(header(1, endpoint: 1, length: 100) + [UInt8](repeating: 0x41, count: 100))
    #expect(host.hear().isEmpty && host.cable.isRefusing)
    host.send(header(2, sequence: 8, victim: 7))
    let reply = try #require(told(host.hear()))
    #expect(reply == (4, -104, 64))
    // The other way round: what has ended cannot be given up.
    host.send(header(2, sequence: 9, victim: 7))
    #expect(try #require(told(host.hear())).status == 0)
  }

  @Test func `a halted endpoint stalls until the host clears it`() throws {
    let host = Host(try printer())
    host.cable.halt(0x01)
    host.send(header(1, endpoint: 1, length: 1) + [0x41])
    #expect(try #require(told(host.hear())).status == -32)
    host.send(header(1, setup: [0x02, 1, 0, 0, 1, 0, 0, 0]))
    _ = host.hear()
    host.send(header(1, endpoint: 1, length: 1) + [0x41])
    #expect(try #require(told(host.hear())).status == 0)
  }

  @Test func `a host that goes, or speaks no USB/IP, cuts the cable`() throws {
    let host = Host(try printer())
    host.send(header(77))
    #expect(host.cable.isCut)
    let other = Host(try printer())
    other.cutOff()
    other.cable.receive()
    #expect(other.cable.isCut)
  }

  @Test func `the port says how the printer is while it takes nothing`() throws {
    let device = try printer()
    let host = Host(device)
    device.apply(.coverOpened)
    let ask: [UInt8] = [0xA1, 1, 0, 0, 0, 0, 1, 0]
    host.send(header(1, isIn: true, length: 1, setup: ask))
    #expect(host.hear().last == 0x08)
  }
}
