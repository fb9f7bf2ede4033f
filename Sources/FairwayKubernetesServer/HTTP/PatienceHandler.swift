import NIOCore

/// Gives up clients that hold a connection and get nowhere with it: those that send no request once they have connected,
/// and those that do not take the answer they get. (Who is silent between requests is given up by Hummingbird.)
///
/// When the server is to end, a client that has only just connected still gets the answer to what it asks first.
final class PatienceHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Never

    private let patience: TimeAmount
    private var firstRequest: Scheduled<Void>?
    private var stalledAnswer: Scheduled<Void>?
    private var hasAsked = false
    private var isToEnd = false

    init(patience: TimeAmount) {
        self.patience = patience
    }

    func channelActive(context: ChannelHandlerContext) {
        firstRequest = context.channel.closed(in: patience)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        firstRequest?.cancel()
        hasAsked = true
        context.fireChannelRead(data)
        guard isToEnd else { return }
        isToEnd = false
        context.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent, !hasAsked {
            isToEnd = true
        } else {
            context.fireUserInboundEventTriggered(event)
        }
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
