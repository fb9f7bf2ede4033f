import NIOCore
import NIOEmbedded
import Testing

@testable import FairwayKubernetesServer

@Suite("Patience with clients")
struct PatienceHandlerTests {
    private func channel() throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handler: PatienceHandler(patience: .seconds(60)))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return channel
    }

    @Test("who connects and asks nothing is given up")
    func silent() throws {
        let channel = try channel()
        channel.embeddedEventLoop.advanceTime(by: .seconds(59))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    @Test("who has asked may wait for as long as the answer takes")
    func patient() throws {
        let channel = try channel()
        try channel.writeInbound(1)
        channel.embeddedEventLoop.advanceTime(by: .hours(2))
        #expect(channel.isActive)
    }

    @Test("who does not take the answer is given up, and who takes it slowly is not")
    func stalled() throws {
        let channel = try channel()
        try channel.writeInbound(1)
        for isWritable in [false, true, false] {
            channel.isWritable = isWritable
            channel.pipeline.fireChannelWritabilityChanged()
            channel.embeddedEventLoop.advanceTime(by: .seconds(59))
            #expect(channel.isActive)
        }
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }
}
