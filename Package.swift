// swift-tools-version: 6.2

import PackageDescription

/// Every target is compiled with the same settings. Warnings are errors in CI (and wherever FAIRWAY_STRICT is set),
/// not for a user whose newer compiler finds something new to warn about.
let strict = Context.environment["CI"] != nil || Context.environment["FAIRWAY_STRICT"] != nil
let settings: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ] + (strict ? [.treatAllWarnings(as: .error)] : [])

extension Target.Dependency {
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let asyncHTTPClient = product(name: "AsyncHTTPClient", package: "async-http-client")
    static let configuration = product(name: "Configuration", package: "swift-configuration")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
    static let hummingbirdCore = product(name: "HummingbirdCore", package: "hummingbird")
    static let hummingbirdTLS = product(name: "HummingbirdTLS", package: "hummingbird")
    static let logging = product(name: "Logging", package: "swift-log")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioEmbedded = product(name: "NIOEmbedded", package: "swift-nio")
    static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let nioSSL = product(name: "NIOSSL", package: "swift-nio-ssl")
    static let serviceLifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let asn1 = product(name: "SwiftASN1", package: "swift-asn1")
    static let subprocess = product(name: "Subprocess", package: "swift-subprocess")
    static let protobuf = product(name: "SwiftProtobuf", package: "swift-protobuf")
    static let system = product(name: "SystemPackage", package: "swift-system")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let x509 = product(name: "X509", package: "swift-certificates")
    static let yams = product(name: "Yams", package: "Yams")
}

/// The layers, from the values at the bottom to the program at the top. `scripts/check-imports` holds them to it.
let targets: [Target] = [
    // Values: no input or output, no Foundation.
    .target(name: "FairwayNet"),
    .target(name: "FairwayCore", dependencies: ["FairwayNet"]),
    .target(name: "FairwayDNS", dependencies: ["FairwayNet", .crypto]),
    .target(name: "FairwayRecords", dependencies: ["FairwayCore", "FairwayDNS", "FairwayNet"]),

    // Kubernetes, as a client and as a server.
    .target(name: "FairwayJSON", dependencies: [.yams]),
    .target(
        name: "FairwayKubernetes",
        dependencies: [
            "FairwayJSON", .asyncHTTPClient, .logging, .nioCore, .nioHTTP1, .nioPosix, .nioSSL, .serviceLifecycle,
            .yams,
        ]),
    .target(
        name: "FairwayKubernetesModel", dependencies: ["FairwayJSON", "FairwayNet"],
        resources: [
            // Links to config/crd: what a cluster gets is what the embedded API has.
            .embedInCode("Resources/fairway.dev_addresspools.yaml"),
            .embedInCode("Resources/fairway.dev_dnszones.yaml"),
            .embedInCode("Resources/fairway.dev_nodestates.yaml"),
        ]),
    .target(
        name: "FairwayKubernetesServer",
        dependencies: [
            "FairwayJSON", "FairwayKubernetesModel", .asn1, .crypto, .grdb, .httpTypes, .hummingbird, .hummingbirdCore,
            .hummingbirdTLS, .logging, .nioCore, .nioHTTP1, .nioPosix, .nioSSL, .protobuf, .serviceLifecycle, .x509,
        ],
        exclude: ["Protobuf/kubernetes.proto"]),

    // Linux, the engine in user space and the name server.
    .target(name: "CFairwayLinux"),
    .target(name: "FairwayLinux", dependencies: ["CFairwayLinux", "FairwayNet", .system]),
    .target(
        name: "FairwayNameServer", dependencies: ["FairwayDNS", "FairwayLinux", "FairwayNet", .system]),
    .target(name: "FairwayProxy", dependencies: ["FairwayCore", "FairwayLinux", "FairwayNet", .system]),

    // The roles.
    .target(
        name: "FairwayResources",
        dependencies: [
            "FairwayCore", "FairwayDNS", "FairwayJSON", "FairwayKubernetes", "FairwayNet", "FairwayRecords",
        ]),
    .target(
        name: "FairwayControl",
        dependencies: [
            "FairwayCore", "FairwayDNS", "FairwayKubernetes", "FairwayNet", "FairwayRecords", "FairwayResources",
            .logging,
            .serviceLifecycle,
        ]),
    .target(
        name: "FairwayNode",
        dependencies: [
            "FairwayCore", "FairwayDNS", "FairwayKubernetes", "FairwayNet", "FairwayRecords", "FairwayResources",
            .logging, .nioCore, .nioHTTP1, .nioPosix, .serviceLifecycle,
        ]),

    // The program.
    .executableTarget(
        name: "fairway",
        dependencies: [
            "FairwayControl", "FairwayCore", "FairwayDNS", "FairwayJSON", "FairwayKubernetes",
            "FairwayKubernetesServer", "FairwayLinux", "FairwayNameServer", "FairwayNet", "FairwayNode",
            "FairwayProxy", "FairwayRecords", "FairwayResources", .argumentParser,
            .configuration, .logging, .nioCore, .nioPosix, .serviceLifecycle, .system, .unixSignals,
        ]),

    // Not part of what is shipped.
    .executableTarget(
        name: "fairway-bench",
        dependencies: [
            "FairwayDNS", "FairwayJSON", "FairwayKubernetes", "FairwayLinux", "FairwayNet", "FairwayResources",
            .argumentParser, .logging, .serviceLifecycle, .subprocess, .system, .unixSignals,
        ],
        path: "Benchmarks"),
]

let tests: [Target] = [
    .target(name: "FairwayTestSupport", path: "Tests/FairwayTestSupport"),
    .testTarget(name: "FairwayNetTests", dependencies: ["FairwayNet", "FairwayTestSupport"]),
    .testTarget(name: "FairwayCoreTests", dependencies: ["FairwayCore", "FairwayNet", "FairwayTestSupport"]),
    .target(
        name: "FairwayDNSTestSupport",
        dependencies: ["FairwayDNS", "FairwayNet", "FairwayTestSupport", .subprocess, .system],
        path: "Tests/FairwayDNSTestSupport"),
    .testTarget(
        name: "FairwayDNSTests",
        dependencies: ["FairwayDNS", "FairwayDNSTestSupport", "FairwayNet", "FairwayTestSupport"]),
    .testTarget(
        name: "FairwayRecordsTests", dependencies: ["FairwayCore", "FairwayDNS", "FairwayNet", "FairwayRecords"]),
    .testTarget(name: "FairwayJSONTests", dependencies: ["FairwayJSON"]),
    .testTarget(
        name: "FairwayKubernetesTests",
        dependencies: ["FairwayJSON", "FairwayKubernetes", .asyncHTTPClient, .logging, .nioCore, .nioPosix]),
    .testTarget(
        name: "FairwayKubernetesModelTests",
        dependencies: ["FairwayJSON", "FairwayKubernetesModel", "FairwayTestSupport"],
        resources: [.copy("Fixtures")]),
    .testTarget(
        name: "FairwayKubernetesServerTests",
        dependencies: [
            "FairwayJSON", "FairwayKubernetesModel", "FairwayKubernetesServer", .logging, .nioCore, .nioEmbedded,
            .protobuf,
            .x509,
        ],
        resources: [.copy("Fixtures")]),
    .testTarget(name: "FairwayLinuxTests", dependencies: ["FairwayLinux", "FairwayNet"]),
    .testTarget(
        name: "FairwayNameServerTests",
        dependencies: [
            "FairwayDNS", "FairwayDNSTestSupport", "FairwayLinux", "FairwayNameServer", "FairwayNet",
            "FairwayTestSupport",
            .subprocess, .system,
        ]),
    .testTarget(
        name: "FairwayProxyTests",
        dependencies: ["FairwayCore", "FairwayLinux", "FairwayNet", "FairwayProxy", .subprocess, .system]),
    .testTarget(
        name: "FairwayResourcesTests",
        dependencies: [
            "FairwayCore", "FairwayDNS", "FairwayJSON", "FairwayKubernetes", "FairwayNet", "FairwayRecords",
            "FairwayResources",
        ]),
    .testTarget(
        name: "FairwayControlTests",
        dependencies: [
            "FairwayControl", "FairwayCore", "FairwayDNS", "FairwayKubernetes", "FairwayNet", "FairwayRecords",
            "FairwayResources",
        ]),
    .testTarget(
        name: "FairwayNodeTests",
        dependencies: [
            "FairwayCore", "FairwayDNS", "FairwayKubernetes", "FairwayNet", "FairwayNode", "FairwayRecords",
            "FairwayResources",
        ]),
    .testTarget(name: "FairwayBenchTests", dependencies: ["FairwayDNS", "FairwayNet", "fairway-bench"]),
    .testTarget(
        name: "IntegrationTests",
        dependencies: [
            "FairwayJSON", "FairwayTestSupport", .nioCore, .nioPosix, .nioSSL, .subprocess, .system,
        ]),
]

for target in targets + tests where target.name != "CFairwayLinux" {
    target.swiftSettings = settings
}

let package = Package(
    name: "fairway",
    products: [.executable(name: "fairway", targets: ["fairway"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(
            url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: [.defaults, "YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: targets + tests
)
