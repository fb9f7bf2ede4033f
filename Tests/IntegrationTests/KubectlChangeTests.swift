import Testing

/// Changing and deleting objects with kubectl, against the program.
struct KubectlChangeTests {
    private let ports = ["echo-tcp:12345/TCP", "echo-udp:12345/UDP"]

    @Test("patches of the three kinds change what they say, and a failed one nothing")
    func patches() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            try await up.kubectl("create", "-f", "-", input: Manifest.service("echo", ports: ports))
            func get(_ path: String) async throws -> String {
                try await up.kubectl("get", "svc", "echo", "-o", "jsonpath=\(path)")
            }
            // Strategic: ports merge by their number.
            try await up.kubectl("patch", "svc", "echo", "-p", #"{"spec":{"ports":[{"port":8080,"name":"web"}]}}"#)
            #expect(
                try await get("{.spec.ports[*].name}").split(separator: " ").sorted() == [
                    "echo-tcp", "echo-udp", "web",
                ])
            try await up.kubectl(
                "patch", "svc", "echo", "-p", #"{"spec":{"ports":[{"port":8080,"$patch":"delete"}]}}"#)
            #expect(try await get("{.spec.ports[*].name}") == "echo-tcp echo-udp")
            // Merge: lists are replaced, null takes away.
            try await up.kubectl(
                "patch", "svc", "echo", "--type=merge", "-p", #"{"metadata":{"annotations":{"a":"b","c":"d"}}}"#)
            try await up.kubectl(
                "patch", "svc", "echo", "--type=merge", "-p", #"{"metadata":{"annotations":{"a":null}}}"#)
            #expect(try await get("{.metadata.annotations}") == #"{"c":"d"}"#)
            // JSON.
            try await up.kubectl(
                "patch", "svc", "echo", "--type=json", "-p",
                #"[{"op":"test","path":"/spec/ports/1/name","value":"echo-udp"},"#
                    + #"{"op":"replace","path":"/spec/ports/1/targetPort","value":5353}]"#)
            #expect(try await get("{.spec.ports[1].targetPort}") == "5353")

            let before = try await get("{.spec}{.metadata.annotations}")
            for (type, patch) in [
                (
                    "json",
                    #"[{"op":"remove","path":"/metadata/annotations/c"},{"op":"test","path":"/kind","value":"X"}]"#
                ),
                ("merge", #"{"spec":{"ports":[{"port":0}]}}"#), ("strategic", #"{"spec":{"type":"Nonsense"}}"#),
            ] {
                let refused = try await up.tryKubectl("patch", "svc", "echo", "--type=\(type)", "-p", patch)
                #expect(refused.code == 1, "\(refused)")
            }
            #expect(try await get("{.spec}{.metadata.annotations}") == before)
        }
    }

    @Test("labels and annotations are set, overwritten only when asked to, and taken away")
    func labels() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            try await up.kubectl("create", "-f", "-", input: Manifest.service("echo", ports: ports))
            #expect(try await up.kubectl("label", "svc", "echo", "tier=edge") == "service/echo labeled")
            #expect(try await up.tryKubectl("label", "svc", "echo", "tier=core").code == 1)
            try await up.kubectl("label", "svc", "echo", "tier=core", "--overwrite")
            #expect(try await up.kubectl("get", "svc", "-l", "tier=core", "-o", "name") == "service/echo")
            try await up.kubectl("label", "svc", "echo", "tier-")
            #expect(try await up.kubectl("get", "svc", "-l", "tier", "-o", "name").isEmpty)
            try await up.kubectl("annotate", "svc", "echo", "note=hello world")
            #expect(
                try await up.kubectl("get", "svc", "echo", "-o", "jsonpath={.metadata.annotations.note}")
                    == "hello world")
            let bad = try await up.tryKubectl("label", "svc", "echo", "tier=not a label")
            #expect(bad.code == 1 && bad.errors.contains("not a label"), "\(bad)")
        }
    }

    @Test("replace and edit write the whole object; a stale or a foreign one is refused")
    func replaceAndEdit() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            try await up.kubectl("create", "-f", "-", input: Manifest.service("echo", ports: ports))
            let address = try await up.address(of: "echo")
            let stale = try await up.kubectl("get", "svc", "echo", "-o", "yaml")

            let wanted = Manifest.service("echo", ports: ["only:12345/TCP>7"])
            #expect(try await up.kubectl("replace", "-f", "-", input: wanted) == "service/echo replaced")
            #expect(try await up.kubectl("get", "svc", "echo", "-o", "jsonpath={.spec.ports[*].name}") == "only")
            #expect(try await up.address(of: "echo") == address)
            let conflict = try await up.tryKubectl("replace", "-f", "-", input: stale)
            #expect(
                conflict.errors.contains(
                    "Operation cannot be fulfilled on services \"echo\": the object has been modified; please apply "
                        + "your changes to the latest version and try again"), "\(conflict)")
            #expect(
                try await up.tryKubectl("replace", "-f", "-", input: Manifest.service("no", ports: ports)).code == 1)

            let edited = try await run(
                ["kubectl", "edit", "svc", "echo"],
                environment: up.environment.merging(["EDITOR": "sed -i s/only/edited/"]) { $1 })
            #expect(edited.text == "service/echo edited", "\(edited)")
            #expect(try await up.kubectl("get", "svc", "echo", "-o", "jsonpath={.spec.ports[*].name}") == "edited")
        }
    }

    @Test("delete waits for the address to be free, and for somebody else's finalizer")
    func deletion() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            for name in ["one", "two"] {
                try await up.kubectl("create", "-f", "-", input: Manifest.service(name, ports: ports))
                _ = try await up.address(of: name)
            }
            #expect(try await up.kubectl("delete", "svc", "one").hasPrefix("service \"one\" deleted"))
            #expect(try await up.tryKubectl("get", "svc", "one").code == 1)

            try await up.kubectl(
                "patch", "svc", "two", "--type=json", "-p",
                #"[{"op":"add","path":"/metadata/finalizers/-","value":"example.com/mine"}]"#)
            try await up.kubectl("delete", "svc", "two", "--wait=false")
            // Fairway has taken back what it gave, and waits for nobody.
            try await eventually("only the foreign finalizer is left") {
                try await up.kubectl("get", "svc", "two", "-o", "jsonpath={.metadata.finalizers}")
                    == #"["example.com/mine"]"# ? true : nil
            }
            let held = try await up.tryKubectl("wait", "--for=delete", "svc/two", "--timeout=1s")
            #expect(held.code == 1 && held.errors.contains("timed out"), "\(held)")
            try await up.kubectl(
                "patch", "svc", "two", "--type=json", "-p", #"[{"op":"remove","path":"/metadata/finalizers"}]"#)
            try await up.kubectl("wait", "--for=delete", "svc/two", "--timeout=10s")

            try await up.kubectl("create", "-f", "-", input: Manifest.service("three", ports: ports))
            #expect(try await up.address(of: "three") == up.addresses.address(64), "the addresses are free again")
            let missing = try await up.tryKubectl("delete", "svc", "one")
            #expect(missing.errors.contains("services \"one\" not found"))
            try await up.kubectl("delete", "svc", "one", "--ignore-not-found")
        }
    }

    @Test("wait sees conditions, fields and the end")
    func waiting() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            let conditions = [
                "--for=condition=fairway.dev/Programmed", "--for=condition=fairway.dev/AddressAssigned=True",
                "--for=jsonpath={.status.loadBalancer.ingress[0].ip}=\(up.addresses.address(64))",
            ]
            try await up.kubectl("create", "-f", "-", input: Manifest.service("echo", ports: ports))
            for condition in conditions {
                #expect(
                    try await up.kubectl("wait", condition, "svc/echo", "--timeout=20s") == "service/echo condition met"
                )
            }
            let anything = try await up.tryKubectl(
                "wait", "--for=jsonpath={.status.loadBalancer.ingress[0].ip}", "svc/echo", "--timeout=20s")
            // kubectl before 1.31 can only wait for a value that it is told.
            #expect(anything.code == 0 || anything.errors.contains("jsonpath wait format"), "\(anything)")
            let never = try await up.tryKubectl("wait", "--for=condition=Never", "svc/echo", "--timeout=1s")
            #expect(never.code == 1 && never.errors.contains("timed out waiting for the condition"), "\(never)")
        }
    }

    @Test("namespaces are made, hold Services, and take them along when they go")
    func namespaces() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            let namespace = "---\n{apiVersion: v1, kind: Namespace, metadata: {name: edge}}"
            let early = try await up.tryKubectl(
                "create", "-n", "edge", "-f", "-", input: Manifest.service("echo", ports: ports))
            #expect(early.errors.contains("namespaces \"edge\" not found"), "\(early)")
            #expect(try await up.kubectl("create", "-f", "-", input: namespace) == "namespace/edge created")
            try await up.kubectl("create", "-n", "edge", "-f", "-", input: Manifest.service("echo", ports: ports))
            try await up.kubectl("wait", "-n", "edge", "--for=condition=fairway.dev/Programmed", "svc/echo")
            #expect(try await up.kubectl("get", "ns", "edge", "-o", "jsonpath={.status.phase}") == "Active")
            #expect(try await up.kubectl("delete", "ns", "edge", "--timeout=20s") == "namespace \"edge\" deleted")
            #expect(try await up.kubectl("get", "svc", "-A", "-o", "name").isEmpty)
            #expect(try await up.tryKubectl("delete", "ns", "default").errors.contains("forbidden"))
        }
    }

    @Test("what kubectl makes without a file is made as with one")
    func imperative() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            #expect(try await up.kubectl("create", "namespace", "edge") == "namespace/edge created")
            #expect(
                try await up.kubectl("create", "-n", "edge", "service", "loadbalancer", "web", "--tcp=8080:80")
                    == "service/web created")
            #expect(
                try await up.kubectl(
                    "get", "svc", "-n", "edge", "web", "-o", "jsonpath={.spec.type} {.spec.ports} {.spec.selector}")
                    == #"LoadBalancer [{"name":"8080-80","port":8080,"protocol":"TCP","targetPort":80}] {"app":"web"}"#)
            try await up.kubectl("wait", "-n", "edge", "--for=condition=fairway.dev/Programmed", "svc/web")
            let again = try await up.tryKubectl("create", "namespace", "edge")
            #expect(again.errors == "Error from server (AlreadyExists): namespaces \"edge\" already exists\n")
            #expect(
                try await up.kubectl("create", "namespace", "other", "--dry-run=server")
                    == "namespace/other created (server dry run)")
        }
    }

    @Test("generated names are made by the server, each another")
    func generatedNames() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            let manifest = """
                apiVersion: v1
                kind: Service
                metadata: {generateName: echo-}
                spec: {type: LoadBalancer, ports: [{port: 80, name: web}]}
                """
            let names = [
                try await up.kubectl("create", "-f", "-", "-o", "name", input: manifest),
                try await up.kubectl("create", "-f", "-", "-o", "name", input: manifest),
            ]
            #expect(
                Set(names).count == 2 && names.allSatisfy { $0.hasPrefix("service/echo-") && $0.count == 18 },
                "\(names)")
        }
    }

    @Test("a pool made with kubectl serves those who ask for it, and may not overlap another")
    func pools() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            func pool(_ name: String, _ range: String) -> String {
                """
                apiVersion: fairway.dev/v1alpha1
                kind: AddressPool
                metadata: {name: \(name)}
                spec: {addresses: ["\(range)"], autoAssign: false}
                """
            }
            let wanted = Manifest.service(
                "echo", ports: ports, annotations: ["fairway.dev/address-pool": "extra"])
            try await up.kubectl("create", "-f", "-", input: wanted)
            try await up.kubectl("wait", "--for=condition=fairway.dev/AddressAssigned=False", "svc/echo")
            let extra = "\(up.addresses.address(200))-\(up.addresses.address(201))"
            #expect(
                try await up.kubectl("create", "-f", "-", input: pool("extra", extra))
                    == "addresspool.fairway.dev/extra created")
            #expect(try await up.address(of: "echo") == up.addresses.address(200), "who waited is served")

            let overlapping = try await up.tryKubectl("create", "-f", "-", input: pool("more", extra))
            #expect(overlapping.code == 1 && overlapping.errors.contains("extra"), "\(overlapping)")
            try await eventually("the pool counts") {
                try await up.kubectl("get", "addresspool", "extra", "-o", "jsonpath={.status}")
                    .contains(#""assignedIPv4":1"#) ? true : nil
            }
            try await up.kubectl("delete", "svc", "echo")
            #expect(try await up.kubectl("delete", "pools", "extra").hasSuffix(#""extra" deleted"#))
        }
    }

    @Test("a change of a Service that is served is applied, and told in an Event")
    func updated() async throws {
        let folder = try TemporaryFolder()
        try await withUp(folder: folder) { up in
            try await up.kubectl("create", "-f", "-", input: Manifest.service("echo", ports: ports))
            _ = try await up.address(of: "echo")
            try await up.kubectl(
                "patch", "svc", "echo", "--type=json", "-p", #"[{"op":"remove","path":"/spec/ports/1"}]"#)
            try await up.kubectl(
                "wait", "--timeout=20s", "svc/echo",
                "--for=jsonpath={.status.loadBalancer.ingress[0].ports[*].protocol}=TCP")
            try await eventually("the Event is written") {
                try await up.kubectl("events", "--for", "svc/echo").contains("UpdatedLoadBalancer") ? true : nil
            }
            // Of another type it needs no address any more.
            try await up.kubectl("patch", "svc", "echo", "-p", #"{"spec":{"type":"ClusterIP"}}"#)
            try await eventually("its address is taken back") {
                try await up.kubectl(
                    "get", "svc", "echo", "-o", "jsonpath={.status.loadBalancer}{.metadata.finalizers}")
                    == "{}" ? true : nil
            }
        }
    }
}
