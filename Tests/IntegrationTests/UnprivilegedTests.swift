import Foundation
import Glibc
import Testing

@Suite("an ordinary user", .enabled(if: getuid() == 0, "needs root, to become nobody"))
struct UnprivilegedTests {
    @Test("does the whole story of the example")
    func story() async throws {
        let folder = try TemporaryFolder()
        try folder.giveToNobody(with: Fairway.path)
        let fairway = folder.path("fairway")
        // Not runuser, which stays beside what it runs and lets it be ended for two seconds.
        let nobody = ["setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups", "env", "HOME=\(folder.root)"]
        let block = AddressBlock()
        let backend = Place(block.address(1), 12_345)
        let examples = Fairway.repository + "/Examples/echo"
        let service = try String(contentsOfFile: examples + "/service.yaml", encoding: .utf8)
        let endpoints = try String(contentsOfFile: examples + "/endpoints.yaml", encoding: .utf8)
            .replacing("127.0.0.1", with: backend.address)

        try await withProgram(nobody + [fairway, "echo", "--listen", backend.text], in: folder) { echo in
            try await withUp(
                addresses: block, folder: folder, wrapper: nobody, clients: nobody, executable: fairway
            ) { up in
                let owner = try FileManager.default.attributesOfItem(atPath: up.kubeconfig)[.ownerAccountName]
                #expect(owner as? String == "nobody")
                try await up.apply(service + "---\n" + endpoints)
                let address = try await up.address(of: "echo")
                for client in [["nc", address, "12345"], ["nc", "-u", address, "12345"]] {
                    let answer = try await eventually("an answer to \(client)") {
                        let answer = try await converse(nobody + client, say: "hello")
                        return answer.isEmpty ? nil : answer
                    }
                    #expect(answer == "HELLO", "\(client)")
                }
                try await up.kubectl("delete", "service", "echo", "--timeout=20s")
            }
        }
    }
}
