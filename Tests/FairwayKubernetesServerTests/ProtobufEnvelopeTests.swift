import FairwayJSON
import Foundation
import SwiftProtobuf
import Testing

@testable import FairwayKubernetesServer

@Suite("Objects in protobuf")
struct ProtobufEnvelopeTests {
    /// What kubectl 1.33 sent to a real server.
    enum Sent {
        /// `kubectl create service loadbalancer imp --tcp=8080:80`
        static let service = bytes(
            """
            azhzAAoNCgJ2MRIHU2VydmljZRJsCh8KA2ltcBIAGgAiACoAMgA4AEIAWgoKA2FwcBIDaW1wEkUKGwoHODA4MC04MBIDVENQGJA/IgYIABBQ\
            GgAoABIKCgNhcHASA2ltcBoAIgxMb2FkQmFsYW5jZXI6AEIAUgBaAGAAaAAaAgoAGgAiAA==
            """)
        /// `kubectl create namespace edge`
        static let namespace = bytes("azhzAAoPCgJ2MRIJTmFtZXNwYWNlEhwKFAoEZWRnZRIAGgAiACoAMgA4AEIAEgAaAgoAGgAiAA==")
        /// `kubectl create configmap c --from-literal=a=b`
        static let configMap = bytes("azhzAAoPCgJ2MRIJQ29uZmlnTWFwEhsKEQoBYxIAGgAiACoAMgA4AEIAEgYKAWESAWIaACIA")

        private static func bytes(_ text: String) -> Data { Data(base64Encoded: text) ?? Data() }
    }

    private func object(_ body: Data) throws(ProtobufError) -> JSONValue {
        try ProtobufEnvelope(body, apiVersion: "v1", kind: "Service").object()
    }

    /// A body with a message in it, as clients write it.
    private func body(_ kind: String, _ message: some Message) throws -> Data {
        let envelope = try ProtobufUnknown.with {
            $0.typeMeta = .with {
                $0.apiVersion = "v1"
                $0.kind = kind
            }
            $0.raw = try message.serializedBytes()
        }
        return Data("k8s\0".utf8) + (try envelope.serializedBytes() as Data)
    }

    @Test("a Service, a namespace and a configmap read as their JSON")
    func recorded() throws {
        #expect(
            try object(Sent.service) == [
                "apiVersion": "v1", "kind": "Service",
                "metadata": ["name": "imp", "labels": ["app": "imp"]],
                "spec": [
                    "type": "LoadBalancer", "selector": ["app": "imp"],
                    "ports": [["name": "8080-80", "protocol": "TCP", "port": 8080, "targetPort": 80]],
                ],
            ])
        #expect(
            try object(Sent.namespace) == [
                "apiVersion": "v1", "kind": "Namespace", "metadata": ["name": "edge"], "spec": [:],
            ])
        #expect(
            try object(Sent.configMap) == [
                "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "c"], "data": ["a": "b"],
            ])
    }

    @Test("what JSON writes in another way than protobuf is written in JSON's")
    func unlike() throws {
        let service = ProtobufService.with {
            $0.metadata.generation = 3
            $0.metadata.deletionGracePeriodSeconds = 0
            $0.metadata.creationTimestamp.seconds = 1_767_225_600
            $0.metadata.finalizers = ["fairway.dev/cleanup"]
            $0.metadata.ownerReferences = [
                .with {
                    $0.kind = "Node"
                    $0.controller = false
                }
            ]
            $0.spec.ports = [
                .with {
                    $0.targetPort.type = 1
                    $0.targetPort.strVal = "http"
                }, .with { $0.port = 7 },
            ]
            $0.spec.allocateLoadBalancerNodePorts = false
            $0.status.loadBalancer.ingress = [.with { $0.ip = "192.0.2.1" }]
            $0.status.conditions = [.with { $0.type = "Ready" }]
        }
        #expect(
            try object(body("Service", service)) == [
                "apiVersion": "v1", "kind": "Service",
                "metadata": [
                    "generation": 3, "deletionGracePeriodSeconds": 0, "creationTimestamp": "2026-01-01T00:00:00Z",
                    "finalizers": ["fairway.dev/cleanup"], "ownerReferences": [["kind": "Node", "controller": false]],
                ],
                "spec": ["ports": [["targetPort": "http"], ["port": 7]], "allocateLoadBalancerNodePorts": false],
                "status": ["loadBalancer": ["ingress": [["ip": "192.0.2.1"]]], "conditions": [["type": "Ready"]]],
            ])
        let secret = ProtobufSecret.with { $0.data = ["key": Data([0, 255])] }
        #expect(try object(body("Secret", secret))["data"] == ["key": "AP8="])
        let options = ProtobufDeleteOptions.with {
            $0.gracePeriodSeconds = 0
            $0.preconditions.uid = "u"
        }
        #expect(
            try object(body("DeleteOptions", options)) == [
                "apiVersion": "v1", "kind": "DeleteOptions", "gracePeriodSeconds": 0, "preconditions": ["uid": "u"],
            ])
    }

    @Test("what no kind is known of has its type only, and what says no type has that of its path")
    func types() throws {
        #expect(try object(body("Pod", ProtobufNamespace())) == ["apiVersion": "v1", "kind": "Pod"])
        #expect(try object(body("", ProtobufService()))["kind"] == "Service")
    }

    @Test(
        "a body that is no message is refused in the real server's words",
        arguments: [
            ("", "empty data"), ("k8s\0", "empty body"),
            ("{}", "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]"),
            ("k8s\0\u{0a}\u{05}a", "unexpected EOF"),
        ])
    func refused(text: String, words: String) {
        let error = #expect(throws: ProtobufError.self) { try object(Data(text.utf8)) }
        #expect(error?.description == words)
    }

    @Test("a time that no calendar has is refused")
    func time() throws {
        let service = ProtobufService.with { $0.metadata.creationTimestamp.seconds = .max }
        let body = try body("Service", service)
        #expect(throws: ProtobufError.self) { try object(body) }
    }

    @Test("neither an early end nor a change of a byte makes it trap", arguments: [Sent.service, Sent.namespace])
    func mutated(sent: Data) {
        #expect(throws: ProtobufError.self) { try object(sent.dropLast()) }
        for index in sent.indices {
            _ = try? object(sent.prefix(index))
            for value in [0, 1, 0x7f, 0x80, 0xff] as [UInt8] {
                var body = sent
                body[index] = value
                _ = try? object(body)
            }
        }
    }
}
