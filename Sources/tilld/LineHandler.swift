// One connection of the socket: bytes to lines, lines to the loop. Policy is the loop's.

internal import CLinux
internal import Glibc
internal import NIOCore
internal import TillLoop
internal import Wire

/// Reads one client's lines.
///
/// Runs on the loop's thread, as all of its calls do.
final class LineHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let loop: Loop
  private var framer = LineFramer(limit: Limits.lineBytes)
  private var connection: Connection?

  init(loop: Loop) { self.loop = loop }

  func channelActive(context: ChannelHandlerContext) {
    let uid = Self.uid(of: context.channel)
    let channel = context.channel
    connection = loop.assumeIsolated { $0.connect(channel, uid: uid) }
    if connection == nil { context.close(promise: nil) }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard let connection else { return }
    let buffer = unwrapInboundIn(data)
    let pieces = framer.feed(Array(buffer: buffer))
    loop.assumeIsolated { $0.receive(pieces, from: connection) }
  }

  func channelInactive(context: ChannelHandlerContext) {
    guard let connection else { return }
    loop.assumeIsolated { $0.disconnect(connection) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // A peer that vanished mid-write is no event of the till's.
    context.close(promise: nil)
  }

  /// The user at the other end (SO_PEERCRED, unix(7)); nobody's id if it cannot be told.
  private static func uid(of channel: any Channel) -> UInt32 {
    guard let options = channel as? any SocketOptionProvider else { return .max }
    let found: EventLoopFuture<clinux_ucred> = options.unsafeGetSocketOption(
      level: NIOBSDSocket.OptionLevel.socket,
      name: NIOBSDSocket.Option(rawValue: SO_PEERCRED))
    var uid = UInt32.max
    // On the channel's own loop the future is done when it is returned.
    found.assumeIsolated().whenSuccess { uid = $0.uid }
    return uid
  }
}
