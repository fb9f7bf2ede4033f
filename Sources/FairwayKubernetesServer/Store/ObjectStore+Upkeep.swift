import FairwayJSON
import FairwayKubernetesModel
import Foundation

/// What the store does by itself.
extension ObjectStore {
    private static let bookmarkInterval = Duration.seconds(50)
    private static let expiryInterval = Duration.seconds(60)
    /// How long Events are kept after their last change, in seconds: as long as Kubernetes does.
    private static let eventLifetime: Int64 = 3_600

    /// Tells watchers now and then how far they have come, so that they need not start over after a quiet time.
    func sendBookmarksForever() async throws {
        while true {
            try await Task.sleep(for: Self.bookmarkInterval)
            sendBookmarks()
        }
    }

    /// Removes Events that nobody has written to for an hour.
    func expireEventsForever() async throws {
        while true {
            do {
                try await expireEvents(now: Int64(Date().timeIntervalSince1970))
            } catch is APIStatus {
                // The disk is full, or the server is about to end: they can go later.
            }
            try await Task.sleep(for: Self.expiryInterval)
        }
    }

    /// Removes Events that were last written to more than an hour before `now`, in seconds since 1970.
    func expireEvents(now: Int64) async throws {
        let storage = KindDescriptor.events.storage
        let horizon = now - Self.eventLifetime
        guard objects(storage).values.contains(where: { $0.writtenAt < horizon }) else { return }
        try await write { transaction in
            for object in transaction.objects(storage) where object.writtenAt < horizon {
                transaction.delete(storage, object.key)
                transaction.finishNamespace(object.key.namespace)
            }
        }
    }

    /// The namespaces that every cluster has.
    func makePermanentNamespaces() throws {
        try writeAtStart { transaction in
            let kind = KindDescriptor.namespaces
            for name in WriteTransaction.permanentNamespaces {
                let key = ObjectKey(namespace: "", name: name)
                guard transaction.object(kind.storage, key) == nil else { continue }
                let body: JSONValue = [
                    "apiVersion": "v1", "kind": "Namespace", "metadata": ["name": .string(name)],
                ]
                let admitted = try kind.create(
                    body, namespace: nil, uid: ObjectUID.make(), generateSuffix: "",
                    options: WriteOptions(fieldManager: "fairway", now: APIRequest.now()))
                _ = transaction.put(kind.storage, key, admitted.object)
            }
        }
    }
}
