import Testing

/// `kubectl explain` of what the embedded API serves, for every kind and as deep as they go.
@Suite(.sharedUp)
struct KubectlExplainTests {
    /// What is asked for, and how lines of the answer begin, whichever kubectl prints it.
    static let explained: [(arguments: [String], lines: [String])] = [
        (
            ["services"],
            ["KIND:       Service", "VERSION:    v1", "  spec\t<ServiceSpec>", "  status\t<ServiceStatus>"]
        ),
        (["svc.spec"], ["FIELD: spec <ServiceSpec>", "  ports\t<[]ServicePort>", "  selector\t<map[string]string>"]),
        (
            ["services.spec.ports", "--recursive"],
            ["FIELD: ports <[]ServicePort>", "  port\t<integer> -required-", "  targetPort\t<IntOrString>"]
        ),
        (
            ["services", "--recursive"],
            [
                "    labels\t<map[string]string>", "    sessionAffinityConfig\t<SessionAffinityConfig>",
                "        timeoutSeconds\t<integer>", "      ingress\t<[]LoadBalancerIngress>",
            ]
        ),
        (["services.metadata.labels"], ["FIELD: labels <map[string]string>"]),
        (["namespaces.status"], ["  phase\t<string>"]),
        (["endpointslices.endpoints.conditions"], ["GROUP:      discovery.k8s.io", "  ready\t<boolean>"]),
        (["events"], ["  involvedObject\t<ObjectReference> -required-"]),
        (
            ["events", "--api-version=events.k8s.io/v1"],
            ["GROUP:      events.k8s.io", "  regarding\t<ObjectReference>"]
        ),
        (
            ["addresspools"],
            ["GROUP:      fairway.dev", "KIND:       AddressPool", "  spec\t<"]
        ),
        (
            ["addresspools", "--recursive"],
            ["    addresses\t<[]string>", "      namespaceSelectors\t<[]"]
        ),
        (["dnszones", "--recursive"], ["KIND:       DNSZone", "      nameServers\t<[]"]),
        (
            ["dnszones.spec.transfer"],
            [
                "DESCRIPTION:", "    Who may have the whole zone (AXFR)", "  keySecretRef\t<Object>",
                "  to\t<[]string> -required-",
            ]
        ),
        (["dnszones.spec.notify"], ["FIELD: notify <[]string>"]),
        (["nodestates", "--recursive"], ["KIND:       NodeState", "    refused\t<[]"]),
    ]

    @Test("every kind is explained, its fields and theirs", arguments: explained)
    func explain(arguments: [String], lines: [String]) async throws {
        let up = try SharedUp.current
        let printed = try await output(of: ["kubectl", "explain"] + arguments, environment: up.environment)
            .split(separator: "\n")
        for line in lines { #expect(printed.contains { $0.hasPrefix(line) }, "\(line) in \(printed)") }
    }
}
