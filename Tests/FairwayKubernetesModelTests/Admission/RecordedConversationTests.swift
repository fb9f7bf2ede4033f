import FairwayJSON
import Testing

@testable import FairwayKubernetesModel

@Suite("Recorded conversation")
struct RecordedConversationTests {
    @Test("each write is answered as the real server answered it")
    func writes() throws {
        var server = ReplayedServer()
        let exchanges = try Exchange.writes()
        #expect(exchanges.count > 30)
        for exchange in exchanges {
            let answer = try server.answer(exchange)
            #expect(answer.status == exchange.status, "\(exchange.testDescription)")
            let expected = Self.comparable(exchange.answer, exchange)
            let actual = Self.comparable(answer.body, exchange)
            #expect(actual.differences(from: expected) == [], "\(exchange.testDescription)")
            if answer.status < 300 {
                let warnings = answer.warnings.map { "299 - \(FieldError.quoted($0))" }.joined(separator: ", ")
                #expect(warnings == exchange.warning, "\(exchange.testDescription)")
            }
        }
    }

    /// Without what the embedded API does not do: it allocates neither cluster addresses nor node ports, and leaves
    /// out what is null.
    private static func comparable(_ answer: JSONValue, _ exchange: Exchange) -> JSONValue {
        var answer = JSONValue.object((answer.object ?? [:]).filter { !$0.value.isNull })
        if answer["kind"] == "Service" {
            answer.set(nil, at: "spec", "clusterIP")
            answer.set(nil, at: "spec", "clusterIPs")
            let ports = (answer["spec"]?["ports"]?.array ?? []).map { port in
                var port = port
                port["nodePort"] = nil
                return port
            }
            answer.set(.array(ports), at: "spec", "ports")
        }
        // Kubernetes leaves fields with their owners that it drops itself; we do not.
        if exchange.step == "type to ClusterIP clears status" {
            answer.set(nil, at: "metadata", "managedFields")
        }
        return answer
    }
}
