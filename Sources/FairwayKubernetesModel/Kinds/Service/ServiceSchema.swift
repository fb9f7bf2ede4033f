import FairwayJSON

extension ObjectSchema {
    static let service = kind(
        "io.k8s.api.core.v1.Service", "A name for a group of endpoints, and how they are reached.",
        fields: [
            FieldSchema("spec", .object(.serviceSpec), default: [:], "What is wanted."),
            FieldSchema("status", .object(.serviceStatus), default: [:], "What is."),
        ])

    private static let serviceSpec = ObjectSchema(
        "io.k8s.api.core.v1.ServiceSpec", "What is wanted of a Service.",
        fields: serviceExposure + serviceAddresses + serviceTraffic)

    private static let serviceExposure = [
        FieldSchema(
            "type", .string(oneOf: ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]),
            "How the Service is exposed. LoadBalancer asks for an address that clients outside can reach; the default "
                + "is ClusterIP."),
        FieldSchema(
            "ports", .list(.object(.servicePort), .map(keys: ["port", "protocol"]), patchMergeKey: "port"),
            "The ports of the Service. One number may stand for TCP and for UDP."),
        FieldSchema(
            "selector", .map(.string(), atomic: true),
            "Labels of the pods that serve. Without it, somebody else writes the EndpointSlices."),
        FieldSchema(
            "loadBalancerClass", .string(),
            "Which implementation serves a LoadBalancer Service, such as fairway.dev/fairway. It cannot be changed."),
        FieldSchema(
            "loadBalancerIP", .string(), "An address to ask for. An annotation says the same for several families."),
        FieldSchema(
            "loadBalancerSourceRanges", .list(.string()),
            "Clients outside of these prefixes are turned away. Empty: everybody is let in."),
        FieldSchema(
            "allocateLoadBalancerNodePorts", .boolean, "Whether a LoadBalancer Service gets node ports as well."),
        FieldSchema("externalName", .string(), "The name that a Service of type ExternalName stands for."),
    ]

    private static let serviceAddresses = [
        FieldSchema("clusterIP", .string(), "The address inside of a cluster; None for a headless Service."),
        FieldSchema("clusterIPs", .list(.string()), "The addresses inside of a cluster, at most one of each family."),
        FieldSchema("externalIPs", .list(.string()), "Further addresses that the administrator routes to the nodes."),
        FieldSchema(
            "ipFamilies", .list(.string(oneOf: ["", "IPv4", "IPv6"])), "The families of addresses, the first one first."
        ),
        FieldSchema(
            "ipFamilyPolicy", .string(oneOf: ["PreferDualStack", "RequireDualStack", "SingleStack"]),
            "Whether one family of addresses is wanted or two."),
    ]

    private static let serviceTraffic = [
        FieldSchema(
            "externalTrafficPolicy", .string(oneOf: ["Cluster", "Local"]),
            "Whether a node passes what comes from outside to all endpoints or to its own only."),
        FieldSchema(
            "internalTrafficPolicy", .string(oneOf: ["Cluster", "Local"]),
            "Whether a node passes what comes from inside to all endpoints or to its own only."),
        FieldSchema(
            "healthCheckNodePort", .integer(), "Where nodes answer whether they have endpoints (policy Local only)."),
        FieldSchema(
            "publishNotReadyAddresses", .boolean, "Whether endpoints are published before they are ready."),
        FieldSchema(
            "sessionAffinity", .string(oneOf: ["ClientIP", "None"]),
            "Whether all flows of a client go to one endpoint."),
        FieldSchema("sessionAffinityConfig", .object(.sessionAffinityConfig), "How long affinity lasts."),
        FieldSchema(
            "trafficDistribution", .string(), "Which endpoints are preferred, such as PreferClose."),
    ]

    private static let servicePort = ObjectSchema(
        "io.k8s.api.core.v1.ServicePort", "A port of a Service.",
        fields: [
            FieldSchema(
                "appProtocol", .string(), "The protocol spoken over the port, for those who look into it."),
            FieldSchema("name", .string(), "The port's name, needed where there are several."),
            FieldSchema("nodePort", .integer(), "The port on every node. None is allocated by the embedded API."),
            FieldSchema("port", .integer(), required: true, default: 0, "The number that clients use."),
            FieldSchema(
                "protocol", .string(oneOf: ["SCTP", "TCP", "UDP"]), default: "TCP", "TCP, UDP or SCTP."),
            FieldSchema(
                "targetPort", .integerOrString,
                "The number or name of the endpoint's port; the same number where it is left out."),
        ])

    private static let sessionAffinityConfig = ObjectSchema(
        "io.k8s.api.core.v1.SessionAffinityConfig", "How long affinity lasts.",
        fields: [FieldSchema("clientIP", .object(.clientIPConfig), "For affinity by client address.")])

    private static let clientIPConfig = ObjectSchema(
        "io.k8s.api.core.v1.ClientIPConfig", "Affinity by client address.",
        fields: [
            FieldSchema("timeoutSeconds", .integer(), "After how many idle seconds a client is forgotten, up to a day.")
        ])
}

// MARK: - Status

extension ObjectSchema {
    private static let serviceStatus = ObjectSchema(
        "io.k8s.api.core.v1.ServiceStatus", "What became of a Service.",
        fields: [
            FieldSchema("conditions", .conditions, "What is true of the Service now."),
            FieldSchema("loadBalancer", .object(.loadBalancerStatus), default: [:], "The addresses it was given."),
        ])

    private static let loadBalancerStatus = ObjectSchema(
        "io.k8s.api.core.v1.LoadBalancerStatus", "The addresses of a LoadBalancer Service.",
        fields: [FieldSchema("ingress", .list(.object(.loadBalancerIngress)), "The addresses, one each.")])

    private static let loadBalancerIngress = ObjectSchema(
        "io.k8s.api.core.v1.LoadBalancerIngress", "An address that traffic comes in by.",
        fields: [
            FieldSchema("hostname", .string(), "The name, where the implementation publishes names."),
            FieldSchema("ip", .string(), "The address, where it publishes addresses."),
            FieldSchema(
                "ipMode", .string(),
                "VIP: packets reach the endpoint with this destination; Proxy: a proxy accepts them first."),
            FieldSchema("ports", .list(.object(.portStatus)), "Which ports are served, and which are not and why."),
        ])

    private static let portStatus = ObjectSchema(
        "io.k8s.api.core.v1.PortStatus", "What became of a port.",
        fields: [
            FieldSchema("error", .string(), "Why the port is not served: one CamelCase word, perhaps with a domain."),
            FieldSchema("port", .integer(), required: true, default: 0, "The port's number."),
            FieldSchema(
                "protocol", .string(oneOf: ["SCTP", "TCP", "UDP"]), required: true, default: "", "TCP, UDP or SCTP."),
        ])
}
