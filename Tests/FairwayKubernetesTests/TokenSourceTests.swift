import Foundation
import Testing

@testable import FairwayKubernetes

@Suite struct TokenSourceTests {
    @Test("a token file is read again after a minute or a refusal, and the old token outlives it")
    func rotation() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("token-\(UUID())")
        let start = ContinuousClock.Instant.now
        try Data("one\n".utf8).write(to: file)
        let tokens = TokenSource(path: file.path)
        #expect(try tokens.token(now: start) == "one")
        try Data("two".utf8).write(to: file)
        #expect(try tokens.token(now: start + .seconds(59)) == "one")
        #expect(try tokens.token(now: start + .seconds(60)) == "two")
        try Data("three".utf8).write(to: file)
        tokens.expire()
        #expect(try tokens.token(now: start + .seconds(61)) == "three")
        try FileManager.default.removeItem(at: file)
        #expect(try tokens.token(now: start + .seconds(200)) == "three")
    }

    @Test("a file that was never there is a sentence")
    func missing() {
        let error = #expect(throws: TransportError.self) { try TokenSource(path: "/none/token").token() }
        #expect(error?.description == "the token file /none/token cannot be read: it does not exist")
    }
}
