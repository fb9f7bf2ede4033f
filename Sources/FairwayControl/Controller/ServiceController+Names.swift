import FairwayKubernetes
import FairwayResources
import Synchronization

/// What is known of names, which is planned by itself, and less often where that takes long.
struct PacedNaming {
    /// `nil` before everything has been read.
    fileprivate(set) var latest: Naming?
    fileprivate var memory = NamingMemory()
    fileprivate var pace = Pace()
}

extension ServiceController {
    /// Asks for a plan of names whenever anything changed that they depend on.
    func followNames() async {
        let changes = [sources.services.changes(), sources.zones.changes(), sources.namespaces.changes()]
        await withTaskGroup { group in
            for stream in changes {
                group.addTask {
                    for await _ in stream {
                        self.queue.add(.names, after: self.naming.withLock { $0.pace.delay(now: .now) })
                    }
                }
            }
        }
    }

    /// Plans the names, and has everything else follow where they are others.
    func planNames() {
        let (services, zones) = (sources.services.snapshot, sources.zones.snapshot)
        let namespaces = sources.namespaces.snapshot
        guard services.isSynced, zones.isSynced, namespaces.isSynced else { return }
        let labels = Dictionary(namespaces.values.map { ($0.metadata.name ?? "", $0.metadata.labels) }) { $1 }
        // Only one is made at a time, so that the others need not wait for it.
        var memory = naming.withLock { naming in
            naming.pace.begin(now: .now)
            return naming.memory
        }
        let latest = memory.plan(services.values, Array(zones.values), labels)
        let isNew = naming.withLock { naming in
            naming.pace.end(now: .now)
            naming.memory = memory
            defer { naming.latest = latest }
            return naming.latest != latest
        }
        if isNew { askForPlan() }
    }
}
