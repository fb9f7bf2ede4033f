import FairwayJSON
import Testing

@testable import FairwayKubernetesModel

@Suite("Nodes")
struct KindsNodeTests {
    private func node(_ members: JSONValue = [:]) -> JSONValue {
        var body: JSONValue = ["apiVersion": "v1", "kind": "Node", "metadata": ["name": "n"]]
        body.merge(members)
        return body
    }

    @Test("a node is created with the status it comes with, which its creator does not own")
    func createdWithStatus() throws {
        let created = try KindDescriptor.nodes.created(
            node(["spec": ["podCIDR": "10.1.0.0/24"], "status": ["nodeInfo": ["kubeletVersion": "v1.36.2"]]]))
        #expect(created[path: "status", "nodeInfo", "kubeletVersion"] == "v1.36.2")
        #expect(created[path: "status", "daemonEndpoints", "kubeletEndpoint", "Port"] == 0)
        #expect(created[path: "spec", "podCIDRs"] == ["10.1.0.0/24"])
        let fields = created["metadata"]?["managedFields"]?.array?.first?["fieldsV1"]
        #expect(fields?["f:status"] == nil)
        #expect(fields?["f:spec"]?["f:podCIDRs"] == [".": [:], "v:\"10.1.0.0/24\"": [:]])
    }

    @Test("a change of the node leaves its status alone, and the other way round")
    func subresource() throws {
        let kind = KindDescriptor.nodes
        let current = try kind.created(node(["status": ["capacity": ["cpu": "2"]]]))
        let change = Patch.merge(["spec": ["unschedulable": true], "status": ["capacity": ["cpu": "4"]]])
        let changed = try kind.patched(current, change).object
        #expect(changed[path: "status", "capacity", "cpu"] == "2")
        let reported = try kind.patched(current, change, subresource: "status").object
        #expect(reported[path: "status", "capacity", "cpu"] == "4")
        #expect(reported[path: "spec", "unschedulable"] == nil)
    }

    static let bad: [(spec: JSONValue, expected: String)] = [
        (
            ["taints": [["key": "a", "effect": "Never"]]],
            "spec.taints[0].effect: Unsupported value: \"Never\": supported values: \"NoExecute\", \"NoSchedule\", "
                + "\"PreferNoSchedule\""
        ),
        (["taints": [["key": "a"]]], "spec.taints[0].effect: Required value"),
        (
            ["taints": [["key": "a", "effect": "NoSchedule"], ["key": "a", "effect": "NoSchedule"]]],
            "spec.taints[1]: Duplicate value: {\"effect\":\"NoSchedule\",\"key\":\"a\"}: "
                + "taints must be unique by key and effect pair"
        ),
        (
            ["podCIDRs": ["10.0.0.0/24", "10.0.1.0/24"]],
            "spec.podCIDRs: Invalid value: [\"10.0.0.0/24\",\"10.0.1.0/24\"]: "
                + "may specify no more than one CIDR for each IP family"
        ),
        (
            ["podCIDR": "ten"],
            "spec.podCIDRs[0]: Invalid value: \"ten\": must be a valid CIDR value, "
                + "(e.g. 10.9.8.0/24 or 2001:db8::/64)"
        ),
    ]

    @Test("what a node may not be", arguments: bad)
    func refused(spec: JSONValue, expected: String) {
        let message = refusal { _ = try KindDescriptor.nodes.created(node(["spec": spec])) }?.message
        #expect(message == "Node \"n\" is invalid: \(expected)")
    }

    @Test("blocks and the provider's name are set once")
    func immutable() throws {
        let kind = KindDescriptor.nodes
        let current = try kind.created(node(["spec": ["podCIDR": "10.0.0.0/24", "providerID": "p"]]))
        let message = refusal {
            _ = try kind.updated(current, node(["spec": ["podCIDR": "10.0.1.0/24", "providerID": "q"]]))
        }?.message
        #expect(
            message
                == "Node \"n\" is invalid: [spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "
                + "\"\" to valid, spec.providerID: Forbidden: node updates may not change providerID except from \"\" "
                + "to valid]")
    }

    @Test("a row tells what kubectl users look for")
    func row() {
        let node: JSONValue = [
            "metadata": [
                "name": "n", "labels": ["node-role.kubernetes.io/edge": "", "kubernetes.io/role": "a", "x": "y"],
            ],
            "spec": ["unschedulable": true],
            "status": [
                "addresses": [["type": "InternalIP", "address": "192.0.2.1"]],
                "conditions": [["type": "Ready", "status": "True"]],
                "nodeInfo": ["kubeletVersion": "v1.36.2", "osImage": "Debian"],
            ],
        ]
        #expect(
            Table.make(.nodes, [node], now: 0)["rows"]?.array?.first?["cells"] == [
                "n", "Ready,SchedulingDisabled", "a,edge", "<unknown>", "v1.36.2", "192.0.2.1", "<none>", "Debian",
                "<unknown>", "<unknown>",
            ])
        let bare = Table.make(.nodes, [["metadata": ["name": "n"]]], now: 0)["rows"]?.array?.first?["cells"]
        #expect(bare?.array?.prefix(5) == ["n", "Unknown", "<none>", "<unknown>", ""])
    }

    @Test("nodes are selected by whether they take in pods")
    func selectUnschedulable() throws {
        let selector = try FieldSelector(parsing: "spec.unschedulable=true", kind: .nodes)
        #expect(selector.matches(["spec": ["unschedulable": true]]))
        #expect(!selector.matches([:]))
    }
}
