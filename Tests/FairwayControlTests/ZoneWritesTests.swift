import FairwayCore
import FairwayKubernetes
import FairwayRecords
import FairwayResources
import Foundation
import Testing

@testable import FairwayControl

@Suite("What a controller remembers of names and zones")
struct ZoneWritesTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)

    private static func snapshot(
        _ zones: [DNSZoneObject] = [Cluster.zone("example")], _ services: [FairwayKubernetes.Service] = []
    ) -> ControlSnapshot {
        var snapshot = ControlSnapshot(services: services)
        snapshot.zones = zones
        return snapshot
    }

    /// Writes the status of a zone as a server would: the object gets a new version.
    private static func write(_ state: inout ControlState, version: String) throws -> DNSZoneStatus {
        let begun = state.zones.begin("example")
        var (zone, status) = try #require(begun)
        zone.status = status
        zone.metadata.resourceVersion = version
        try state.zones.succeeded("example", with: zone)
        return status
    }

    @Test("a serial is written once although the watch has not shown it yet")
    func once() throws {
        var state = ControlState()
        let stale = Self.snapshot()
        #expect(state.plan(stale, now: Self.now).items == [.zone("example")])
        #expect(state.zones.begin("example")?.status.serial == 1_800_000_000)
        #expect(state.zones.begin("example") == nil)
        #expect(state.plan(stale, now: Self.now + 9).items == [])
    }

    @Test("a serial follows the last that was written, and not the last that was seen")
    func follows() throws {
        var state = ControlState()
        let stale = Self.snapshot()
        _ = state.plan(stale, now: Self.now)
        _ = try Self.write(&state, version: "2")
        var service = Cluster.service("echo")
        service.metadata.finalizers = [Finalizers.cleanup]
        service.status = ServiceStatus(
            loadBalancer: LoadBalancerStatus(
                ingress: [
                    LoadBalancerIngress(ip: "192.0.2.1", ipMode: "Proxy", ports: [PortStatus(port: 1, protocol: "TCP")])
                ]),
            conditions: [Condition(type: ServiceConditions.programmed, status: "True")])
        let items = state.plan(Self.snapshot([Cluster.zone("example")], [service]), now: Self.now).items
        #expect(items.contains(.zone("example")))
        let begun = state.zones.begin("example")
        #expect(begun?.status.serial == 1_800_000_001)
        #expect(begun?.zone.metadata.resourceVersion == "2")
    }

    @Test("a status that was not written waits for its turn, unless the zone changes")
    func failure() {
        var state = ControlState()
        let snapshot = Self.snapshot()
        _ = state.plan(snapshot, now: Self.now)
        #expect(state.zones.begin("example") != nil)
        state.zones.failed("example")
        #expect(state.plan(snapshot, now: Self.now).items == [])
        #expect(state.zones.begin("example") != nil)
        state.zones.failed("example")
        var changed = Cluster.zone("example")
        changed.metadata.resourceVersion = "2"
        #expect(state.plan(Self.snapshot([changed]), now: Self.now).items == [.zone("example")])
    }

    @Test("a server that does not keep a status is not written to without end")
    func notKept() throws {
        var state = ControlState()
        let snapshot = Self.snapshot()
        _ = state.plan(snapshot, now: Self.now)
        let begun = state.zones.begin("example")
        var (zone, status) = try #require(begun)
        status.digest = nil
        zone.status = status
        zone.metadata.resourceVersion = "2"
        #expect(throws: ZoneStatusNotKept(zone: "example")) { try state.zones.succeeded("example", with: zone) }
        #expect(state.plan(snapshot, now: Self.now).items == [])
        #expect(state.plan(Self.snapshot([zone]), now: Self.now).items == [])
    }

    @Test("a server that drops the one condition is not written to without end")
    func conditionNotKept() throws {
        var state = ControlState()
        var service = Cluster.service("echo", annotations: ["fairway.dev/hostname": "www.example.test"])
        service.spec?.loadBalancerClass = "example.com/theirs"
        let snapshot = Self.snapshot([], [service])
        _ = state.plan(snapshot, now: Self.now)
        let begun = state.begin(service.serviceKey)
        var answer = try #require(begun?.service)
        answer.metadata.resourceVersion = "2"
        #expect(throws: StatusNotKept(service: service.serviceKey)) {
            try state.succeeded(service.serviceKey, with: answer)
        }
        #expect(state.plan(snapshot, now: Self.now).items == [])
    }

    @Test("what a Service asked for stands while its annotations cannot be read")
    func unreadable() throws {
        var memory = NamingMemory()
        var service = Cluster.service("echo", annotations: ["fairway.dev/hostname": "www.example.test"])
        let zones = [Cluster.zone("example")]
        let before = memory.plan([service], zones, [:])
        service.metadata.resourceVersion = "2"
        service.metadata.annotations = ["fairway.dev/hostname": "www..example.test"]
        let after = memory.plan([service], zones, [:])
        #expect(after.plan.services[service.serviceKey]?.problems.map(\.reason) == ["InvalidAnnotation"])
        #expect(after.plan.services[service.serviceKey]?.names == before.plan.services[service.serviceKey]?.names)
        #expect(after.digests == before.digests)
        #expect(after.plan.services[service.serviceKey]?.names.count == 2)
    }

    @Test("what is remembered is what would be planned anew")
    func remembered() {
        var memory = NamingMemory()
        var service = Cluster.service("echo", annotations: ["fairway.dev/hostname": "www.example.test"])
        var zones = [Cluster.zone("example")]
        func check(_ labels: [String: [String: String]] = [:]) {
            var fresh = NamingMemory()
            #expect(memory.plan([service], zones, labels) == fresh.plan([service], zones, labels))
        }
        check()
        check()
        zones[0].spec?.namespaces = DNSZoneSpec.Namespaces(selector: LabelSelectorSpec(matchLabels: ["a": "b"]))
        check()
        check(["default": ["a": "b"]])
        zones[0].spec?.ttl = 5
        check(["default": ["a": "b"]])
        service.metadata.resourceVersion = "2"
        service.metadata.annotations = [:]
        check(["default": ["a": "b"]])
    }
}
