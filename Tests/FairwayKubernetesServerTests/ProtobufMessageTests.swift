import FairwayJSON
import FairwayKubernetesModel
import Foundation
import Testing

@testable import FairwayKubernetesServer

@Suite("Objects in protobuf")
struct ProtobufMessageTests {
    /// What `kubectl create service loadbalancer imp --tcp=8080:80` sent to a real server.
    private static let service = [UInt8](
        Data(
            base64Encoded: """
                azhzAAoNCgJ2MRIHU2VydmljZRJsCh8KA2ltcBIAGgAiACoAMgA4AEIAWgoKA2FwcBIDaW1wEkUKGwoHODA4MC04MBIDVENQGJA/IgYIABBQ\
                GgAoABIKCgNhcHASA2ltcBoAIgxMb2FkQmFsYW5jZXI6AEIAUgBaAGAAaAAaAgoAGgAiAA==
                """) ?? Data())

    @Test("a Service reads as its JSON")
    func read() throws {
        let object = try ProtobufMessage.object(Self.service, kind: .services)
        #expect(
            object == [
                "apiVersion": "v1", "kind": "Service",
                "metadata": ["name": "imp", "labels": ["app": "imp"]],
                "spec": [
                    "type": "LoadBalancer", "selector": ["app": "imp"],
                    "ports": [["name": "8080-80", "protocol": "TCP", "port": 8080, "targetPort": 80]],
                ],
            ])
    }

    @Test("a body that ends early is refused, wherever it ends")
    func truncated() {
        for length in 5..<Self.service.count {
            // Where a field ends, what is left is a message of its own.
            _ = try? ProtobufMessage.object(Array(Self.service.prefix(length)), kind: .services)
        }
        #expect(throws: ProtobufError.self) {
            try ProtobufMessage.object(Array(Self.service.dropLast()), kind: .services)
        }
    }

    @Test("no change of a byte makes it trap")
    func mutated() {
        for index in Self.service.indices {
            for value in [0, 1, 0x7f, 0x80, 0xff] as [UInt8] {
                var body = Self.service
                body[index] = value
                _ = try? ProtobufMessage.object(body, kind: .services)
            }
        }
    }
}
