import FairwayKubernetes
import FairwayResources

/// Writes a node's `NodeState` where it is not as it should be.
struct NodeStateWriter {
    private let client: KubernetesClient
    private let name: String
    private let heartbeat: String
    private var written: WrittenObject<NodeState>?

    /// `name` is the node's; `heartbeat` is the Lease that it renews.
    init(client: KubernetesClient, name: String, heartbeat: String) {
        self.client = client
        self.name = name
        self.heartbeat = heartbeat
    }

    /// Writes the status unless it is there; `seen` is the NodeState as the watch shows it, `nil` where there is none.
    mutating func write(_ status: NodeStateStatus, seen: NodeState?) async throws {
        var status = status
        status.node = name
        status.heartbeat = heartbeat
        if let written, !written.isNewer(than: seen) {
            self.written = nil
        }
        guard let current = written?.object ?? seen else {
            let answer = try await client.create(NodeState(metadata: ObjectMeta(name: name), status: status))
            written = WrittenObject(answer, over: nil, after: nil)
            return
        }
        guard current.status != status else { return }
        let patch = try Patch.status(status, members: NodeStateStatus.members, at: current.metadata.resourceVersion)
        let answer = try await client.patch(NodeState.self, name, with: patch)
        written = WrittenObject(answer, over: current, after: written)
    }
}
