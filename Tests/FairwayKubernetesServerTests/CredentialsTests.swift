import Foundation
import Testing
import X509

@testable import FairwayKubernetesServer

@Suite("Credentials")
struct CredentialsTests {
    private static let day: TimeInterval = 86_400
    private let start = Date(timeIntervalSince1970: 1_800_000_000)
    private let hosts = ServerHost.all(listeningOn: "192.0.2.1")

    /// What is made first and what is found `days` later.
    private func credentials(days: Double, hosts later: [ServerHost]? = nil) throws -> (Credentials, Credentials) {
        let folder = TestServer.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let directory = try StateDirectory(path: folder)
        let first = try Credentials(in: directory, hosts: hosts, now: start)
        let now = start.addingTimeInterval(days * Self.day)
        return (first, try Credentials(in: directory, hosts: later ?? hosts, now: now))
    }

    @Test("are kept while they are good for another month")
    func kept() throws {
        let (first, second) = try credentials(days: 330)
        #expect(first.authority.certificate == second.authority.certificate)
        #expect(first.server.certificate == second.server.certificate)
        #expect(first.client.certificate == second.client.certificate)
    }

    @Test("are renewed before they expire, by the same authority")
    func renewed() throws {
        let (first, second) = try credentials(days: 340)
        #expect(first.authority.certificate == second.authority.certificate)
        #expect(first.server.certificate != second.server.certificate)
        #expect(first.client.certificate != second.client.certificate)
        #expect(second.client.isSigned(by: second.authority))
    }

    @Test("are all made anew with a new authority")
    func newAuthority() throws {
        let (first, second) = try credentials(days: 3_640)
        #expect(first.authority.certificate != second.authority.certificate)
        #expect(second.server.isSigned(by: second.authority))
        #expect(!first.client.isSigned(by: second.authority))
    }

    @Test("name every host the server is reached at, also a new one")
    func hostChanges() throws {
        #expect(hosts.contains(.address([192, 0, 2, 1])))
        #expect(hosts.contains(.address([127, 0, 0, 1])))
        #expect(hosts.contains(.name("localhost")))
        let (first, second) = try credentials(days: 1, hosts: ServerHost.all(listeningOn: "lb.example.test"))
        #expect(first.server.certificate != second.server.certificate)
        #expect(first.client.certificate == second.client.certificate)
        let names = try ServerHost.all(listeningOn: "lb.example.test").subjectAlternativeNames()
        #expect(second.server.names == names)
    }
}
