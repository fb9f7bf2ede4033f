import FairwayDNS
import FairwayResources
import Testing

@testable import FairwayNode

@Suite("ServedSerial")
struct ServedSerialTests {
    private static let one = ContentDigest(of: [])
    private static let other = ContentDigest(of: [ResourceRecord(owner: .root, ttl: 1, data: .ns(.root))])
    private static let start = ContinuousClock.now

    private func published(_ serial: UInt32, _ digest: ContentDigest) -> DNSZoneStatus.Version {
        DNSZoneStatus.Version(serial: serial, digest: digest.description)
    }

    @Test("there is none before the controller has chosen one")
    func none() {
        var serial = ServedSerial()
        serial.follow(nil, servingContents: Self.one, now: Self.start)
        #expect(serial.value == nil && serial.wait(now: Self.start) == nil)
    }

    @Test("at the start that of the controller is taken, whatever it is for")
    func start() {
        var serial = ServedSerial()
        serial.follow(published(7, Self.other), servingContents: Self.one, now: Self.start)
        #expect(serial.value == 7)
    }

    @Test("new contents keep the last one until they have their own")
    func newContents() {
        var serial = ServedSerial()
        serial.follow(published(7, Self.one), servingContents: Self.one, now: Self.start)
        // The node is first.
        serial.follow(published(7, Self.one), servingContents: Self.other, now: Self.start)
        #expect(serial.value == 7)
        serial.follow(published(8, Self.other), servingContents: Self.other, now: Self.start)
        #expect(serial.value == 8 && serial.wait(now: Self.start) == nil)
        // The controller is first.
        serial.follow(published(9, Self.one), servingContents: Self.other, now: Self.start)
        #expect(serial.value == 8)
        serial.follow(published(9, Self.one), servingContents: Self.one, now: Self.start)
        #expect(serial.value == 9)
    }

    @Test("after ten seconds of disagreement that of the controller is taken")
    func patience() {
        var serial = ServedSerial()
        serial.follow(published(7, Self.one), servingContents: Self.one, now: Self.start)
        serial.follow(published(8, Self.one), servingContents: Self.other, now: Self.start)
        #expect(serial.wait(now: Self.start + .seconds(4)) == .seconds(6))
        serial.follow(published(9, Self.one), servingContents: Self.other, now: Self.start + .seconds(9))
        #expect(serial.value == 7)
        serial.follow(published(9, Self.one), servingContents: Self.other, now: Self.start + .seconds(10))
        #expect(serial.value == 9 && serial.wait(now: Self.start + .seconds(10)) == nil)
        // From then on at once, until they agree.
        serial.follow(published(10, Self.one), servingContents: Self.other, now: Self.start + .seconds(11))
        #expect(serial.value == 10)
        serial.follow(published(11, Self.one), servingContents: Self.one, now: Self.start + .seconds(12))
        serial.follow(published(12, Self.other), servingContents: Self.one, now: Self.start + .seconds(13))
        #expect(serial.value == 11)
    }

    @Test("a status that says nothing any more changes nothing")
    func forgotten() {
        var serial = ServedSerial()
        serial.follow(published(7, Self.one), servingContents: Self.one, now: Self.start)
        serial.follow(nil, servingContents: Self.other, now: Self.start)
        #expect(serial.value == 7)
    }
}
