import FairwayJSON
import FairwayKubernetesModel
import Foundation
import Logging
import Synchronization
import Testing

@testable import FairwayKubernetesServer

@Suite("The store")
struct StoreTests {
    private func withStore(_ body: @Sendable (ObjectStore) async throws -> Void) async throws {
        let folder = TestServer.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let directory = try StateDirectory(path: folder)
        let store = try ObjectStore(database: ObjectDatabase(in: directory), logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await store.run() }
            defer { store.stop() }
            try await body(store)
        }
        try store.close()
    }

    private func key(_ name: String) -> ObjectKey { ObjectKey(namespace: "default", name: name) }

    @Test("a write that fails leaves nothing behind, and those beside it stand")
    func rollback() async throws {
        try await withStore { store in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        try await store.write { _ = $0.put("things", key("good-\(number)"), ["metadata": [:]]) }
                    }
                    group.addTask {
                        await #expect(throws: APIStatus.self) {
                            try await store.write { transaction in
                                _ = transaction.put("things", key("bad-\(number)"), ["metadata": [:]])
                                throw APIStatus.badRequest("no")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let objects = store.objects("things")
            #expect(objects.count == 20)
            #expect(objects.keys.allSatisfy { $0.name.hasPrefix("good") })
            // Every version is another, and the last is the store's.
            #expect(Set(objects.values.map(\.resourceVersion)).count == 20)
            #expect(objects.values.map(\.resourceVersion).max() == store.revision)
        }
    }

    @Test("writes see those before them")
    func order() async throws {
        try await withStore { store in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        try await store.write { transaction in
                            let count = transaction.object("things", key("counter"))?.value["count"]?.integer ?? 0
                            _ = transaction.put("things", key("counter"), ["count": .integer(count + 1)])
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(store.object("things", key("counter"))?.value["count"] == 50)
        }
    }

    @Test("a watcher who does not read is cut off, and can go on from what it has")
    func slowWatcher() async throws {
        try await withStore { store in
            let subscription = try store.watch("things", from: .state(notOlderThan: 0))
            try await store.write { transaction in
                for number in 0..<3_000 { _ = transaction.put("things", key("\(number)"), ["metadata": [:]]) }
            }
            var seen: [Change] = []
            for await case .change(let change) in subscription.signals { seen.append(change) }
            #expect(!seen.isEmpty && seen.count < 3_000)
            let last = try #require(seen.last?.resourceVersion)
            let again = try store.watch("things", from: .after(last))
            defer { store.endWatch(again) }
            #expect(again.backlog.count == 3_000 - seen.count)
        }
    }

    @Test("Events go an hour after they were last written to, and nothing else does")
    func expiry() async throws {
        try await withStore { store in
            try await store.write { transaction in
                _ = transaction.put("events", key("a"), ["metadata": [:]])
                _ = transaction.put("services", key("a"), ["metadata": [:]])
            }
            let writtenAt = try #require(store.object("events", key("a"))?.writtenAt)
            try await store.expireEvents(now: writtenAt + 3_600)
            #expect(store.object("events", key("a")) != nil)
            try await store.expireEvents(now: writtenAt + 3_601)
            #expect(store.object("events", key("a")) == nil)
            #expect(store.object("services", key("a")) != nil)
        }
    }

    /// A change to an object of some 10,000 bytes, and the sizes of the texts that keeping it keeps.
    private func change(to version: Int64) -> (Change, bytes: Int) {
        let (before, after) = (object(at: version - 1), object(at: version))
        let change = Change(storage: "things", before: before, after: after, isDeletion: false)
        return (change, before.text.count + after.text.count)
    }

    private func object(at version: Int64) -> StoredObject {
        let data = String(repeating: "\(version % 10)", count: 10_000)
        return StoredObject(key: key("a"), value: ["data": .string(data)], resourceVersion: version, writtenAt: 7)
    }

    @Test("the history is bounded by all that it holds, and knows from where on it is whole")
    func history() throws {
        var history = ChangeHistory(completeAfter: 5)
        var bytes = 0
        for version in Int64(6)...3_000 {
            let (change, size) = change(to: version)
            history.append(change)
            bytes = size
        }
        #expect(history.changes(after: 5) == nil)
        let oldest = history.completeAfter
        #expect(history.changes(after: oldest - 1) == nil)
        let kept = try #require(history.changes(after: oldest))
        #expect(kept.map(\.resourceVersion) == Array(oldest + 1...3_000))
        #expect(kept.count * bytes <= ChangeHistory.byteLimit)
        #expect(kept.count * bytes > ChangeHistory.byteLimit * 9 / 10)
        #expect(history.changes(after: 2_999)?.map(\.resourceVersion) == [3_000])
        #expect(history.changes(after: 20_000)?.isEmpty == true)
    }

    @Test("the history counts small changes, too, for what they take")
    func smallChanges() {
        var history = ChangeHistory(completeAfter: 0)
        for version in Int64(1)...200_000 {
            let object = StoredObject(
                key: key("a"), value: [:], text: Data("{}".utf8), resourceVersion: version, writtenAt: 0)
            history.append(Change(storage: "things", before: nil, after: object, isDeletion: true))
        }
        #expect(200_000 - history.completeAfter <= ChangeHistory.byteLimit / MemoryLayout<PastChange>.stride)
    }

    @Test("what the history has forgotten takes no memory any more")
    func forgotten() {
        let freed = Mutex<Int>(0)
        var history = ChangeHistory(completeAfter: 0)
        for version in Int64(1)...40 {
            let bytes = UnsafeMutableRawPointer.allocate(byteCount: 1 << 20, alignment: 1)
            let text = Data(
                bytesNoCopy: bytes, count: 1 << 20,
                deallocator: .custom { bytes, _ in
                    bytes.deallocate()
                    freed.withLock { $0 += 1 }
                })
            let object = StoredObject(key: key("a"), value: [:], text: text, resourceVersion: version, writtenAt: 0)
            history.append(Change(storage: "things", before: nil, after: object, isDeletion: false))
        }
        #expect(freed.withLock { $0 } == history.completeAfter)
        #expect(history.completeAfter >= 40 - Int64(ChangeHistory.byteLimit >> 20))
    }

    @Test("a change in the history is the one that was made")
    func pastChange() {
        let (change, _) = change(to: 9)
        let past = PastChange(change).change
        #expect(past.storage == change.storage && past.isDeletion == change.isDeletion)
        for (kept, made) in [(past.before, change.before), (past.after, change.after)] {
            #expect(kept?.key == made?.key && kept?.value == made?.value && kept?.text == made?.text)
            #expect(kept?.resourceVersion == made?.resourceVersion && kept?.writtenAt == made?.writtenAt)
        }
    }
}
