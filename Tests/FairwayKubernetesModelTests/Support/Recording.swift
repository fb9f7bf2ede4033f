import FairwayJSON
import Foundation
import Testing

@testable import FairwayKubernetesModel

/// An exchange with a real API server.
struct Exchange: CustomTestStringConvertible {
    var step: String
    var method: String
    var path: String
    var query: [String: String]
    var contentType: String
    var userAgent: String
    var body: String
    var status: Int
    var warning: String
    var answer: JSONValue

    var testDescription: String { "\(step): \(method) \(path)" }

    /// The recorded writes, in order.
    static func writes() throws -> [Exchange] {
        let file = try #require(
            Bundle.module.url(forResource: "writes", withExtension: "jsonl", subdirectory: "Fixtures"))
        return try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map { line in
            try Exchange(JSONValue(parsing: Data(line)))
        }
    }

    private init(_ json: JSONValue) throws {
        func text(_ name: String) throws -> String { try #require(json[name]?.string) }
        step = try text("step")
        method = try text("method")
        path = try text("path")
        query = Dictionary(
            try text("query").split(separator: "&").map { item in
                let parts = item.split(separator: "=", maxSplits: 1).map(String.init)
                return (parts[0], parts.count > 1 ? parts[1] : "")
            }
        ) { first, _ in first }
        contentType = try text("contentType")
        userAgent = try text("userAgent")
        body = try text("body")
        status = Int(try #require(json["status"]?.integer))
        warning = try text("warning")
        answer = try #require(json["answer"])
    }
}

extension Exchange {
    /// The path taken apart: `/apis/<group>/<version>/namespaces/<namespace>/<plural>/<name>/<subresource>`.
    var target: (kind: KindDescriptor, namespace: String, name: String?, subresource: String?)? {
        var parts = path.split(separator: "/").map(String.init)[...]
        let group = parts.popFirst() == "apis" ? parts.removeFirst() : ""
        let version = parts.removeFirst()
        parts = parts.dropFirst()
        let namespace = parts.removeFirst()
        let plural = parts.removeFirst()
        return KindRegistry(KindDescriptor.builtIn).find(group: group, version: version, plural: plural).map {
            ($0, namespace, parts.first, parts.dropFirst().first)
        }
    }

    /// The time of the request: the newest one in the answer.
    var now: String {
        let metadata = answer["metadata"]
        let times =
            [metadata?["creationTimestamp"], metadata?["deletionTimestamp"]]
            + (metadata?["managedFields"]?.array ?? []).map { $0["time"] }
        return times.compactMap { $0?.string }.max() ?? "2026-11-23T07:26:00Z"
    }

    var options: WriteOptions {
        WriteOptions(
            fieldManager: query["fieldManager"] ?? String(userAgent.prefix { $0 != "/" }),
            fieldValidation: query["fieldValidation"].flatMap(FieldValidation.init(rawValue:)) ?? .warn,
            subresource: target?.subresource, force: query["force"] == "true", now: now)
    }
}
