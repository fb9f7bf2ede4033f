import FairwayJSON

extension ObjectSchema {
    static let node = kind(
        "io.k8s.api.core.v1.Node", "A machine of the cluster.",
        fields: [
            FieldSchema("spec", .object(.nodeSpec), default: [:], "What is wanted of it."),
            FieldSchema("status", .object(.nodeStatus), default: [:], "What it says of itself."),
        ])

    private static let nodeSpec = ObjectSchema(
        "io.k8s.api.core.v1.NodeSpec", "What is wanted of a node.",
        fields: [
            FieldSchema("configSource", .object(.nodeConfigSource), "No longer used."),
            FieldSchema("externalID", .string(), "No longer used."),
            FieldSchema("podCIDR", .string(), "The block that its pods' addresses are of."),
            FieldSchema("podCIDRs", .list(.string(), .set), "The same for two families; the first is podCIDR."),
            FieldSchema("providerID", .string(), "What the provider of the machine calls it."),
            FieldSchema("taints", .list(.object(.taint)), "What keeps pods away that do not tolerate it."),
            FieldSchema("unschedulable", .boolean, "Whether it takes in no new pods."),
        ])

    private static let taint = ObjectSchema(
        "io.k8s.api.core.v1.Taint", "What keeps pods away that do not tolerate it.",
        fields: [
            FieldSchema(
                "effect", .string(oneOf: ["NoExecute", "NoSchedule", "PreferNoSchedule"]), required: true, default: "",
                "What becomes of such pods."),
            FieldSchema("key", .string(), required: true, default: "", "The name of it."),
            FieldSchema("timeAdded", .time(), "When it was added."),
            FieldSchema("value", .string(), "What belongs to the name."),
        ])

    private static let nodeConfigSource = ObjectSchema(
        "io.k8s.api.core.v1.NodeConfigSource", "No longer used.",
        fields: [FieldSchema("configMap", .object(.configMapNodeConfigSource), "No longer used.")])

    private static let configMapNodeConfigSource = ObjectSchema(
        "io.k8s.api.core.v1.ConfigMapNodeConfigSource", "No longer used.",
        fields: [
            FieldSchema("kubeletConfigKey", .string(), required: true, default: "", "No longer used."),
            FieldSchema("name", .string(), required: true, default: "", "No longer used."),
            FieldSchema("namespace", .string(), required: true, default: "", "No longer used."),
            FieldSchema("resourceVersion", .string(), "No longer used."),
            FieldSchema("uid", .string(), "No longer used."),
        ])
}

// MARK: - Status

extension ObjectSchema {
    private static let nodeStatus = ObjectSchema(
        "io.k8s.api.core.v1.NodeStatus", "What a node says of itself.",
        fields: [
            FieldSchema(
                "addresses", .list(.object(.nodeAddress), .map(keys: ["type"]), patchMergeKey: "type"),
                "How it can be reached."),
            FieldSchema("allocatable", .map(.string()), "What of its resources pods may have."),
            FieldSchema("capacity", .map(.string()), "What resources it has."),
            FieldSchema(
                "conditions", .list(.object(.nodeCondition), .map(keys: ["type"]), patchMergeKey: "type"),
                "What is true of the node now."),
            FieldSchema("config", .object(.nodeConfigStatus), "No longer used."),
            FieldSchema("daemonEndpoints", .object(.nodeDaemonEndpoints), default: [:], "Where its programs listen."),
            FieldSchema("declaredFeatures", .list(.string()), "What it can do that not every node can."),
            FieldSchema("features", .object(.nodeFeatures), "What its container runtime can do."),
            FieldSchema("images", .list(.object(.containerImage)), "The container images it has."),
            FieldSchema("nodeInfo", .object(.nodeSystemInfo), default: [:], "What it is and runs."),
            FieldSchema("phase", .string(oneOf: ["Pending", "Running", "Terminated"]), "No longer used."),
            FieldSchema("runtimeHandlers", .list(.object(.nodeRuntimeHandler)), "The ways it can run containers."),
            FieldSchema("volumesAttached", .list(.object(.attachedVolume)), "The volumes that are attached."),
            FieldSchema("volumesInUse", .list(.string()), "The volumes that are mounted."),
        ])

    private static let nodeAddress = ObjectSchema(
        "io.k8s.api.core.v1.NodeAddress", "How a node can be reached.",
        fields: [
            FieldSchema("address", .string(), required: true, default: "", "The address or the name."),
            FieldSchema("type", .string(), required: true, default: "", "InternalIP, ExternalIP, Hostname, …"),
        ])

    private static let nodeCondition = ObjectSchema(
        "io.k8s.api.core.v1.NodeCondition", "One thing that is, or is not, true of a node now.",
        fields: [
            FieldSchema("lastHeartbeatTime", .time(), "When the node last said so."),
            FieldSchema("lastTransitionTime", .time(), "When the status last changed."),
            FieldSchema("message", .string(), "Why, in a sentence."),
            FieldSchema("reason", .string(), "Why, in one CamelCase word."),
            FieldSchema("status", .string(), required: true, default: "", "True, False or Unknown."),
            FieldSchema("type", .string(), required: true, default: "", "What is true or not, in CamelCase."),
        ])

    private static let nodeConfigStatus = ObjectSchema(
        "io.k8s.api.core.v1.NodeConfigStatus", "No longer used.",
        fields: [
            FieldSchema("active", .object(.nodeConfigSource), "No longer used."),
            FieldSchema("assigned", .object(.nodeConfigSource), "No longer used."),
            FieldSchema("error", .string(), "No longer used."),
            FieldSchema("lastKnownGood", .object(.nodeConfigSource), "No longer used."),
        ])

    private static let nodeDaemonEndpoints = ObjectSchema(
        "io.k8s.api.core.v1.NodeDaemonEndpoints", "Where the programs of a node listen.",
        fields: [FieldSchema("kubeletEndpoint", .object(.daemonEndpoint), default: [:], "Where its kubelet listens.")])

    private static let daemonEndpoint = ObjectSchema(
        "io.k8s.api.core.v1.DaemonEndpoint", "Where a program listens.",
        fields: [FieldSchema("Port", .integer(), required: true, default: 0, "The port.")])

    private static let nodeFeatures = ObjectSchema(
        "io.k8s.api.core.v1.NodeFeatures", "What the container runtime of a node can do.",
        fields: [FieldSchema("supplementalGroupsPolicy", .boolean, "It can hold pods to their groups.")])

    private static let containerImage = ObjectSchema(
        "io.k8s.api.core.v1.ContainerImage", "A container image.",
        fields: [
            FieldSchema("names", .list(.string()), "Its names."),
            FieldSchema("sizeBytes", .integer(format: "int64"), "Its size, in bytes."),
        ])

    private static let nodeSystemInfo = ObjectSchema(
        "io.k8s.api.core.v1.NodeSystemInfo", "What a node is and runs.",
        fields: [
            ("architecture", "Its processor's architecture."), ("bootID", "What tells this boot from others."),
            ("containerRuntimeVersion", "What runs its containers."), ("kernelVersion", "The version of its kernel."),
            ("kubeProxyVersion", "No longer used."), ("kubeletVersion", "The version of its kubelet."),
            ("machineID", "What tells the machine from others."), ("operatingSystem", "linux, …"),
            ("osImage", "Its operating system, for people."), ("systemUUID", "What the hardware calls itself."),
        ].map { FieldSchema($0, .string(), required: true, default: "", $1) } + [
            FieldSchema("swap", .object(.nodeSwapStatus), "Its swap memory.")
        ])

    private static let nodeSwapStatus = ObjectSchema(
        "io.k8s.api.core.v1.NodeSwapStatus", "The swap memory of a node.",
        fields: [FieldSchema("capacity", .integer(format: "int64"), "How much there is, in bytes.")])

    private static let nodeRuntimeHandler = ObjectSchema(
        "io.k8s.api.core.v1.NodeRuntimeHandler", "A way to run containers.",
        fields: [
            FieldSchema("features", .object(.nodeRuntimeHandlerFeatures), "What it can do."),
            FieldSchema("name", .string(), "Its name; empty for the default one."),
        ])

    private static let nodeRuntimeHandlerFeatures = ObjectSchema(
        "io.k8s.api.core.v1.NodeRuntimeHandlerFeatures", "What a way to run containers can do.",
        fields: [
            FieldSchema("recursiveReadOnlyMounts", .boolean, "It can mount what is below a mount read-only, too."),
            FieldSchema("userNamespaces", .boolean, "It can give pods users of their own."),
        ])

    private static let attachedVolume = ObjectSchema(
        "io.k8s.api.core.v1.AttachedVolume", "A volume that is attached to a node.",
        fields: [
            FieldSchema("devicePath", .string(), required: true, default: "", "The device."),
            FieldSchema("name", .string(), required: true, default: "", "The volume."),
        ])
}
