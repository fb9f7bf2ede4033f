import FairwayJSON
import Foundation
import Testing

/// The recorded conversation, had again with this server: every exchange is compared, or left out by a rule that says why.
@Suite("A conversation with Kubernetes 1.36.2, replayed", .enabled(if: hasPrograms, "needs kubectl and curl"))
struct ReplayTests {
    /// What is not sent to this server.
    static let leftOut: [(reason: String, applies: @Sendable (RecordedExchange) -> Bool)] = [
        (
            "what a server tells of itself differs; other tests hold kubectl to discovery and OpenAPI",
            { exchange in
                ["/version", "/api?", "/apis?", "/openapi/"].contains { exchange.path.hasPrefix($0) }
            }
        ),
        (
            "an EndpointSlice may hold loopback addresses here, as the endpoints are on the same machine",
            { $0.step == "kubectl apply -f slice.yaml" && $0.method == "PATCH" }
        ),
        (
            "a cluster's controller adds EndpointSlices of its own",
            { $0.step == "kubectl get endpointslices" }
        ),
    ]

    @Test("every answer has the status, the reason, the words and the shape that the real server's had")
    func replay() async throws {
        let exchanges = try RecordedExchange.all()
        try await TestServer.run { server in
            var replay = Replay(server: server)
            try await replay.prepare()
            for exchange in exchanges where !Self.leftOut.contains(where: { $0.applies(exchange) }) {
                try await replay.run(exchange)
            }
            #expect(replay.waiting.isEmpty, "watches that never came to what they told")
            #expect(replay.compared > 100)
        }
    }

    @Test("what is left out is so for one reason")
    func rules() throws {
        for exchange in try RecordedExchange.all() {
            #expect(Self.leftOut.count { $0.applies(exchange) } <= 1, "\(exchange.description)")
        }
    }
}

/// The replay as far as it has come.
private struct Replay {
    let server: TestServer
    private var likeness = Likeness()
    /// Watches went on while other requests were made: they are replayed once everything they told has happened.
    private(set) var waiting: [RecordedExchange] = []
    private(set) var compared = 0

    init(server: TestServer) { self.server = server }

    /// Makes what a cluster has from the start and the conversation tells of.
    func prepare() async throws {
        let kubernetes: JSONValue = [
            "metadata": [
                "name": "kubernetes", "labels": ["component": "apiserver", "provider": "kubernetes"],
            ],
            "spec": ["ports": [["name": "https", "port": 443, "targetPort": 26443]]],
        ]
        let response = try await server.request("POST", TestServer.services, body: kubernetes.compactText)
        try #require(response.status == 201, "\(response.text)")
    }

    mutating func run(_ exchange: RecordedExchange) async throws {
        if exchange.events == nil {
            try await compare(exchange)
        } else {
            waiting.append(exchange)
        }
        for watch in waiting where watch.versions.allSatisfy({ likeness.versions[$0] != nil }) {
            waiting.removeAll { $0.description == watch.description }
            try await compareWatch(watch)
        }
    }

    private mutating func compare(_ exchange: RecordedExchange) async throws {
        compared += 1
        let response = try await send(exchange)
        #expect(response.status == exchange.status, "\(exchange.description): \(response.text)")
        if let text = exchange.text { #expect(response.text.trimmed == text.trimmed, "\(exchange.description)") }
        guard let theirs = exchange.answer else { return }
        var (ours, real) = (response.json.comparable(), theirs.comparable())
        if exchange.step == "type to ClusterIP clears status" {
            // Kubernetes leaves with their owners the fields that it drops itself; we do not.
            ours.drop("managedFields", of: "metadata")
            real.drop("managedFields", of: "metadata")
        }
        let differences = likeness.differences(ours, real)
        #expect(differences == [], "\(exchange.description)")
    }

    private mutating func compareWatch(_ exchange: RecordedExchange) async throws {
        compared += 1
        let response = try await send(exchange)
        #expect(response.status == exchange.status, "\(exchange.description): \(response.text)")
        let columns = exchange.events?.first?["object"]?.columnNames ?? []
        let theirs = exchange.events ?? []
        var ours = response.events
        // Ours end with a bookmark where the client takes any; theirs where the time that was left was enough.
        if ours.count > theirs.count, ours.last?["type"] == "BOOKMARK" { ours.removeLast() }
        let differences = likeness.differences(
            .array(ours.map { $0.comparable(columns: columns) }), .array(theirs.map { $0.comparable(columns: columns) })
        )
        #expect(differences == [], "\(exchange.description)")
    }

    private func send(_ exchange: RecordedExchange) async throws -> Response {
        var path = likeness.translated(exchange.path).replacing(/resourceVersion=(\d+)/) {
            "resourceVersion=\(likeness.versions[String($0.1)] ?? String($0.1))"
        }
        if exchange.events != nil {
            path = path.replacing(/&timeoutSeconds=\d+/, with: "") + "&timeoutSeconds=1"
        }
        return try await server.request(
            exchange.method, path, bytes: body(exchange),
            headers: [
                "Accept: \(exchange.accept)", "Content-Type: \(exchange.contentType)",
                "User-Agent: \(exchange.userAgent)",
            ])
    }

    private func body(_ exchange: RecordedExchange) -> Data? {
        guard let body = exchange.body, let text = String(data: body, encoding: .utf8) else { return exchange.body }
        let translated = likeness.translated(text).replacing(/"resourceVersion":\s*"(\d+)"/) {
            "\"resourceVersion\":\"\(likeness.versions[String($0.1)] ?? String($0.1))\""
        }
        return Data(translated.utf8)
    }
}

extension RecordedExchange {
    /// The versions of the objects that a watch tells of.
    fileprivate var versions: [String] {
        (events ?? []).filter { $0["type"] != "BOOKMARK" }.compactMap {
            $0["object"]?["metadata"]?["resourceVersion"]?.string
        }
    }
}

extension String {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}

// MARK: - What the embedded API does in another way

extension JSONValue {
    /// Columns whose cells tell of the time, or of addresses that only a cluster gives.
    private static let variableColumns: Set = ["Age", "Last Seen", "First Seen", "Cluster-IP"]

    fileprivate var columnNames: [String] { self["columnDefinitions"]?.array?.compactMap { $0["name"]?.string } ?? [] }

    /// Without what is known to differ. `columns` are those of a table that does not name them itself.
    fileprivate func comparable(columns: [String] = []) -> JSONValue {
        switch self {
        case .array(let elements): return .array(elements.map { $0.comparable(columns: columns) })
        case .object:
            let object = sayingItemsKinds().object ?? [:]
            // Go writes null where there is nothing in a list that is always written; for clients it is the same.
            var value = JSONValue.object(
                object.filter { !$0.value.isNull }.mapValues { $0.comparable(columns: columns) })
            value.tidyMetadata()
            // Of the object in a bookmark only the version means anything; in Go it has the rest as well, empty.
            if self["type"] == "BOOKMARK" { value["object"] = ["metadata": value["object"]?["metadata"] ?? .null] }
            switch self["kind"] {
            case "Service": value.dropAllocations()
            // A controller empties a cluster's namespaces and holds them until then; here the server does it itself.
            case "Namespace": value.drop("finalizers", of: "spec")
            case "Table": value.dropVariableCells(columnNames.isEmpty ? columns : columnNames)
            default: break
            }
            return value
        case .string(let text): return .string(text.replacing(/current: \d+/, with: "current: N"))
        default: return self
        }
    }

    /// Kubernetes leaves to the list to say what its items are.
    private func sayingItemsKinds() -> JSONValue {
        guard let kind = self["kind"]?.string, kind.hasSuffix("List"), let items = self["items"]?.array else {
            return self
        }
        var list = self
        list["items"] = .array(
            items.map { item in
                var item = item
                item["kind"] = .string(String(kind.dropLast(4)))
                item["apiVersion"] = self["apiVersion"]
                return item
            })
        return list
    }

    /// Managers in an order that is not that of the times of their writes. The `kubernetes` Service is made by a cluster
    /// itself, and by the test here.
    private mutating func tidyMetadata() {
        guard let managers = self["metadata"]?["managedFields"]?.array else { return }
        let isMadeByCluster = self["metadata"]?["name"] == "kubernetes"
        self["metadata"]?["managedFields"] =
            isMadeByCluster ? [] : .array(managers.sorted { $0.managerKey < $1.managerKey })
    }

    private var managerKey: String {
        ["manager", "operation", "subresource", "apiVersion"].map { self[$0]?.string ?? "" }.joined(separator: " ")
    }

    /// A cluster gives Services addresses and node ports of its own; here there is one machine.
    private mutating func dropAllocations() {
        drop("clusterIP", of: "spec")
        drop("clusterIPs", of: "spec")
        if let ports = self["spec"]?["ports"]?.array {
            self["spec"]?["ports"] = .array(ports.map { .object(($0.object ?? [:]).filter { $0.key != "nodePort" }) })
        }
    }

    fileprivate mutating func drop(_ name: String, of member: String) {
        guard let members = self[member]?.object else { return }
        self[member] = .object(members.filter { $0.key != name })
    }

    /// The cells that differ, and the descriptions of columns, which are in our own words.
    private mutating func dropVariableCells(_ columns: [String]) {
        if let definitions = self["columnDefinitions"]?.array {
            self["columnDefinitions"] = .array(
                definitions.map { .object(($0.object ?? [:]).filter { $0.key != "description" }) })
        }
        self["rows"] = .array(
            (self["rows"]?.array ?? []).map { row in
                var row = row
                row["cells"] = .array(
                    zip(columns, row["cells"]?.array ?? []).map { column, cell in
                        guard !Self.variableColumns.contains(column) else { return "-" }
                        // The node port behind each port.
                        return cell.string.map { .string($0.replacing(/:\d+\//, with: "/")) } ?? cell
                    })
                return row
            })
    }
}
