import NIOCore

/// Gives up clients that hold a connection and get nowhere with it: those that send no request once they have connected,
/// and those that do not take the answer they get. (Who is silent between requests is given up by Hummingbird.)
final class PatienceHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Never

    private let patience: TimeAmount
    private var firstRequest: Scheduled<Void>?
    private var stalledAnswer: Scheduled<Void>?

    init(patience: TimeAmount) {
        self.patience = patience
    }

    func channelActive(context: ChannelHandlerContext) {
        firstRequest = context.channel.closed(in: patience)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        firstRequest?.cancel()
        context.fireChannelRead(data)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stalledAnswer?.cancel()
        stalledAnswer = context.channel.isWritable ? nil : context.channel.closed(in: patience)
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        firstRequest?.cancel()
        stalledAnswer?.cancel()
        context.fireChannelInactive()
    }
}

extension Channel {
    /// Closes the channel after a while, unless that is cancelled.
    func closed(in time: TimeAmount) -> Scheduled<Void> {
        eventLoop.scheduleTask(in: time) { self.close(promise: nil) }
    }
}
