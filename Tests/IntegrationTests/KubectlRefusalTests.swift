import Testing

/// Objects that the API refuses, in a real API server's words as kubectl prints them; and who is let in at all.
struct KubectlRefusalTests {
    private struct Refusal {
        var manifest: String
        var sentence: String
        var isSaidByApply = true
    }

    private func service(_ spec: String, name: String = "echo") -> String {
        "---\n{apiVersion: v1, kind: Service, metadata: {name: \(name)}, spec: {\(spec)}}"
    }

    @Test("bad objects are refused, each with the API server's sentence, and nothing is kept of them")
    func refusals() async throws {
        let cases = [
            Refusal(
                manifest: service("type: LoadBalancer, ports: [{port: 99999, name: a}]"),
                sentence: """
                    The Service "echo" is invalid: 
                    * spec.ports[0].port: Invalid value: 99999: must be between 1 and 65535, inclusive
                    * spec.ports[0].targetPort: Invalid value: 99999: must be between 1 and 65535, inclusive
                    """),
            Refusal(
                manifest: service("type: LoadBalncer, ports: [{port: 80}]"),
                sentence:
                    #"The Service "echo" is invalid: spec.type: Unsupported value: "LoadBalncer": supported values: "#
                    + #""ClusterIP", "ExternalName", "LoadBalancer", "NodePort""#),
            Refusal(
                manifest: service("type: LoadBalancer, selectr: {a: b}, ports: [{port: 80}]"),
                sentence:
                    #"Service in version "v1" cannot be handled as a Service: strict decoding error: unknown field "#
                    + #""spec.selectr""#,
                isSaidByApply: false),
            Refusal(
                manifest: service("type: LoadBalancer, ports: [{port: 80, name: a}, {port: 81, name: a}]"),
                sentence: #"The Service "echo" is invalid: spec.ports[1].name: Duplicate value: "a""#),
            Refusal(
                manifest: service("type: LoadBalancer, clusterIP: None, ports: [{port: 80}]"),
                sentence:
                    #"The Service "echo" is invalid: spec.clusterIPs[0]: Invalid value: "None": may not be set to "#
                    + "'None' for LoadBalancer services"),
            Refusal(
                manifest: service("type: LoadBalancer, ports: [{port: 80, name: a}, {port: 80, name: b}]"),
                sentence: #"The Service "echo" is invalid: spec.ports[1]: Duplicate value: "#,
                isSaidByApply: false),
            Refusal(
                manifest: service("type: LoadBalancer, ports: [{port: 80}]", name: "Echo_1"),
                sentence: #"The Service "Echo_1" is invalid: metadata.name: Invalid value: "Echo_1": a DNS-1035 label "#
                    + "must consist of lower case alphanumeric characters or '-'"),
            Refusal(
                manifest: service("type: LoadBalancer, ports: [{port: 80}], loadBalancerSourceRanges: [nonsense]"),
                sentence: #"The Service "echo" is invalid: spec.LoadBalancerSourceRanges[0]: Invalid value: "nonsense""#
            ),
            Refusal(
                manifest: """
                    ---
                    {apiVersion: fairway.dev/v1alpha1, kind: AddressPool, metadata: {name: bad},
                     spec: {addresses: [127.0.3.9-127.0.3.1]}}
                    """,
                sentence:
                    #"The AddressPool "bad" is invalid: spec.addresses[0]: Invalid value: "127.0.3.9-127.0.3.1": "#),
            Refusal(
                manifest: "---\n{apiVersion: v1, kind: Pod, metadata: {name: echo}}",
                sentence: #"no matches for kind "Pod" in version "v1""#),
        ]
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            for refusal in cases {
                for verb in [["create"], ["apply", "--server-side"]] {
                    // Server-side apply finds some by its typing of fields, and says them otherwise.
                    if verb.count > 1, !refusal.isSaidByApply { continue }
                    let outcome = try await run(
                        ["kubectl"] + verb + ["-f", "-"], environment: up.environment, input: refusal.manifest)
                    #expect(outcome.code == 1, "\(outcome)")
                    #expect(outcome.errors.contains(refusal.sentence), "expected \(refusal.sentence)\n\(outcome)")
                }
            }
            #expect(try await up.kubectl("get", "svc", "-A", "-o", "name").isEmpty)
            #expect(try await up.kubectl("get", "addresspools", "-o", "name") == "addresspool.fairway.dev/default")
        }
    }

    @Test("kubectl itself finds wrong types, from the server's OpenAPI, and what exists is not created again")
    func clientSide() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            let wrongType = try await up.tryKubectl(
                "create", "-f", "-", input: service("type: LoadBalancer, ports: [{port: eighty}]"))
            #expect(wrongType.code == 1 && wrongType.errors.contains("port"), "\(wrongType)")
            let manifest = service("type: LoadBalancer, ports: [{port: 80}]")
            try await up.kubectl("create", "-f", "-", input: manifest)
            let again = try await up.tryKubectl("create", "-f", "-", input: manifest)
            #expect(again.errors.hasPrefix("Error from server (AlreadyExists): "), "\(again)")
            #expect(again.errors.contains("services \"echo\" already exists"))
            let warned = try await up.tryKubectl(
                "create", "--validate=warn", "-f", "-",
                input: service("type: LoadBalancer, selectr: {a: b}, ports: [{port: 81}]", name: "other"))
            #expect(warned.code == 0 && warned.errors == "Warning: unknown field \"spec.selectr\"\n", "\(warned)")
        }
    }

    @Test("discovery and OpenAPI tell kubectl what there is")
    func discovery() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            let resources = try await up.kubectl("api-resources", "--no-headers")
                .split(separator: "\n").map { $0.split(separator: " ") }
            #expect(
                resources.map { "\($0[0])" } == [
                    "configmaps", "events", "namespaces", "nodes", "secrets", "services", "customresourcedefinitions",
                    "leases", "endpointslices", "events", "addresspools", "dnszones",
                    "nodestates",
                ])
            #expect(
                try await up.kubectl("api-versions").split(separator: "\n") == [
                    "apiextensions.k8s.io/v1", "coordination.k8s.io/v1", "discovery.k8s.io/v1", "events.k8s.io/v1",
                    "fairway.dev/v1alpha1", "v1",
                ])
            #expect(try await up.kubectl("explain", "service.spec.ports").contains("targetPort\t<IntOrString>"))
            #expect(try await up.kubectl("explain", "addresspools.spec").contains("addresses\t<[]string>"))
            #expect(try await up.kubectl("get", "--raw", "/readyz") == "ok")
            let unknown = try await up.tryKubectl("get", "pods")
            #expect(unknown.errors == "error: the server doesn't have a resource type \"pods\"\n")
        }
    }

    @Test("nobody is let in without the credentials of the kubeconfig")
    func anonymous() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            let server = try await up.kubectl("config", "view", "-o", "jsonpath={.clusters[0].cluster.server}")
            for path in ["/api/v1/services", "/api", "/apis", "/version", "/openapi/v3", "/api/v1/namespaces"] {
                let code = try await output(
                    of: ["curl", "-sk", "-o", folder.path("answer"), "-w", "%{http_code}", server + path])
                #expect(code == "401", "\(path)")
            }
            let stranger = try await output(
                of: [
                    "curl", "-sk", "-H", "Authorization: Bearer nonsense", "-o", "/dev/null", "-w", "%{http_code}",
                    server + "/api/v1/services",
                ])
            #expect(stranger == "401")
            // And kubectl knows its server: another's certificate would not do.
            let distrustful = try await run(["curl", "-s", server + "/version"])
            #expect(distrustful.code == 60, "\(distrustful)")
        }
    }
}
