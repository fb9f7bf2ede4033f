import FairwayJSON
import FairwayKubernetesModel

/// A message of Kubernetes' protobuf API: what its fields are called in JSON, by number.
struct ProtobufMessage: Sendable {
    struct Field: Sendable {
        var name: String
        var type: ProtobufType
        /// Zero is a value of its own (a pointer in Go's types), and not the same as nothing.
        var isPointer = false
    }

    var fields: [UInt64: Field]

    /// Reads an object in its envelope (`k8s`, a zero byte, and runtime.Unknown); `nil`: nobody sends this kind so.
    static func object(_ body: [UInt8], kind: KindDescriptor) throws(ProtobufError) -> JSONValue? {
        let magic = Array("k8s\0".utf8)
        guard kind.group.isEmpty, let message = objects[kind.kind], body.starts(with: magic) else { return nil }
        var reader = ProtobufReader(body.dropFirst(magic.count))
        var object: JSONValue = [:]
        var type: JSONValue = [:]
        while let (number, value) = try reader.next() {
            switch number {
            case 1: type = try typeMeta.read(bytes(value))
            case 2: object = try message.read(bytes(value))
            default: continue
            }
        }
        for name in ["apiVersion", "kind"] { object[name] = type[name] }
        return object
    }

    func read(_ bytes: ArraySlice<UInt8>) throws(ProtobufError) -> JSONValue {
        var reader = ProtobufReader(bytes)
        var members: [String: JSONValue] = [:]
        while let (number, value) = try reader.next() {
            guard let field = fields[number] else {
                // To leave it out would make another object than the one that was sent.
                guard value.isZero else { throw ProtobufError(description: "field \(number) is not known") }
                continue
            }
            switch field.type {
            case .list(let element):
                members[field.name] = .array((members[field.name]?.array ?? []) + [try element.read(value)])
            case .map:
                let entry = try Self.entry.read(Self.bytes(value))
                var map = members[field.name] ?? [:]
                map[entry["key"]?.string ?? ""] = entry["value"] ?? ""
                members[field.name] = map
            default:
                if value.isZero, !field.isPointer { continue }
                let read = try field.type.read(value)
                if read != [:] { members[field.name] = read }
            }
        }
        return .object(members)
    }

    fileprivate static func bytes(_ value: ProtobufReader.Value) throws(ProtobufError) -> ArraySlice<UInt8> {
        guard case .bytes(let bytes) = value else {
            throw ProtobufError(description: "a number where bytes are expected")
        }
        return bytes
    }
}

/// The type of a field, as far as JSON tells types apart.
indirect enum ProtobufType: Sendable {
    case string
    case integer
    case boolean
    case integerOrString
    case message(ProtobufMessage)
    case list(ProtobufType)
    /// Of strings by strings.
    case map

    func read(_ value: ProtobufReader.Value) throws(ProtobufError) -> JSONValue {
        switch (self, value) {
        case (.integer, .number(let number)): return .integer(Int64(bitPattern: number))
        case (.boolean, .number(let number)): return .bool(number != 0)
        case (.string, .bytes(let bytes)):
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw ProtobufError(description: "a string is not UTF-8")
            }
            return .string(text)
        case (.message(let message), .bytes(let bytes)): return try message.read(bytes)
        case (.integerOrString, .bytes(let bytes)):
            let parts = try ProtobufMessage.integerOrString.read(bytes)
            return parts["type"] == 1 ? parts["strVal"] ?? "" : parts["intVal"] ?? 0
        default: throw ProtobufError(description: "a field has another type than expected")
        }
    }
}

// MARK: - The messages (generated.proto of k8s.io/api/core/v1 and k8s.io/apimachinery)

extension ProtobufMessage {
    /// The kinds that kubectl sends in protobuf: `kubectl create namespace` and `kubectl create service`.
    private static let objects = [
        "Namespace": ProtobufMessage(fields: [
            1: Field(name: "metadata", type: .message(objectMeta)),
            2: Field(
                name: "spec",
                type: .message(
                    ProtobufMessage(fields: [
                        1: Field(name: "finalizers", type: .list(.string))
                    ]))),
            3: Field(
                name: "status",
                type: .message(
                    ProtobufMessage(fields: [
                        1: Field(name: "phase", type: .string)
                    ]))),
        ]),
        "Service": ProtobufMessage(fields: [
            1: Field(name: "metadata", type: .message(objectMeta)),
            2: Field(name: "spec", type: .message(serviceSpec)),
            3: Field(
                name: "status",
                type: .message(
                    ProtobufMessage(fields: [
                        1: Field(name: "loadBalancer", type: .message(ProtobufMessage(fields: [:])))
                    ]))),
        ]),
    ]

    private static let objectMeta = ProtobufMessage(fields: [
        1: Field(name: "name", type: .string), 2: Field(name: "generateName", type: .string),
        3: Field(name: "namespace", type: .string), 5: Field(name: "uid", type: .string),
        6: Field(name: "resourceVersion", type: .string), 7: Field(name: "generation", type: .integer),
        8: Field(name: "creationTimestamp", type: .message(ProtobufMessage(fields: [:]))),
        11: Field(name: "labels", type: .map), 12: Field(name: "annotations", type: .map),
        14: Field(name: "finalizers", type: .list(.string)),
    ])

    private static let serviceSpec = ProtobufMessage(fields: [
        1: Field(name: "ports", type: .list(.message(servicePort))), 2: Field(name: "selector", type: .map),
        3: Field(name: "clusterIP", type: .string), 4: Field(name: "type", type: .string),
        5: Field(name: "externalIPs", type: .list(.string)), 7: Field(name: "sessionAffinity", type: .string),
        8: Field(name: "loadBalancerIP", type: .string),
        9: Field(name: "loadBalancerSourceRanges", type: .list(.string)),
        10: Field(name: "externalName", type: .string), 11: Field(name: "externalTrafficPolicy", type: .string),
        12: Field(name: "healthCheckNodePort", type: .integer),
        13: Field(name: "publishNotReadyAddresses", type: .boolean),
        14: Field(
            name: "sessionAffinityConfig",
            type: .message(
                ProtobufMessage(fields: [
                    1: Field(
                        name: "clientIP",
                        type: .message(
                            ProtobufMessage(fields: [
                                1: Field(name: "timeoutSeconds", type: .integer, isPointer: true)
                            ])))
                ]))),
        17: Field(name: "ipFamilyPolicy", type: .string, isPointer: true),
        18: Field(name: "clusterIPs", type: .list(.string)), 19: Field(name: "ipFamilies", type: .list(.string)),
        20: Field(name: "allocateLoadBalancerNodePorts", type: .boolean, isPointer: true),
        21: Field(name: "loadBalancerClass", type: .string, isPointer: true),
        22: Field(name: "internalTrafficPolicy", type: .string, isPointer: true),
        23: Field(name: "trafficDistribution", type: .string, isPointer: true),
    ])

    private static let servicePort = ProtobufMessage(fields: [
        1: Field(name: "name", type: .string), 2: Field(name: "protocol", type: .string),
        3: Field(name: "port", type: .integer), 4: Field(name: "targetPort", type: .integerOrString),
        5: Field(name: "nodePort", type: .integer), 6: Field(name: "appProtocol", type: .string, isPointer: true),
    ])

    fileprivate static let integerOrString = ProtobufMessage(fields: [
        1: Field(name: "type", type: .integer), 2: Field(name: "intVal", type: .integer),
        3: Field(name: "strVal", type: .string),
    ])

    private static let entry = ProtobufMessage(fields: [
        1: Field(name: "key", type: .string), 2: Field(name: "value", type: .string),
    ])

    private static let typeMeta = ProtobufMessage(fields: [
        1: Field(name: "apiVersion", type: .string), 2: Field(name: "kind", type: .string),
    ])
}
