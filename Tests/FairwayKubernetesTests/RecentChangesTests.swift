import Testing

@testable import FairwayKubernetes

@Suite("What changed between two snapshots")
struct RecentChangesTests {
    private static func namespace(_ name: String) -> Namespace { Namespace(metadata: ObjectMeta(name: name)) }

    private static func key(_ name: String) -> ObjectKey { ObjectKey(namespace: nil, name: name) }

    @Test("a reader learns what was put and removed since it last looked")
    func since() {
        let store = Store<Namespace>()
        store.replace(with: [Self.key("a"): Self.namespace("a")])
        let first = store.snapshot
        #expect(first.changedKeys(since: first.version) == [])
        store.put(Self.namespace("b"))
        let second = store.snapshot
        store.put(Self.namespace("b"))
        store.remove(Self.key("a"))
        let third = store.snapshot
        #expect(second.changedKeys(since: first.version) == [Self.key("b")])
        #expect(third.changedKeys(since: first.version) == [Self.key("a"), Self.key("b")])
        #expect(third.changedKeys(since: third.version) == [])
    }

    @Test("a new list, too much that was missed, and versions of others are not known")
    func unknown() {
        let store = Store<Namespace>()
        #expect(store.snapshot.changedKeys(since: 7) == nil)
        store.put(Self.namespace("a"))
        let first = store.snapshot
        store.replace(with: [:])
        #expect(store.snapshot.changedKeys(since: first.version) == nil)
        let second = store.snapshot
        for _ in 0..<1_000 { store.put(Self.namespace("b")) }
        #expect(store.snapshot.changedKeys(since: second.version) == [Self.key("b")])
        for _ in 0..<10_000 { store.put(Self.namespace("b")) }
        #expect(store.snapshot.changedKeys(since: second.version) == nil)
        #expect(store.snapshot.changedKeys(since: store.snapshot.version - 900) == [Self.key("b")])
    }
}
