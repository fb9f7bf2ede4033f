import Foundation
import Testing

@testable import FairwayKubernetes

@Suite struct TokenSourceTests {
    /// A token file that is gone after `body`, which may write it.
    private func withToken(_ text: String, _ body: (TokenSource, _ write: (String) throws -> Void) throws -> Void)
        throws
    {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("token-\(UUID())")
        let write = { (text: String) in try Data(text.utf8).write(to: file) }
        try write(text)
        defer {
            #expect(throws: Never.self) { try FileManager.default.removeItem(at: file) }
        }
        try body(TokenSource(path: file.path), write)
    }

    @Test("TokenRotated: the file is read again after a minute")
    func rereads() throws {
        try withToken("old") { tokens, write in
            let start = ContinuousClock.now
            #expect(try tokens.token(now: start) == "old")
            try write("new\n")
            #expect(try tokens.token(now: start + .seconds(59)) == "old")
            #expect(try tokens.token(now: start + .seconds(60)) == "new")
        }
    }

    @Test("TokenRotated: the file is read again at once after a 401")
    func rereadsWhenRefused() throws {
        try withToken("old") { tokens, write in
            let start = ContinuousClock.now
            #expect(try tokens.token(now: start) == "old")
            #expect(try tokens.token(after: "old", now: start) == nil)
            try write("new")
            #expect(try tokens.token(after: "old", now: start) == "new")
            #expect(try tokens.token(now: start) == "new")
        }
    }

    @Test("an empty file is no token: the one before stays", arguments: ["", "\n"])
    func empty(text: String) throws {
        try withToken("old") { tokens, write in
            let start = ContinuousClock.now
            #expect(try tokens.token(now: start) == "old")
            try write(text)
            #expect(try tokens.token(now: start + .seconds(60)) == "old")
        }
        try withToken(text) { tokens, _ in
            let error = #expect(throws: TransportError.self) { try tokens.token() }
            #expect(error?.description.contains("it is empty") == true)
        }
    }
}
