import FairwayJSON
import Testing

@testable import FairwayKubernetesModel

@Suite("Leases")
struct KindsLeaseTests {
    private func lease(_ spec: JSONValue) -> JSONValue {
        ["apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": ["name": "l"], "spec": spec]
    }

    static let bad: [(spec: JSONValue, expected: String)] = [
        (
            ["leaseDurationSeconds": 0],
            "spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0"
        ),
        (
            ["leaseTransitions": -1],
            "spec.leaseTransitions: Invalid value: -1: must be greater than or equal to 0"
        ),
    ]

    @Test("a Lease lasts a while and counts from nought", arguments: bad)
    func refused(spec: JSONValue, expected: String) {
        let message = refusal { _ = try KindDescriptor.leases.created(lease(spec)) }?.message
        #expect(message == "Lease.coordination.k8s.io \"l\" is invalid: \(expected)")
    }

    @Test("times have microseconds, and have to be times")
    func times() {
        let message = refusal { _ = try KindDescriptor.leases.created(lease(["renewTime": "now"])) }?.message
        #expect(
            message == "Lease in version \"v1\" cannot be handled as a Lease: parsing time \"now\" as "
                + "\"2006-01-02T15:04:05.000000Z07:00\": cannot parse \"now\" as \"2006\"")
    }

    @Test("a Lease may be empty, and fields of features that are off are dropped")
    func dropped() throws {
        #expect(try KindDescriptor.leases.created(lease(["strategy": "OldestEmulationVersion"]))["spec"] == [:])
        var empty = lease([:])
        empty["spec"] = nil
        #expect(try KindDescriptor.leases.created(empty)["spec"] == [:])
    }
}
