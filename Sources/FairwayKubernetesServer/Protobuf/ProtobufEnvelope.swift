import FairwayJSON
import Foundation
import SwiftProtobuf

/// An object as clients send it in protobuf: its type, and the bytes of its message.
struct ProtobufEnvelope: Sendable {
    private static let magic = Data("k8s\0".utf8)

    let apiVersion: String
    let kind: String
    private let raw: Data

    /// Takes `body` apart. What it does not say of its type it has from the path it is sent to.
    init(_ body: Data, apiVersion: String, kind: String) throws(ProtobufError) {
        guard !body.isEmpty else { throw ProtobufError("empty data") }
        guard body.starts(with: Self.magic) else {
            throw ProtobufError(
                "provided data does not appear to be a protobuf message, expected prefix \(Array(Self.magic).words)")
        }
        guard body.count > Self.magic.count else { throw ProtobufError("empty body") }
        let envelope = try ProtobufUnknown(reading: body.dropFirst(Self.magic.count))
        self.apiVersion = envelope.typeMeta.apiVersion.isEmpty ? apiVersion : envelope.typeMeta.apiVersion
        self.kind = envelope.typeMeta.kind.isEmpty ? kind : envelope.typeMeta.kind
        raw = envelope.raw
    }

    /// Whether objects of a kind of the core group are read from protobuf.
    static func reads(_ kind: String) -> Bool { messages[kind] != nil }

    /// The object as its JSON. Of a kind that is not read it has its type only.
    func object() throws(ProtobufError) -> JSONValue {
        var object = try Self.messages[kind]?.init(reading: raw).json() ?? [:]
        object["apiVersion"] = .string(apiVersion)
        object["kind"] = .string(kind)
        return object
    }

    private static let messages: [String: any KubernetesMessage.Type] = [
        "ConfigMap": ProtobufConfigMap.self, "DeleteOptions": ProtobufDeleteOptions.self,
        "Namespace": ProtobufNamespace.self, "Secret": ProtobufSecret.self, "Service": ProtobufService.self,
    ]
}

/// Why bytes are not the protobuf message they should be.
struct ProtobufError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

// MARK: - Messages as JSON

/// A message that stands for an object, or for the options of a request.
private protocol KubernetesMessage: Message {
    /// The object's JSON, where it is not what protobuf takes for it.
    func mended(_ json: JSONValue) -> JSONValue
    /// Takes out what Kubernetes writes where there is nothing.
    mutating func tidy()
}

extension KubernetesMessage {
    mutating func tidy() {}
    func mended(_ json: JSONValue) -> JSONValue { json }

    fileprivate func json() throws(ProtobufError) -> JSONValue {
        var message = self
        message.tidy()
        var options = JSONEncodingOptions()
        options.alwaysPrintInt64sAsNumbers = true
        options.preserveProtoFieldNames = true
        do {
            return mended(try JSONValue(parsing: try message.jsonUTF8Bytes(options: options)))
        } catch {
            // A time that no calendar has.
            throw ProtobufError("\(error)")
        }
    }
}

extension Message {
    fileprivate init(reading bytes: Data) throws(ProtobufError) {
        do {
            try self.init(serializedBytes: bytes)
        } catch BinaryDecodingError.truncated {
            throw ProtobufError("unexpected EOF")
        } catch {
            throw ProtobufError("proto: \(error)")
        }
    }
}

extension ProtobufDeleteOptions: KubernetesMessage {}

extension ProtobufNamespace: KubernetesMessage {
    mutating func tidy() {
        metadata.tidy()
        for index in status.conditions.indices { status.conditions[index].tidy() }
        if status == .init() { clearStatus() }
    }
}

extension ProtobufConfigMap: KubernetesMessage {
    mutating func tidy() { metadata.tidy() }
}

extension ProtobufSecret: KubernetesMessage {
    mutating func tidy() { metadata.tidy() }
}

extension ProtobufService: KubernetesMessage {
    mutating func tidy() {
        metadata.tidy()
        for index in status.conditions.indices { status.conditions[index].tidy() }
        if status.loadBalancer == .init() { status.clearLoadBalancer() }
        if status == .init() { clearStatus() }
    }

    func mended(_ json: JSONValue) -> JSONValue {
        guard !spec.ports.isEmpty, let ports = json["spec"]?["ports"]?.array else { return json }
        var json = json
        json["spec"]?["ports"] = .array(
            zip(ports, spec.ports).map { port, message in
                var port = port
                if message.hasTargetPort { port["targetPort"] = message.targetPort.json }
                return port
            })
        return json
    }
}

extension ProtobufIntOrString {
    fileprivate var json: JSONValue { type == 1 ? .string(strVal) : .integer(Int64(intVal)) }
}

extension ProtobufObjectMeta {
    fileprivate mutating func tidy() {
        if creationTimestamp == .init() { clearCreationTimestamp() }
        if deletionTimestamp == .init() { clearDeletionTimestamp() }
    }
}

extension ProtobufCondition {
    fileprivate mutating func tidy() {
        if lastTransitionTime == .init() { clearLastTransitionTime() }
    }
}

extension [UInt8] {
    /// As Go prints bytes.
    fileprivate var words: String { "[\(map(String.init).joined(separator: " "))]" }
}
