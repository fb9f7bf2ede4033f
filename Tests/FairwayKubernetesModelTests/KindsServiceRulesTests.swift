import FairwayJSON
import FairwayKubernetesModel
import Testing

@Suite("Rules for Services")
struct KindsServiceRulesTests {
    private let rules = KindDescriptor.services.rules

    /// What the embedded API does not allocate.
    private func withoutAllocations(_ service: JSONValue) -> JSONValue {
        var service = service
        var spec = service["spec"] ?? [:]
        spec["clusterIP"] = nil
        spec["clusterIPs"] = nil
        spec["ports"] = .array(
            (spec["ports"]?.array ?? []).map { port in
                var port = port
                port["nodePort"] = nil
                return port
            })
        service["spec"] = spec
        return service
    }

    @Test("what is left out is filled in as the real server does, but nothing is allocated")
    func defaults() throws {
        for line in try KindsFixtures.lines("kinds-service-defaults.jsonl") {
            let stored = withoutAllocations(try #require(line["stored"]))
            var object = withoutAllocations(try #require(line["object"]))
            rules.prepare(
                &object, old: line["old"].map(withoutAllocations), subresource: line["subresource"]?.string)
            #expect(object["spec"] == stored["spec"], "\(line["step"]?.string ?? "")")
            if line["old"] != nil {
                #expect(object["status"] == stored["status"], "\(line["step"]?.string ?? "")")
            }
            #expect(rules.validate(object, old: line["old"], subresource: line["subresource"]?.string) == [])
        }
    }

    @Test("what the real server refuses is refused in its words")
    func refusals() throws {
        let lines = try KindsFixtures.lines("kinds-service-refusals.jsonl")
        #expect(lines.count == 7)
        for line in lines {
            var object = try #require(line["object"])
            let subresource = line["subresource"]?.string
            rules.prepare(&object, old: line["old"], subresource: subresource)
            let errors = rules.validate(object, old: line["old"], subresource: subresource)
            let causes: [JSONValue] = errors.map {
                ["reason": .string($0.reason), "message": .string($0.detail), "field": .string($0.field)]
            }
            #expect(.array(causes) == line["causes"], "\(line["step"]?.string ?? "")")
        }
    }

    private func errors(_ spec: JSONValue, old: JSONValue? = nil, annotations: JSONValue = [:]) -> [String] {
        var object: JSONValue = ["metadata": ["name": "a", "annotations": annotations], "spec": spec]
        let before = old.map { spec in
            var before: JSONValue = ["metadata": ["name": "a"], "spec": spec]
            rules.prepare(&before, old: nil, subresource: nil)
            return before
        }
        rules.prepare(&object, old: before, subresource: nil)
        return rules.validate(object, old: before, subresource: nil).map(\.description)
    }

    private static let tooLong = String(repeating: "x", count: 64)

    static let mistakes: [(JSONValue, [String])] = [
        (["type": "LoadBalancer"], ["spec.ports: Required value"]),
        (["clusterIP": "None"], []),
        (["ports": [["port": 1], ["port": 2, "name": "b"]]], ["spec.ports[0].name: Required value"]),
        (
            ["ports": [["port": 1, "name": "a"], ["port": 1, "name": "b"]]],
            [
                "spec.ports[1]: Duplicate value: {\"Name\":\"\",\"Protocol\":\"TCP\",\"AppProtocol\":null,\"Port\":1,"
                    + "\"TargetPort\":0,\"NodePort\":0}"
            ]
        ),
        (["ports": [["port": 1, "name": "a"], ["port": 1, "name": "b", "protocol": "UDP"]]], []),
        (
            ["ports": [["port": 0, "targetPort": 70000]]],
            [
                "spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive",
                "spec.ports[0].targetPort: Invalid value: 70000: must be between 1 and 65535, inclusive",
            ]
        ),
        (
            ["ports": [["port": 1, "targetPort": "--"]]],
            [
                "spec.ports[0].targetPort: Invalid value: \"--\": must contain at least one letter (a-z)",
                "spec.ports[0].targetPort: Invalid value: \"--\": must not contain consecutive hyphens",
                "spec.ports[0].targetPort: Invalid value: \"--\": must not begin or end with a hyphen",
            ]
        ),
        (
            ["ports": [["port": 1, "protocol": "tcp"]]],
            ["spec.ports[0].protocol: Unsupported value: \"tcp\": supported values: \"SCTP\", \"TCP\", \"UDP\""]
        ),
        (
            ["ports": [["port": 1, "nodePort": 30000]]],
            ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"]
        ),
        (
            ["ports": [["port": 1]], "sessionAffinity": "Cookie"],
            ["spec.sessionAffinity: Unsupported value: \"Cookie\": supported values: \"ClientIP\", \"None\""]
        ),
        (
            [
                "ports": [["port": 1]], "sessionAffinity": "ClientIP",
                "sessionAffinityConfig": ["clientIP": ["timeoutSeconds": 90000]],
            ],
            [
                "spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 90000: must be greater than 0 and "
                    + "less than 86400"
            ]
        ),
        (
            ["ports": [["port": 1]], "loadBalancerClass": "a/b", "externalTrafficPolicy": "Local"],
            [
                "spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'",
                "spec.externalTrafficPolicy: Invalid value: \"Local\": may only be set for externally-accessible "
                    + "services",
            ]
        ),
        (
            [
                "type": "LoadBalancer", "ports": [["port": 1]],
                "loadBalancerSourceRanges": ["10.0.0.5/8", " ::/0", "x"],
            ],
            [
                "spec.LoadBalancerSourceRanges[2]: Invalid value: \"x\": must be a valid CIDR value, "
                    + "(e.g. 10.9.8.0/24 or 2001:db8::/64)"
            ]
        ),
        (["type": "ExternalName"], ["spec.externalName: Required value"]),
        (["type": "ExternalName", "externalName": "a.example."], []),
        (
            ["ports": [["port": 1]], "externalIPs": ["127.0.0.1", "0.0.0.0", "z"]],
            [
                "spec.externalIPs[0]: Invalid value: \"127.0.0.1\": may not be in the loopback range (127.0.0.0/8, "
                    + "::1/128)",
                "spec.externalIPs[1]: Invalid value: \"0.0.0.0\": may not be unspecified (0.0.0.0)",
                "spec.externalIPs[2]: Invalid value: \"z\": must be a valid IP address, (e.g. 10.9.8.7 or "
                    + "2001:db8::ffff)",
            ]
        ),
        (
            ["ports": [["port": 1]], "ipFamilies": ["IPv4", "IPv4", "IPv5"], "ipFamilyPolicy": "RequireDualStack"],
            [
                "spec.ipFamilies[1]: Duplicate value: \"IPv4\"",
                "spec.ipFamilies[2]: Unsupported value: \"IPv5\": supported values: \"IPv4\", \"IPv6\"",
            ]
        ),
        (
            ["ports": [["port": 1]], "selector": ["a": .string(tooLong)]],
            ["spec.selector: Invalid value: \"\(tooLong)\": must be no more than 63 bytes"]
        ),
        (
            ["type": "NodePort", "ports": [["port": 1]], "healthCheckNodePort": 1],
            [
                "spec.healthCheckNodePort: Invalid value: 1: may only be set when `type` is 'LoadBalancer' and "
                    + "`externalTrafficPolicy` is 'Local'"
            ]
        ),
    ]

    @Test("a mistake has its sentence", arguments: mistakes)
    func mistake(spec: JSONValue, expected: [String]) {
        #expect(errors(spec) == expected)
    }

    @Test("affinity lasts three hours unless said otherwise")
    func affinity() {
        var object: JSONValue = ["spec": ["sessionAffinity": "ClientIP"]]
        rules.prepare(&object, old: nil, subresource: nil)
        #expect(object["spec"]?["sessionAffinityConfig"] == ["clientIP": ["timeoutSeconds": 10800]])
    }

    @Test("two families are filled in where they are asked for")
    func dualStack() {
        var object: JSONValue = ["spec": ["ipFamilyPolicy": "PreferDualStack", "ipFamilies": ["IPv6"]]]
        rules.prepare(&object, old: nil, subresource: nil)
        #expect(object["spec"]?["ipFamilies"] == ["IPv6", "IPv4"])
    }

    @Test("what belonged to the type before is dropped with it, unless it was touched")
    func typeChange() {
        let old: JSONValue = ["type": "LoadBalancer", "ports": [["port": 1]], "loadBalancerClass": "a/b"]
        #expect(errors(["type": "ClusterIP", "ports": [["port": 1]], "loadBalancerClass": "a/b"], old: old) == [])
        #expect(
            errors(["type": "ClusterIP", "ports": [["port": 1]], "loadBalancerClass": "c/d"], old: old) == [
                "spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'"
            ])
    }

    @Test("the annotation for source ranges is checked as the field is")
    func sourceRangesAnnotation() {
        let key = "service.beta.kubernetes.io/load-balancer-source-ranges"
        let spec: JSONValue = ["type": "LoadBalancer", "ports": [["port": 1]]]
        #expect(errors(spec, annotations: [key: "10.0.0.0/8, 192.0.2.0/24"]) == [])
        #expect(
            errors(spec, annotations: [key: "10.0.0.0/8,,"]).first
                == "metadata.annotations[\(key)]: Invalid value: \"\": must be a valid CIDR value, "
                + "(e.g. 10.9.8.0/24 or 2001:db8::/64)")
    }
}
