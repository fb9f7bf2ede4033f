import FairwayKubernetes
import FairwayResources

/// Writes a node's `NodeState`s where they are not as they should be.
struct NodeStateWriter {
    private let client: KubernetesClient
    private let node: String
    private let heartbeat: String
    private var written: [String: WrittenObject<NodeState>] = [:]
    /// What was written last, and the versions of the NodeStates that say so.
    private var said: (status: NodeStateStatus, versions: [String: String?])?

    /// `heartbeat` is the Lease that the node renews.
    init(client: KubernetesClient, node: String, heartbeat: String) {
        self.client = client
        self.node = node
        self.heartbeat = heartbeat
    }

    /// Writes what is not there yet; `seen` are the node's NodeStates as the watch shows them, by their names.
    mutating func write(_ status: NodeStateStatus, seen: [String: NodeState]) async throws {
        var status = status
        status.node = node
        status.heartbeat = heartbeat
        written = written.filter { name, written in written.isNewer(than: seen[name]) }
        let current = seen.merging(written.mapValues(\.object)) { _, written in written }
        let versions = current.mapValues(\.metadata.resourceVersion)
        if let said, said.status == status, said.versions == versions { return }
        said = nil
        let parts = status.parts(of: node, keeping: current.compactMapValues(\.status))
        for (name, part) in parts.sorted(by: { $0.key < $1.key }) {
            try await write(part, to: name, over: current[name])
        }
        for name in current.keys.sorted() where parts[name] == nil {
            try await delete(name)
        }
        said = (
            status, versions.merging(written.mapValues(\.object.metadata.resourceVersion)) { _, written in written }
        )
    }

    private mutating func write(_ status: NodeStateStatus, to name: String, over current: NodeState?) async throws {
        guard let current else {
            let answer = try await create(NodeState(metadata: ObjectMeta(name: name, labels: labels), status: status))
            written[name] = WrittenObject(answer, over: nil, after: nil)
            return
        }
        guard current.status != status else { return }
        let patch = try Patch.status(status, members: NodeStateStatus.members, at: current.metadata.resourceVersion)
        let answer = try await client.patch(NodeState.self, name, with: patch)
        written[name] = WrittenObject(answer, over: current, after: written[name])
    }

    private var labels: [String: String] { [NodeState.nodeLabel: NodeState.labelValue(ofNode: node)] }

    /// Creates a NodeState; one that is there without the label, by which the watch would have shown it, is given it.
    private func create(_ state: NodeState) async throws -> NodeState {
        let name = state.metadata.name ?? ""
        do {
            return try await client.create(state)
        } catch let error as KubernetesError where error.isAlreadyExists {
            let found = try await client.get(NodeState.self, name)
            guard found.nodeName == node || found.nodeName == name else {
                throw KubernetesError(
                    attempt: "write NodeState \(name)",
                    message: "it is the node \(found.nodeName)'s; give this node another --node-name")
            }
            return try await client.patch(NodeState.self, name, with: .labels(labels))
        }
    }

    private mutating func delete(_ name: String) async throws {
        do {
            try await client.delete(NodeState.self, name)
        } catch let error as KubernetesError where error.isNotFound {
            // The watch has yet to say so.
        }
        written[name] = nil
    }
}
