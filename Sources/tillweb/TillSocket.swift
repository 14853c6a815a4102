// One request, one connection to the till's socket, one answer; nothing blocks a thread meanwhile.

internal import NIOCore
internal import NIOPosix
internal import Wire

/// Why the till gave no answer.
enum TillSocketFault: Error {
  case unreachable
  /// The connection ended, by the till or by our own patience, before the answer came. What was
  /// asked for may have been done: the same command id asks for the same answer again.
  case noAnswer

  var fault: Fault {
    switch self {
    case .unreachable:
      Fault(
        .timeout, kind: "no_daemon", "The till does not answer; try the same command again.",
        retry: .after(milliseconds: 1000))
    case .noAnswer:
      Fault(
        .timeout, kind: "no_answer",
        "The till gave no answer; try the same command again, which asks for the first answer.",
        retry: .after(milliseconds: 1000))
    }
  }
}

/// The till's socket.
struct TillSocket: Sendable {
  /// Bytes of one answer that are read at most: a picture of a receipt is far below it.
  private static let answerBytes = 64 << 20
  /// How long an answer may take: verifying a year's journal or importing a million products.
  private static let patience = TimeAmount.minutes(10)

  let path: String

  /// The line that answers a line, its LF included.
  ///
  /// - Parameter line: one request without LF that has an id.
  func ask(_ line: [UInt8]) async throws(TillSocketFault) -> [UInt8] {
    let connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>
    do {
      connection = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .connectTimeout(.seconds(2))
        .connect(unixDomainSocketPath: path) { channel in
          channel.eventLoop.makeCompletedFuture {
            try NIOAsyncChannel(wrappingChannelSynchronously: channel)
          }
        }
    } catch {
      throw .unreachable
    }
    let channel = connection.channel
    let alarm = channel.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
    defer { alarm.cancel() }
    let answer = try? await connection.executeThenClose { inbound, outbound -> [UInt8]? in
      try await outbound.write(ByteBuffer(bytes: line + [0x0A]))
      var framer = LineFramer(limit: Self.answerBytes)
      for try await bytes in inbound {
        if case .line(let answer) = framer.feed(Array(buffer: bytes)).first {
          return answer + [0x0A]
        }
      }
      return nil
    }
    guard let answer = answer ?? nil else { throw .noAnswer }
    return answer
  }
}
