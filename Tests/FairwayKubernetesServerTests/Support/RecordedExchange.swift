import FairwayJSON
import Foundation
import Testing

/// An exchange with a real API server.
struct RecordedExchange: Sendable {
    /// The command line, or what the request is for.
    let step: String
    let method: String
    let path: String
    let accept: String
    let contentType: String
    let userAgent: String
    let body: Data?
    let status: Int
    let warning: String
    /// `nil`: not JSON, or left out of the recording.
    let answer: JSONValue?
    /// The lines of a watch; `nil`: it is none.
    let events: [JSONValue]?
    /// An answer that is plain text.
    let text: String?

    var description: String { "\(step): \(method) \(path)" }

    /// All of them, in order.
    static func all() throws -> [RecordedExchange] {
        let file = try #require(
            Bundle.module.url(forResource: "kubernetes-1.36.2", withExtension: "jsonl", subdirectory: "Fixtures"))
        return try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map { line in
            try RecordedExchange(JSONValue(parsing: Data(line)))
        }
    }

    private init(_ json: JSONValue) throws {
        func text(_ name: String) throws -> String { try #require(json[name]?.string) }
        step = try text("step")
        method = try text("method")
        path = try text("path")
        accept = try text("accept")
        contentType = try text("contentType")
        userAgent = try text("userAgent")
        body =
            json["body"]?["base64"]?.string.flatMap { Data(base64Encoded: $0) }
            ?? json["body"]?["text"]?.string.map { Data($0.utf8) }
        status = Int(try #require(json["status"]?.integer))
        warning = try text("warning")
        answer = json["answer"]
        events = json["events"]?.array
        self.text = json["text"]?.string
    }
}
