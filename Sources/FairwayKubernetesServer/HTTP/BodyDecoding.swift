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

    /// `kubectl create namespace`, `service`, `configmap` and `secret` speak nothing else.
    private func decodedProtobuf(for kind: KindDescriptor) throws(APIStatus) -> JSONValue {
        guard kind.group.isEmpty, ProtobufEnvelope.reads(kind.kind) else { throw .unknownFormat }
        let envelope: ProtobufEnvelope
        do {
            envelope = try ProtobufEnvelope(body, apiVersion: kind.apiVersion, kind: kind.kind)
        } catch {
            throw .unrecognized(kind, problem: error.description, body: [UInt8](body))
        }
        do {
            return try envelope.object()
        } catch {
            throw .badRequest(
                "\(envelope.kind) in version \"\(kind.version)\" cannot be handled as a \(kind.kind): \(error)")
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
        if body.isEmpty { return nil }
        guard contentType == "application/vnd.kubernetes.protobuf" else { return try decodedBody(for: kind) }
        do throws(ProtobufError) {
            let envelope = try ProtobufEnvelope(body, apiVersion: "v1", kind: "DeleteOptions")
            guard envelope.kind == "DeleteOptions" else {
                throw ProtobufError("decoded object cannot be converted to DeleteOptions")
            }
            return try envelope.object()
        } catch {
            throw .badRequest(error.description)
        }
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
