import FairwayJSON
import FairwayKubernetes
import FairwayResources
import Logging
import ServiceLifecycle
import SystemPackage
import UnixSignals

/// Keeps the API at what the files of `-f` say: applies them at the start and after every change, and deletes what it
/// created and finds no more.
struct ManifestSync: ServiceLifecycle.Service {
    /// On every object that was created from a file: only such are deleted when they leave the files.
    static let createdLabel = "fairway.dev/created-by"
    static let fieldManager = "fairway-up"
    /// The kinds whose objects are looked through for those that left the files, the most dependent first.
    private static let prunedKinds = [
        EndpointSlice.type, FairwayKubernetes.Service.type, DNSZoneObject.type, AddressPoolObject.type, Namespace.type,
    ]

    /// How long an object that is being deleted has before it is looked for again.
    private static let patience = Duration.milliseconds(500)

    private let paths: [String]
    private let client: KubernetesClient
    private let logger: Logger
    /// `nil` where there is nothing to watch, or the kernel watches no more for this user.
    private let watch: FileWatch?

    init(paths: [String], client: KubernetesClient, logger: Logger) {
        self.paths = paths
        self.client = client
        self.logger = logger
        watch = paths.isEmpty ? nil : Self.watch(paths, logger)
    }

    /// To serve counts more than to follow changes.
    private static func watch(_ paths: [String], _ logger: Logger) -> FileWatch? {
        do throws(Errno) {
            return try FileWatch(paths: paths)
        } catch {
            logger.warning(
                """
                the files of -f cannot be watched for changes: send SIGHUP after a change, or raise \
                fs.inotify.max_user_instances and start again
                """, metadata: ["error": "\(error)"])
            return nil
        }
    }

    func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            let (triggers, trigger) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
            if let watch {
                group.addTask {
                    for await _ in watch.changes().cancelOnGracefulShutdown() { trigger.yield() }
                }
            }
            group.addTask {
                for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
                    trigger.yield()
                }
            }
            for await _ in triggers.cancelOnGracefulShutdown() {
                // An editor and a `cp -r` make many changes in a row; the last one counts.
                try await Task.sleep(for: .milliseconds(50))
                if await synchronize() { continue }
                group.addTask {
                    try await Task.sleep(for: Self.patience)
                    trigger.yield()
                }
            }
        }
    }

    /// Reads the files and makes the API what they say. What is wrong is logged, object by object; the rest is applied.
    ///
    /// - Returns: false where an object of the files is being deleted, so that it has to be made again when it is gone.
    @discardableResult
    func synchronize() async -> Bool {
        let (objects, errors) = ManifestReader.read(paths)
        for error in errors {
            logger.error("a manifest cannot be used, what it said before is kept", metadata: ["error": "\(error)"])
        }
        var wanted: Set<ObjectIdentity> = []
        var isComplete = errors.isEmpty
        var isLasting = true
        for object in objects.sorted(by: ManifestSync.comesFirst) {
            do {
                let identity = try await identity(of: object)
                // Also what is refused stays: it is in the files, and keeps what it said before.
                wanted.insert(identity)
                let applied = try await apply(object, identity)
                isLasting = isLasting && applied.json["metadata"]?["deletionTimestamp"] == nil
            } catch let error as KubernetesError {
                isComplete = isComplete && !error.isUnanswered
                let place = ManifestError(file: object.file, line: object.line, message: "\(error)")
                logger.error("an object was not applied", metadata: ["error": "\(place)"])
            } catch {
                return true
            }
        }
        // While a file cannot be read nobody knows what was taken out of it.
        if isComplete { await prune(keeping: wanted) }
        return isLasting
    }

    /// Namespaces come before what lives in them, pools before Services, slices last: so nothing has to wait.
    private static func comesFirst(_ left: ManifestObject, _ right: ManifestObject) -> Bool {
        let order = prunedKinds.reversed().map(\.kind)
        func rank(_ object: ManifestObject) -> Int { order.firstIndex(of: object.kind) ?? order.count }
        return rank(left) < rank(right)
    }

    private func identity(of object: ManifestObject) async throws -> ObjectIdentity {
        let type = try await client.resourceType(apiVersion: object.apiVersion, kind: object.kind)
        let namespace = type.namespaced ? object.namespace ?? client.defaultNamespace : nil
        return ObjectIdentity(type: type, key: ObjectKey(namespace: namespace, name: object.name))
    }

    private func apply(_ object: ManifestObject, _ identity: ObjectIdentity) async throws -> DynamicObject {
        var wanted = DynamicObject(object.value)
        if try await isOurs(identity) { wanted.label(Self.createdLabel, Self.fieldManager) }
        return try await client.apply(wanted, fieldManager: Self.fieldManager, force: true)
    }

    /// Whether the object is not there yet, or was created from a file.
    private func isOurs(_ identity: ObjectIdentity) async throws -> Bool {
        do {
            let present: DynamicObject = try await client.get(
                identity.type, identity.key.name, in: identity.key.namespace)
            return present.json["metadata"]?["labels"]?[Self.createdLabel]?.string == Self.fieldManager
        } catch let error as KubernetesError where error.isNotFound {
            return true
        }
    }

    private func prune(keeping wanted: Set<ObjectIdentity>) async {
        for type in Self.prunedKinds {
            do {
                let created: ObjectList<DynamicObject> = try await client.list(
                    type, Selection(labels: "\(Self.createdLabel)=\(Self.fieldManager)"))
                for object in created.items where !wanted.contains(ObjectIdentity(type: type, key: object.key)) {
                    try await client.delete(type, object.key.name, in: object.key.namespace)
                    logger.info(
                        "deleted an object that left the files",
                        metadata: ["kind": "\(type.kind)", "name": "\(object.key)"])
                }
            } catch {
                logger.error("could not delete what left the files", metadata: ["error": "\(error)"])
            }
        }
    }
}

/// Which object of which kind.
private struct ObjectIdentity: Hashable {
    var type: ResourceType
    var key: ObjectKey
}

extension DynamicObject {
    fileprivate mutating func label(_ name: String, _ value: String) {
        var metadata = json["metadata"] ?? [:]
        var labels = metadata["labels"] ?? [:]
        labels[name] = .string(value)
        metadata["labels"] = labels
        json["metadata"] = metadata
    }
}
