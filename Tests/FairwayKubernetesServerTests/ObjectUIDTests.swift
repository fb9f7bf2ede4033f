import Foundation
import Testing

@testable import FairwayKubernetesServer

@Suite("Uids of objects")
struct ObjectUIDTests {
    @Test("later ones sort behind earlier ones, however fast they are made")
    func sorted() {
        let uids = (1...10_000).map { _ in ObjectUID.make() }
        #expect(uids == uids.sorted())
        #expect(Set(uids).count == uids.count)
    }

    @Test("they are UUIDs of version 7")
    func version() throws {
        let uid = ObjectUID.make()
        let uuid = try #require(UUID(uuidString: uid)).uuid
        #expect(uid == uid.lowercased() && uid.count == 36)
        #expect(uuid.6 >> 4 == 7 && uuid.8 >> 6 == 2)
    }
}
