import FairwayCore
import FairwayKubernetes
import FairwayNet
import FairwayResources
import Testing

@Suite("Source ranges of a Service")
struct SourceRangesReadingTests {
    private static func reading(_ fields: [String], _ annotation: String?) -> ServiceReading {
        let name = "service.beta.kubernetes.io/load-balancer-source-ranges"
        return ServiceReading(
            Service(
                metadata: ObjectMeta(
                    name: "echo", namespace: "default", annotations: annotation.map { [name: $0] } ?? [:]),
                spec: ServiceSpec(type: "LoadBalancer", loadBalancerSourceRanges: fields)))
    }

    static let readable: [([String], String?, [String])] = [
        ([], nil, []), ([], "", []), ([], "  ", []),
        (["192.0.2.0/24"], nil, ["192.0.2.0/24"]),
        (["192.0.2.9/24", " 2001:db8::/32 "], nil, ["192.0.2.0/24", "2001:db8::/32"]),
        ([], "192.0.2.0/24, 2001:db8::/32", ["2001:db8::/32", "192.0.2.0/24"]),
        (["192.0.2.0/24"], "192.0.2.0/24", ["192.0.2.0/24"]),
    ]

    @Test("both spellings are read", arguments: readable)
    func reads(_ fields: [String], _ annotation: String?, _ expected: [String]) throws {
        let reading = Self.reading(fields, annotation)
        #expect(reading.sources == SourceRanges(try expected.map { try IPPrefix(parsing: $0) }))
        #expect(throws: Never.self) { try reading.request.get() }
    }

    static let refused: [([String], String?, String)] = [
        (
            ["192.0.2.0"], nil,
            "spec.loadBalancerSourceRanges: “192.0.2.0” is not a prefix: expected one such as 192.0.2.0/24 or "
                + "2001:db8::/32."
        ),
        (
            [], "192.0.2.0/24,,",
            "Annotation service.beta.kubernetes.io/load-balancer-source-ranges: “” is not a prefix: expected one such "
                + "as 192.0.2.0/24 or 2001:db8::/32."
        ),
        (
            ["192.0.2.0/24"], "192.0.2.0/25",
            "spec.loadBalancerSourceRanges and annotation service.beta.kubernetes.io/load-balancer-source-ranges "
                + "disagree: keep one of them, or write the same in both."
        ),
    ]

    @Test("what cannot be read is refused with a sentence, and lets nobody in", arguments: refused)
    func refuses(_ fields: [String], _ annotation: String?, _ message: String) {
        let reading = Self.reading(fields, annotation)
        #expect(reading.sources == nil)
        #expect(reading.fingerprint(at: []) == nil)
        guard case .failure(let error) = reading.request else { return #expect(Bool(false), "it was read") }
        #expect(error.message == message)
    }
}
