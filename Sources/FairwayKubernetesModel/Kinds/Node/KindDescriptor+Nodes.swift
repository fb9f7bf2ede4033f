import FairwayJSON

extension KindDescriptor {
    /// Nodes. A kubelet creates its own together with the status.
    package static let nodes = KindDescriptor(
        group: "", version: "v1", kind: "Node", plural: "nodes", singular: "node", shortNames: ["no"],
        isNamespaced: false, hasStatus: true, isCreatedWithStatus: true, storage: "nodes", nameRule: .subdomain,
        schema: .node, columns: nodeColumns,
        selectableFields: [
            "spec.unschedulable": { $0[path: "spec", "unschedulable"] == true ? "true" : "false" }
        ],
        rules: NodeRules())

    private static let nodeColumns: [TableColumn] = [
        .name,
        TableColumn("Status", "Whether the node is fit for use.") { node, _ in .string(NodeCells.status(node)) },
        TableColumn("Roles", "What the node is for.") { node, _ in .string(NodeCells.roles(node)) },
        .age,
        TableColumn("Version", "The version of its kubelet.") { node, _ in
            node[path: "status", "nodeInfo", "kubeletVersion"] ?? ""
        },
        TableColumn("Internal-IP", priority: 1, "Its address inside of the cluster.") { node, _ in
            .string(NodeCells.address(node, "InternalIP"))
        },
        TableColumn("External-IP", priority: 1, "Its address outside of it.") { node, _ in
            .string(NodeCells.address(node, "ExternalIP"))
        },
        information("OS-Image", "Its operating system.", "osImage"),
        information("Kernel-Version", "The version of its kernel.", "kernelVersion"),
        information("Container-Runtime", "What runs its containers.", "containerRuntimeVersion"),
    ]

    private static func information(_ name: String, _ description: String, _ field: String) -> TableColumn {
        TableColumn(name, priority: 1, description) { node, _ in
            let value = node[path: "status", "nodeInfo", field]?.string ?? ""
            return .string(value.isEmpty ? "<unknown>" : value)
        }
    }
}

/// The cells of a Node's row, as kubectl users know them.
private enum NodeCells {
    static func status(_ node: JSONValue) -> String {
        let ready = node["status"]?.list("conditions").last { $0["type"] == "Ready" }
        let state = ready.map { $0["status"] == "True" ? "Ready" : "NotReady" } ?? "Unknown"
        return node[path: "spec", "unschedulable"] == true ? "\(state),SchedulingDisabled" : state
    }

    static func roles(_ node: JSONValue) -> String {
        let prefix = "node-role.kubernetes.io/"
        let roles = (node[path: "metadata", "labels"]?.object ?? [:]).compactMap { key, value in
            key.hasPrefix(prefix)
                ? String(key.dropFirst(prefix.count)) : key == "kubernetes.io/role" ? value.string : nil
        }
        let named = Set(roles).filter { !$0.isEmpty }.sorted()
        return named.isEmpty ? "<none>" : named.joined(separator: ",")
    }

    static func address(_ node: JSONValue, _ type: String) -> String {
        let address = node["status"]?.list("addresses").first { $0["type"] == .string(type) }
        return address?["address"]?.string ?? "<none>"
    }
}
