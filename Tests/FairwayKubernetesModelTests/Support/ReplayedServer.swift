import FairwayJSON
import Foundation
import Testing

@testable import FairwayKubernetesModel

/// The objects of a conversation that is replayed: as much of a server as the model needs around it.
struct ReplayedServer {
    private var objects: [String: JSONValue] = [:]

    /// The answer to a request, with the uids and resource versions that the real server gave.
    mutating func answer(_ exchange: Exchange) throws -> (status: Int, body: JSONValue, warnings: [String]) {
        do throws(APIStatus) {
            return try respond(exchange)
        } catch {
            return (error.code, error.json, [])
        }
    }

    private mutating func respond(
        _ exchange: Exchange
    ) throws(APIStatus) -> (status: Int, body: JSONValue, warnings: [String]) {
        guard let (kind, namespace, name, _) = exchange.target else { throw .noSuchResource }
        let body: JSONValue
        do {
            body = exchange.body.isEmpty ? .null : try JSONValue(parsing: exchange.body)
        } catch {
            throw .unreadable(kind, problem: error.description, body: Array(exchange.body.utf8))
        }
        let uid = exchange.answer["metadata"]?["uid"]?.string ?? "?"
        let current = name.flatMap { objects["\(kind.storage)/\($0)"] }
        if exchange.method == "DELETE" {
            guard let current else { throw .notFound(kind, name: name ?? "") }
            return (200, try delete(kind, current, body, exchange), [])
        }
        let admitted: Admitted
        switch exchange.method {
        case "POST":
            admitted = try kind.create(
                body, namespace: namespace, uid: uid, generateSuffix: String(exchange.answer.name.suffix(5)),
                options: exchange.options)
            guard objects["\(kind.storage)/\(admitted.object.name)"] == nil else {
                throw .alreadyExists(kind, name: admitted.object.name)
            }
        case "PUT":
            guard let name, let current else { throw .notFound(kind, name: name ?? "") }
            admitted = try kind.update(
                body, current: current, name: name, namespace: namespace, options: exchange.options)
        default:
            admitted = try kind.patch(
                try Self.patch(exchange.contentType, body), current: current, name: name ?? "", namespace: namespace,
                uid: uid, options: exchange.options)
        }
        return (exchange.method == "POST" ? 201 : 200, store(admitted, kind, exchange), admitted.warnings)
    }

    private static func patch(_ type: String, _ body: JSONValue) throws(APIStatus) -> Patch {
        switch type {
        case "application/json-patch+json": .json(body)
        case "application/merge-patch+json": .merge(body)
        case "application/strategic-merge-patch+json": .strategic(body)
        case "application/apply-patch+yaml": .apply(body)
        default: throw .unsupportedMediaType
        }
    }

    private mutating func delete(
        _ kind: KindDescriptor, _ current: JSONValue, _ body: JSONValue, _ exchange: Exchange
    ) throws(APIStatus) -> JSONValue {
        let key = "\(kind.storage)/\(current.name)"
        switch try kind.delete(current: current, options: body, now: exchange.now) {
        case .remove:
            objects[key] = nil
            var deleted = current
            deleted.set(exchange.answer["metadata"]?["resourceVersion"], at: "metadata", "resourceVersion")
            return deleted
        case .mark(let marked):
            return store(Admitted(object: marked), kind, exchange)
        case .nothing:
            return current
        }
    }

    private mutating func store(_ admitted: Admitted, _ kind: KindDescriptor, _ exchange: Exchange) -> JSONValue {
        var object = admitted.object
        let key = "\(kind.storage)/\(object.name)"
        switch admitted.effect {
        case .create, .replace:
            object.set(exchange.answer["metadata"]?["resourceVersion"], at: "metadata", "resourceVersion")
            if exchange.query["dryRun"] == nil { objects[key] = object }
        case .remove: objects[key] = nil
        case .nothing: break
        }
        return object
    }
}
