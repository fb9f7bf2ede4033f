import FairwayDNS
import FairwayKubernetes
import FairwayRecords
import FairwayResources
import Foundation
import Testing

@testable import FairwayNode

@Suite("ServedZones")
struct ServedZonesTests {
    private let now = ContinuousClock.now

    private func zone(
        _ apex: String = "example.test", version: DNSZoneStatus.Version? = nil, transfer: DNSZoneSpec.Transfer? = nil
    ) -> DNSZoneObject {
        DNSZoneObject(
            metadata: ObjectMeta(name: apex, uid: apex),
            spec: DNSZoneSpec(zone: apex, transfer: transfer),
            status: version.map { DNSZoneStatus(serial: Int64($0.serial), digest: $0.digest) })
    }

    private func service(
        _ name: String, version: String = "1", annotations: [String: String] = [:]
    ) -> FairwayKubernetes.Service {
        var service = NodeSnapshotTests.service(name)
        service.metadata.resourceVersion = version
        service.metadata.annotations = annotations
        service.status?.conditions = [Condition(type: ServiceConditions.programmed, status: "True")]
        return service
    }

    private func snapshot(
        _ services: [FairwayKubernetes.Service] = [], _ zones: [DNSZoneObject], secrets: [ObjectKey: Secret] = [:]
    ) -> ServedZones.Snapshot {
        ServedZones.Snapshot(naming: NamingSnapshot(services: services, zones: zones), secrets: secrets)
    }

    /// What a node that plans from the same objects has, by `serial`.
    private func version(_ serial: UInt32, of services: [FairwayKubernetes.Service] = []) throws
        -> DNSZoneStatus.Version
    {
        let plan = NamingSnapshot(services: services, zones: [zone()]).plan()
        let digest = try #require(plan.zones.values.first).digest
        return DNSZoneStatus.Version(serial: serial, digest: digest.description)
    }

    /// The answers to a question, each as its data.
    private func answers(_ zones: ServedZones, _ name: String, _ type: RecordType = .a) throws -> [String] {
        let set = ZoneSet((zones.table?.zones ?? []).map(\.contents))
        let question = Question(name: try DomainName(parsing: name), type: type)
        let bytes = try Message(header: MessageHeader(id: 7), questions: [question]).encoded()
        let query = try Query(reading: bytes.span)
        var answer = ZoneAnswer()
        set.answer(bytes.span.extracting(query.name), query.type, into: &answer)
        var reply: [UInt8] = []
        Reply(answer.responseCode, limit: 65_535)
            .write(to: query, in: bytes.span, answer, from: set, appendingTo: &reply)
        return try Message(decoding: reply.span).answers.map(\.data.text)
    }

    private func serial(_ zones: ServedZones) throws -> String? {
        try answers(zones, "example.test", .soa).first.map { String($0.split(separator: " ")[2]) }
    }

    @Test("the first table is there even if it is empty, and then none until something changes")
    func firstTable() {
        var zones = ServedZones()
        #expect(zones.follow(snapshot([], []), now: now).isTableNew)
        #expect(!zones.follow(snapshot([], []), now: now).isTableNew)
    }

    @Test("a zone without a serial is not ready, and then it is")
    func unready() throws {
        var zones = ServedZones()
        _ = zones.follow(snapshot([], [zone()]), now: now)
        #expect(try zones.table?.unready == [DomainName(parsing: "example.test")])
        #expect(zones.follow(snapshot([], [zone(version: try version(5))]), now: now).isTableNew)
        #expect(zones.table?.unready == [])
        #expect(try serial(zones) == "5")
    }

    @Test("new contents are served at once by the last serial, and then by their own")
    func contents() throws {
        var zones = ServedZones()
        let first = zone(version: try version(5))
        _ = zones.follow(snapshot([], [first]), now: now)
        #expect(zones.follow(snapshot([service("echo")], [first]), now: now).isTableNew)
        #expect(try answers(zones, "echo.default.example.test") == ["127.0.0.64"])
        #expect(try serial(zones) == "5")
        #expect(zones.wait(now: now) == ServedSerial.patience)
        let second = zone(version: try version(6, of: [service("echo")]))
        #expect(zones.follow(snapshot([service("echo")], [second]), now: now).isTableNew)
        #expect(try serial(zones) == "6")
        #expect(zones.wait(now: now) == nil)
    }

    @Test("a name goes when its Service is being deleted")
    func deletion() throws {
        var zones = ServedZones()
        var echo = service("echo")
        let zone = zone(version: try version(5, of: [echo]))
        _ = zones.follow(snapshot([echo], [zone]), now: now)
        #expect(try answers(zones, "echo.default.example.test").count == 1)
        (echo.metadata.deletionTimestamp, echo.metadata.resourceVersion) = ("2026-01-02T00:00:00Z", "2")
        _ = zones.follow(snapshot([echo], [zone]), now: now)
        #expect(try answers(zones, "echo.default.example.test").isEmpty)
    }

    @Test("annotations that cannot be read leave what they asked for before")
    func unreadable() throws {
        var zones = ServedZones()
        let zone = zone(version: try version(5))
        let good = service("echo", annotations: ["fairway.dev/hostname": "a.example.test"])
        _ = zones.follow(snapshot([good], [zone]), now: now)
        let bad = service("echo", version: "2", annotations: ["fairway.dev/hostname": "a..example.test"])
        #expect(!zones.follow(snapshot([bad], [zone]), now: now).isTableNew)
        #expect(try answers(zones, "a.example.test") == ["127.0.0.64"])
        let other = service("echo", version: "3", annotations: ["fairway.dev/hostname": "b.example.test"])
        _ = zones.follow(snapshot([other], [zone]), now: now)
        #expect(try answers(zones, "a.example.test").isEmpty)
        #expect(try answers(zones, "b.example.test") == ["127.0.0.64"])
    }

    @Test("a Service that changes in nothing that its names follow from changes nothing")
    func quiet() throws {
        var zones = ServedZones()
        let zone = zone(version: try version(5))
        _ = zones.follow(snapshot([service("echo")], [zone]), now: now)
        #expect(!zones.follow(snapshot([service("echo", version: "2")], [zone]), now: now).isTableNew)
    }

    @Test("a zone that is deleted is not answered for any more, and others are untouched")
    func zoneDeleted() throws {
        var zones = ServedZones()
        let one = zone(version: try version(5))
        _ = zones.follow(snapshot([], [one, zone("other.test")]), now: now)
        #expect(zones.table?.zones.count == 1 && zones.table?.unready.count == 1)
        let contents = zones.table?.zones.first?.contents
        _ = zones.follow(snapshot([], [one]), now: now)
        #expect(zones.table?.zones.first?.contents === contents && zones.table?.unready.count == 0)
    }

    @Test("nobody may have a zone whose key is missing, which is said once it is known, and once")
    func keys() throws {
        var zones = ServedZones()
        let key = ObjectKey(namespace: "fairway-system", name: "key")
        let transfer = DNSZoneSpec.Transfer(
            to: ["192.0.2.0/24"],
            keySecretRef: DNSZoneSpec.KeySecretReference(namespace: "fairway-system", name: "key"))
        let zone = zone(version: try version(5), transfer: transfer)
        var waiting = snapshot([], [zone])
        waiting.unreadSecrets = [key]
        #expect(zones.follow(waiting, now: now).problems.isEmpty)
        #expect(zones.table?.zones.first?.transfer == TransferRules())
        let problems = zones.follow(snapshot([], [zone]), now: now).problems
        #expect(problems.count == 1 && problems.first?.contains("Secret fairway-system/key") == true, "\(problems)")
        #expect(zones.follow(snapshot([], [zone]), now: now).problems.isEmpty)

        let secret = Secret(
            metadata: ObjectMeta(name: "key", namespace: "fairway-system"),
            data: ["name": Data("key.example".utf8), "secret": Data("c2VjcmV0".utf8)])
        #expect(zones.follow(snapshot([], [zone], secrets: [key: secret]), now: now).isTableNew)
        #expect(zones.table?.keys.map(\.name) == [try DomainName(parsing: "key.example")])
        #expect(zones.table?.zones.first?.transfer.key == zones.table?.keys.first?.name)
        #expect(zones.table?.zones.first?.transfer.sources.isEmpty == false)
    }
}
