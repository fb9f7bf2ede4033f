import FairwayJSON
import FairwayKubernetesModel
import Foundation
import Testing

@Suite("Tables of kinds")
struct KindsTableTests {
    private func seconds(_ text: String) throws -> Int64 {
        Int64(try Date(text, strategy: .iso8601).timeIntervalSince1970)
    }

    @Test("columns and cells are those of the real server")
    func sameAsKubernetes() throws {
        for line in try KindsFixtures.lines("kinds-tables.jsonl") {
            let kind = try #require(
                KindDescriptor.builtIn.first { $0.plural == line["kind"]?.string && $0.conversion == nil })
            let columns: [JSONValue] = kind.columns.map {
                [
                    "name": .string($0.name), "type": .string($0.type), "format": .string($0.format),
                    "priority": .integer(Int64($0.priority)),
                ]
            }
            let step = line["step"]?.string ?? ""
            #expect(.array(columns) == line["columns"], "\(step)")
            let table = Table.make(
                kind, try #require(line["objects"]?.array), now: try seconds(try #require(line["now"]?.string)))
            let cells = (table["rows"]?.array ?? []).compactMap { $0["cells"] }
            let expected = line["cells"]?.array ?? []
            #expect(cells.count == expected.count)
            for (cells, expected) in zip(cells, expected) {
                // The recorded answers were made some time after the objects.
                #expect(withoutAges(cells, kind) == withoutAges(expected, kind), "\(step)")
            }
        }
    }

    private func withoutAges(_ cells: JSONValue, _ kind: KindDescriptor) -> [JSONValue] {
        zip(cells.array ?? [], kind.columns).map { ["Last Seen", "First Seen"].contains($1.name) ? "" : $0 }
    }

    @Test("Events of both groups have the same row")
    func groupedEvents() throws {
        let events = try KindsFixtures.json("kinds-events.json")
        let now = try seconds("2026-11-23T07:25:37Z")
        let core = Table.make(.events, [try #require(events["core"])], now: now, includeObject: .none)
        let grouped = Table.make(.groupedEvents, [try #require(events["grouped"])], now: now, includeObject: .none)
        #expect(core["rows"] == grouped["rows"])
        #expect(
            core["rows"]?.array?.first?["cells"]
                == [
                    "7h20m", "Normal", "EnsuredLoadBalancer", "service/echo", "", "fairway.dev/controller, fairway-0",
                    "Ensured load balancer", "7h25m", 3, "echo-1",
                ])
    }

    @Test("a row tells of its object what is asked for")
    func includedObject() {
        let object: JSONValue = ["metadata": ["name": "a"], "status": ["phase": "Active"]]
        func row(_ included: Table.IncludedObject) -> JSONValue? {
            Table.make(.namespaces, [object], now: 0, includeObject: included)["rows"]?.array?.first?["object"]
        }
        #expect(row(.none) == nil)
        #expect(row(.object) == object)
        #expect(
            row(.metadata) == [
                "kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": ["name": "a"],
            ])
    }

    @Test("a later table of a watch has no columns")
    func withoutColumns() {
        let table = Table.make(.namespaces, [], now: 0, metadata: ["resourceVersion": "7"], withColumns: false)
        #expect(table["columnDefinitions"] == .null)
        #expect(table["metadata"]?["resourceVersion"] == "7")
        #expect(table["rows"] == [])
    }

    private func cells(_ kind: KindDescriptor, _ object: JSONValue, now: Int64 = 0) -> JSONValue? {
        Table.make(kind, [object], now: now)["rows"]?.array?.first?["cells"]
    }

    static let externalAddresses: [(JSONValue, JSONValue, String)] = [
        (["type": "LoadBalancer"], [:], "<pending>"),
        (["type": "ClusterIP"], [:], "<none>"),
        (["type": "ExternalName", "externalName": "a.example"], [:], "a.example"),
        (["type": "ClusterIP", "externalIPs": ["192.0.2.1", "192.0.2.2"]], [:], "192.0.2.1,192.0.2.2"),
        (
            ["type": "LoadBalancer", "externalIPs": ["192.0.2.1"]],
            ["loadBalancer": ["ingress": [["ip": "192.0.2.9"], ["hostname": "a.example"], ["ip": "192.0.2.9"]]]],
            "192.0.2.9,a.example,192.0.2.1"
        ),
    ]

    @Test("EXTERNAL-IP tells how a Service is reached", arguments: externalAddresses)
    func externalAddress(spec: JSONValue, status: JSONValue, expected: String) {
        #expect(cells(.services, ["spec": spec, "status": status])?.array?[3] == .string(expected))
    }

    @Test("EndpointSlices name three of each and count the rest")
    func abridged() {
        let slice: JSONValue = [
            "addressType": "IPv4", "ports": [["port": 1], ["name": "b"], [:], ["port": 4], ["port": 5]],
            "endpoints": [
                ["addresses": ["1.1.1.1", "2.2.2.2"]], ["addresses": ["3.3.3.3"]], ["addresses": ["4.4.4.4"]],
            ],
        ]
        #expect(
            cells(.endpointSlices, slice) == [
                "", "IPv4", "1,b,* + 2 more...", "1.1.1.1,2.2.2.2,3.3.3.3 + 1 more...", "<unknown>",
            ])
    }

    @Test("pools, nodes and zones have rows of their own")
    func fairwayKinds() {
        let pool: JSONValue = [
            "metadata": ["name": "a", "creationTimestamp": "1970-01-01T00:00:00Z"],
            "spec": ["addresses": ["192.0.2.0/24", "::1-::2"], "autoAssign": false],
            "status": ["assignedIPv4": 2, "assignedIPv6": 1, "availableIPv4": .integer(.max), "availableIPv6": 9],
        ]
        #expect(
            cells(.addressPools, pool, now: 119)
                == ["a", false, nil, "[\"192.0.2.0/24\",\"::1-::2\"]", "119s", 2, .integer(.max), 1, 9])
        let node: JSONValue = [
            "metadata": ["name": "n"], "status": ["engine": "proxy", "acknowledged": [["service": "a/b"]]],
        ]
        #expect(cells(.nodeStates, node) == ["n", "proxy", nil, nil])
        let zone: JSONValue = [
            "metadata": ["name": "z"], "spec": ["zone": "example.test", "ttl": 60],
            "status": [
                "records": 7, "serial": 3,
                "conditions": [["type": "Ready", "status": "False", "reason": "ZoneDeclaredTwice"]],
            ],
        ]
        #expect(cells(.dnsZones, zone) == ["z", "example.test", 7, 3, "False", nil, 60, "ZoneDeclaredTwice"])
    }

    static let ages: [(Int64, String)] = [
        (-5, "<invalid>"), (-1, "0s"), (0, "0s"), (119, "119s"), (120, "2m"), (121, "2m1s"), (599, "9m59s"),
        (600, "10m"), (10799, "179m"), (10800, "3h"), (10860, "3h1m"), (28799, "7h59m"), (28800, "8h"),
        (172799, "47h"), (172800, "2d"), (176400, "2d1h"), (691199, "7d23h"), (691200, "8d"), (63_071_999, "729d"),
        (63_072_000, "2y"), (63_158_400, "2y1d"), (252_288_000, "8y"), (10_000_000_000, "317y"),
    ]

    @Test("ages are as long as kubectl writes them", arguments: ages)
    func age(seconds: Int64, expected: String) throws {
        let object: JSONValue = ["metadata": ["creationTimestamp": "2024-02-29T23:59:59+02:00"]]
        let created = try self.seconds("2024-02-29T21:59:59Z")
        #expect(cells(.namespaces, object, now: created + seconds)?.array?.last == .string(expected))
    }

    @Test("what is no time has no age", arguments: ["", "yesterday", "2024-13-01T00:00:00Z", "2024-01-01T00:00:00"])
    func notATime(text: String) {
        let object: JSONValue = ["metadata": ["creationTimestamp": .string(text)]]
        #expect(cells(.namespaces, object)?.array?.last == "<unknown>")
    }
}
