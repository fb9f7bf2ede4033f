import FairwayJSON
import Foundation
import Testing

@Suite("kubectl", .enabled(if: hasPrograms, "needs kubectl and curl"))
struct KubectlTests {
    private func manifest(targetPort: Int = 9) -> String {
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: echo
        spec:
          type: LoadBalancer
          selector: {app: echo}
          ports:
          - {name: tcpecho, port: 12345, protocol: TCP, targetPort: \(targetPort)}
          - {name: udpecho, port: 12345, protocol: UDP, targetPort: \(targetPort)}
        """
    }

    @Test("knows the server's kinds")
    func resources() async throws {
        try await TestServer.run { server in
            let names = try await server.kubectl("api-resources", "-o", "name").split(separator: "\n").map(String.init)
            let expected = [
                "addresspools.fairway.dev", "configmaps", "customresourcedefinitions.apiextensions.k8s.io",
                "dnszones.fairway.dev", "endpointslices.discovery.k8s.io", "events", "events.events.k8s.io",
                "leases.coordination.k8s.io",
                "namespaces", "nodes", "nodestates.fairway.dev",
                "secrets", "services",
            ]
            #expect(names.sorted() == expected)
            #expect(try await server.kubectl("version").contains("v1.36.2+fairway.test"))
        }
    }

    @Test("applies, selects and deletes ConfigMaps, Secrets, Leases and Nodes")
    func builtInKinds() async throws {
        let manifest = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: c}
            data: {a: b}
            binaryData: {x: eQ==}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: s}
            stringData: {password: secret}
            ---
            apiVersion: v1
            kind: Node
            metadata: {name: node1}
            spec: {taints: [{key: a, effect: NoSchedule}]}
            ---
            apiVersion: coordination.k8s.io/v1
            kind: Lease
            metadata: {name: l}
            spec: {holderIdentity: me}
            """
        try await TestServer.run { server in
            for _ in 0..<2 { try await server.kubectl("apply", "-f", "-", input: manifest) }
            try await server.kubectl("apply", "--server-side", "--force-conflicts", "-f", "-", input: manifest)
            let rows = try await server.kubectl("get", "cm,secrets,no,leases", "--no-headers")
            let cells = rows.split(separator: "\n").map { $0.split(separator: " ").dropLast().joined(separator: " ") }
            #expect(
                cells == [
                    "configmap/c 2", "secret/s Opaque 1", "node/node1 Unknown <none>", "lease.coordination.k8s.io/l me",
                ])
            let password = try await server.kubectl("get", "secret", "s", "-o", "jsonpath={.data.password}")
            #expect(password == "c2VjcmV0")
            try await server.kubectl("patch", "node", "node1", "-p", "{\"spec\":{\"unschedulable\":true}}")
            let selected = try await server.kubectl(
                "get", "nodes", "--field-selector", "spec.unschedulable=true", "-o", "name")
            #expect(selected == "node/node1\n")
            #expect(try await server.kubectl("get", "secrets", "--field-selector", "type=x", "-o", "name").isEmpty)
            #expect(try await server.kubectl("explain", "node.spec.taints").contains("effect"))
            try await server.kubectl("delete", "cm,secrets,leases", "--all")
            #expect(try await server.kubectl("get", "cm,secrets,leases", "-o", "name").isEmpty)
        }
    }

    @Test("creates, applies on the server and changes what it has applied")
    func serverSideApply() async throws {
        try await TestServer.run { server in
            try await server.kubectl("create", "-f", "-", input: manifest())
            try await server.kubectl("apply", "--server-side", "-f", "-", input: manifest())
            let conflict = try await server.kubectlResult(
                ["apply", "--server-side", "-f", "-"], input: manifest(targetPort: 10))
            #expect(conflict.status != 0)
            #expect(conflict.errors.contains("conflicts with \"kubectl-create\""))
            try await server.kubectl(
                "apply", "--server-side", "--force-conflicts", "-f", "-", input: manifest(targetPort: 10))
            let ports = try await server.kubectl("get", "svc", "echo", "-o", "jsonpath={.spec.ports[*].targetPort}")
            #expect(ports == "10 10")
        }
    }

    /// kubectl writes these in protobuf and has nothing to fall back to.
    @Test("creates namespaces and Services of every type by their names")
    func imperative() async throws {
        try await TestServer.run { server in
            try await server.kubectl("create", "namespace", "edge")
            for arguments in [
                ["loadbalancer", "lb", "--tcp=8080:http"], ["clusterip", "ci", "--tcp=80"],
                ["nodeport", "np", "--tcp=80:8080"], ["externalname", "en", "--external-name=example.com"],
            ] {
                let result = try await server.kubectlResult(["create", "-n", "edge", "service"] + arguments)
                #expect(result.output == "service/\(arguments[1]) created\n", "\(result)")
            }
            let ports = "jsonpath={range .items[*]}{.metadata.name}:{.spec.type}:{.spec.ports[*].targetPort} {end}"
            #expect(
                try await server.kubectl("get", "svc", "-n", "edge", "-o", ports)
                    == "ci:ClusterIP:80 en:ExternalName: lb:LoadBalancer:http np:NodePort:8080 ")
        }
    }

    @Test("applies, labels, annotates, patches, replaces and deletes")
    func verbs() async throws {
        try await TestServer.run { server in
            try await server.kubectl("apply", "-f", "-", input: manifest())
            try await server.kubectl("label", "svc", "echo", "tier=edge")
            try await server.kubectl("annotate", "svc", "echo", "note=hello")
            try await server.kubectl("patch", "svc", "echo", "-p", "{\"spec\":{\"sessionAffinity\":\"ClientIP\"}}")
            #expect(try await server.kubectl("get", "svc", "-l", "tier=edge").contains("echo"))
            let affinity = try await server.kubectl("get", "svc", "echo", "-o", "jsonpath={.spec.sessionAffinity}")
            #expect(affinity == "ClientIP")
            try await server.kubectl("replace", "-f", "-", input: manifest())
            let labels = try await server.kubectl("get", "svc", "echo", "-o", "jsonpath={.metadata.labels}")
            #expect(labels.isEmpty)
            #expect(try await server.kubectl("get", "svc", "-A", "-o", "wide").contains("app=echo"))
            #expect(try await server.kubectl("get", "svc", "echo", "-o", "yaml").contains("type: LoadBalancer"))
            #expect(try await server.kubectl("delete", "svc", "echo").contains("deleted"))
        }
    }

    @Test("shows the Events of a Service, from either group, in every place they are looked for")
    func events() async throws {
        try await TestServer.run { server in
            let uid = try #require(try await server.createService("echo")["metadata"]?["uid"]?.string)
            let core = """
                {"apiVersion":"v1","kind":"Event","metadata":{"generateName":"echo-"},"involvedObject":{"apiVersion":"v1",
                "kind":"Service","namespace":"default","name":"echo","uid":"\(uid)"},"reason":"EnsuringLoadBalancer",
                "message":"Ensuring load balancer","type":"Normal","source":{"component":"fairway"},"count":1,
                "firstTimestamp":"2026-01-01T00:00:00Z","lastTimestamp":"2026-01-01T00:00:00Z"}
                """
            let grouped = """
                {"apiVersion":"events.k8s.io/v1","kind":"Event","metadata":{"name":"echo-1"},"regarding":{"kind":"Service",
                "namespace":"default","name":"echo","apiVersion":"v1","uid":"\(uid)"},"reason":"EnsuredLoadBalancer",
                "note":"Ensured load balancer","type":"Normal","action":"Ensure","eventTime":"2026-01-01T00:00:00.000000Z",
                "reportingController":"fairway.dev/controller","reportingInstance":"fairway-0"}
                """
            for (path, body) in [
                ("/api/v1/namespaces/default/events", core),
                ("/apis/events.k8s.io/v1/namespaces/default/events", grouped),
            ] {
                let response = try await server.request("POST", path, body: body)
                try #require(response.status == 201, "\(response.text)")
            }
            for arguments in [
                ["get", "events", "--field-selector", "involvedObject.name=echo"], ["events", "--for", "svc/echo"],
                ["describe", "svc", "echo"],
            ] {
                let result = try await server.kubectlResult(arguments)
                #expect(result.output.contains("EnsuringLoadBalancer"), "\(arguments): \(result)")
                #expect(result.output.contains("EnsuredLoadBalancer"), "\(arguments): \(result)")
            }
        }
    }

    @Test("validates on the server")
    func validation() async throws {
        try await TestServer.run { server in
            let unknown = manifest().replacing("selector:", with: "slector:")
            let result = try await server.kubectlResult(["create", "-f", "-"], input: unknown)
            #expect(result.status != 0)
            #expect(result.errors.contains("unknown field \"spec.slector\""), "\(result.errors)")
            let port = try await server.kubectlResult(
                ["create", "-f", "-"], input: manifest().replacing("port: 12345", with: "port: 99999"))
            #expect(port.errors.contains("must be between 1 and 65535, inclusive"), "\(port.errors)")
        }
    }
}
