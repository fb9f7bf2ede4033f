import FairwayJSON
import FairwayKubernetesModel
import Foundation

extension APIRequest {
    /// The body as a value, read by its media type.
    func decodedBody(for kind: KindDescriptor) throws(APIStatus) -> JSONValue {
        switch contentType {
        case "", "application/json": return try decodedJSON(for: kind)
        case "application/yaml": return try decodedYAML()
        case "application/vnd.kubernetes.protobuf": return try decodedProtobuf(for: kind)
        default: throw .unknownFormat
        }
    }

    /// `kubectl create namespace` and `kubectl create service` can speak nothing else.
    private func decodedProtobuf(for kind: KindDescriptor) throws(APIStatus) -> JSONValue {
        do {
            guard let object = try ProtobufMessage.object([UInt8](body), kind: kind) else {
                throw APIStatus.unknownFormat
            }
            return object
        } catch let error as ProtobufError {
            throw .badRequest("the body of the request cannot be read: \(error)")
        } catch let error as APIStatus {
            throw error
        } catch {
            throw .unknownFormat
        }
    }

    func decodedPatch(for kind: KindDescriptor) throws(APIStatus) -> Patch {
        switch contentType {
        case "application/json-patch+json": return .json(try decodedJSON(for: kind))
        case "application/merge-patch+json": return .merge(try decodedJSON(for: kind))
        case "application/strategic-merge-patch+json": return .strategic(try decodedJSON(for: kind))
        case "application/apply-patch+yaml": return .apply(try decodedYAML())
        default: throw .unsupportedMediaType
        }
    }

    /// The options of a request to delete; `nil`: none are given.
    func decodedDeleteOptions(for kind: KindDescriptor) throws(APIStatus) -> JSONValue? {
        body.isEmpty ? nil : try decodedBody(for: kind)
    }

    private func decodedJSON(for kind: KindDescriptor) throws(APIStatus) -> JSONValue {
        do {
            return try JSONValue(parsing: body)
        } catch {
            throw .unreadable(kind, problem: error.description, body: [UInt8](body))
        }
    }

    private func decodedYAML() throws(APIStatus) -> JSONValue {
        // kubectl sends JSON, which is YAML, and which is read much faster as what it is.
        if body.first == UInt8(ascii: "{"), let value = quickJSON { return value }
        do {
            return try JSONValue(untrustedYAML: String(decoding: body, as: UTF8.self))
        } catch {
            throw .badRequest("error decoding YAML: \(error)")
        }
    }

    private var quickJSON: JSONValue? {
        do {
            return try JSONValue(parsing: body)
        } catch {
            return nil
        }
    }
}

extension APIStatus {
    fileprivate static let unknownFormat = APIStatus(
        code: 415, reason: "UnsupportedMediaType",
        message: "the body of the request was in an unknown format - accepted media types include: "
            + "application/json, application/yaml")
}
