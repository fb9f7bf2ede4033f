import FairwayJSON
import FairwayKubernetesModel
import Testing

@Suite("The port for a Service's health checks")
struct KindsServiceHealthCheckPortTests {
    private let rules = KindDescriptor.services.rules

    private func service(_ port: Int64? = nil, policy: String = "Local", type: String = "LoadBalancer") -> JSONValue {
        var spec: JSONValue = ["type": .string(type), "externalTrafficPolicy": .string(policy), "ports": [["port": 1]]]
        if let port { spec["healthCheckNodePort"] = .integer(port) }
        return ["metadata": ["name": "a"], "spec": spec]
    }

    /// The port that a Service gets beside others, or the sentence why not.
    private func port(of service: JSONValue, beside others: [JSONValue] = [], chance: UInt32 = 0) -> String {
        var service = service
        do throws(APIStatus) {
            try rules.allocate(&service, others: others, chance: chance)
        } catch {
            return "\(error.code) \(error.reason): \(error.message)"
        }
        return "\(service["spec"]?["healthCheckNodePort"]?.integer ?? 0)"
    }

    @Test("it is allocated to LoadBalancer Services with policy Local, when they become such")
    func need() {
        let local = service()
        #expect(rules.needsAllocation(local, old: nil))
        #expect(rules.needsAllocation(service(31_000), old: nil))
        #expect(rules.needsAllocation(service(31_000), old: service(policy: "Cluster")))
        #expect(!rules.needsAllocation(service(31_000), old: service(31_000)))
        #expect(!rules.needsAllocation(service(policy: "Cluster"), old: nil))
        #expect(!rules.needsAllocation(service(type: "NodePort"), old: nil))
    }

    @Test("one that is free is found from anywhere, the upper ones first")
    func free() {
        #expect(port(of: service()) == "30086")
        #expect(port(of: service(), chance: 2_681) == "32767")
        #expect(port(of: service(), beside: [service(32_767)], chance: 2_681) == "30086")
        let upper = (30_086...32_767).map { service($0) }
        #expect(port(of: service(), beside: upper, chance: 7) == "30000")
        var nodePort = service(policy: "Cluster")
        nodePort["spec"]?["ports"] = [["port": 1, "nodePort": 30_086]]
        #expect(port(of: service(), beside: [nodePort]) == "30087")
    }

    @Test("a refusal says why, in the real server's words")
    func refusals() {
        #expect(port(of: service(31_000)) == "31000")
        let words = "500 InternalError: Internal error occurred: failed to allocate"
        #expect(
            port(of: service(31_000), beside: [service(31_000)])
                == "\(words) requested HealthCheck NodePort 31000: provided port is already allocated")
        #expect(
            port(of: service(80))
                == "\(words) requested HealthCheck NodePort 80: provided port is not in the valid range. "
                + "The range of valid ports is 30000-32767")
        #expect(
            port(of: service(), beside: (30_000...32_767).map { service($0) })
                == "\(words) a HealthCheck NodePort 0: range is full")
    }

    @Test("a client that leaves it out keeps it; it goes with the policy, and cannot be changed")
    func changes() {
        var replaced = service()
        rules.prepare(&replaced, old: service(31_000), subresource: nil)
        #expect(replaced["spec"]?["healthCheckNodePort"] == 31_000)
        var cluster = service(31_000, policy: "Cluster")
        rules.prepare(&cluster, old: service(31_000), subresource: nil)
        #expect(cluster["spec"]?["healthCheckNodePort"] == nil)
        let errors = rules.validate(service(31_001), old: service(31_000), subresource: nil)
        #expect(errors.first?.field == "spec.healthCheckNodePort")
        #expect(errors.first?.detail == "Forbidden: field is immutable")
    }
}
