import FairwayKubernetes
import Foundation
import Testing

@Suite struct KubeconfigTests {
    /// A folder of files that is gone after `body`.
    private func withFiles(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kubeconfig-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer {
            #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) }
        }
        for (name, text) in files {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
        try body(folder.path)
    }

    private static func config(cluster: String, user: String, context: String = "cluster: c, user: u") -> String {
        """
        apiVersion: v1
        kind: Config
        current-context: x
        clusters: [{name: c, cluster: {\(cluster)}}]
        users: [{name: u, user: {\(user)}}]
        contexts: [{name: x, context: {\(context)}}]
        """
    }

    private static let pem = Data("pem".utf8)
    private static let base64 = pem.base64EncodedString()

    typealias Configuration = KubernetesConfiguration

    static let accepted: [(String, @Sendable (Configuration) -> Bool)] = [
        (config(cluster: "server: 'https://h:6443/'", user: ""), { $0.server.absoluteString == "https://h:6443" }),
        (
            config(cluster: "server: 'https://[::1]:6443'", user: ""),
            { $0.server.absoluteString == "https://[::1]:6443" }
        ),
        (config(cluster: "server: 'http://h/prefix'", user: ""), { $0.server.path == "/prefix" }),
        (config(cluster: "server: 'https://h'", user: ""), { $0.trust == .system && $0.credentials == .none }),
        (
            config(cluster: "server: 'https://h', certificate-authority-data: \(base64)", user: ""),
            { $0.trust == .authorities(pem) }
        ),
        (
            config(cluster: "server: 'https://h', certificate-authority: ca", user: ""),
            { $0.trust == .authorities(pem) }
        ),
        (config(cluster: "server: 'https://h', insecure-skip-tls-verify: true", user: ""), { $0.trust == .anything }),
        (config(cluster: "server: 'https://h', tls-server-name: n", user: ""), { $0.tlsServerName == "n" }),
        (config(cluster: "server: 'https://h'", user: "token: t"), { $0.credentials == .token("t") }),
        (
            config(cluster: "server: 'https://h'", user: "token: t, tokenFile: f"),
            {
                if case .tokenFile(let path) = $0.credentials {
                    path.hasPrefix("/") && path.hasSuffix("/f")
                } else {
                    false
                }
            }
        ),
        (
            config(cluster: "server: 'https://h'", user: "client-certificate: ca, client-key-data: \(base64)"),
            { $0.credentials == .certificate(chain: pem, key: pem) }
        ),
        (
            config(cluster: "server: 'https://h'", user: "", context: "cluster: c, user: u, namespace: n"),
            { $0.namespace == "n" }
        ),
        (config(cluster: "server: 'https://h'", user: "", context: "cluster: c"), { $0.namespace == "default" }),
    ]

    @Test("what a context needs is looked up", arguments: accepted)
    func resolves(text: String, holds: @Sendable (Configuration) -> Bool) throws {
        try withFiles(["config": text, "ca": "pem"]) { folder in
            let configuration = try Kubeconfig.load(path: folder + "/config").resolve()
            #expect(holds(configuration), "\(configuration)")
        }
    }

    static let refused: [(String, String)] = [
        ("clusters: [", "it is not YAML"),
        ("clusters: 5", "clusters"),
        ("", "has no current-context"),
        ("current-context: x", "has no context \"x\""),
        (config(cluster: "server: 'https://h'", user: "", context: "cluster: z"), "needs the cluster \"z\""),
        (config(cluster: "server: 'https://h'", user: "", context: "cluster: c, user: z"), "needs the user \"z\""),
        (config(cluster: "", user: ""), "has no server"),
        (config(cluster: "server: 'https://h', proxy-url: 'http://p'", user: ""), "\"proxy-url\""),
        (config(cluster: "server: h", user: ""), "is not an address like https://host:6443"),
        (
            config(cluster: "server: 'https://h', certificate-authority: none", user: ""),
            "none, the certificate-authority"
        ),
        (config(cluster: "server: 'https://h', certificate-authority-data: '*'", user: ""), "is not base64"),
        (
            config(cluster: "server: 'https://h', insecure-skip-tls-verify: true, certificate-authority: ca", user: ""),
            "has both"
        ),
        (config(cluster: "server: 'https://h'", user: "client-certificate: ca"), "has no client-key"),
        (config(cluster: "server: 'https://h'", user: "client-key: ca"), "has no client-certificate"),
        (
            config(cluster: "server: 'https://h'", user: "exec: {command: x}"),
            "\"exec\", which Fairway does not support"
        ),
        (config(cluster: "server: 'https://h'", user: "auth-provider: {name: x}"), "\"auth-provider\""),
        (config(cluster: "server: 'https://h'", user: "username: x, password: y"), "\"username\""),
    ]

    @Test("what is missing or not supported is a sentence with the file", arguments: refused)
    func refuses(text: String, sentence: String) throws {
        try withFiles(["config": text, "ca": "pem"]) { folder in
            let error = #expect(throws: KubernetesConfigurationError.self) {
                try Kubeconfig.load(path: folder + "/config").resolve()
            }
            #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "")")
            #expect(error?.description.contains(folder + "/config") == true, "\(error?.description ?? "")")
            #expect(error?.description.contains("\n") == false)
        }
    }

    @Test("of several files the first that says something wins, and paths start at each one's folder")
    func merges() throws {
        let first = "current-context: x\nusers: [{name: u, user: {token: first}}]"
        let second = Self.config(cluster: "server: 'https://h', certificate-authority: ca", user: "token: second")
        try withFiles(["first": first]) { one in
            try withFiles(["second": second, "ca": "pem"]) { two in
                let environment = ["KUBECONFIG": "\(one)/first::\(one)/none:\(two)/second"]
                let configuration = try Kubeconfig.load(environment: environment).resolve()
                #expect(configuration.credentials == .token("first"))
                #expect(configuration.trust == .authorities(Self.pem))
            }
        }
    }

    @Test("without KUBECONFIG it is ~/.kube/config")
    func home() throws {
        try withFiles([:]) { folder in
            let error = #expect(throws: KubernetesConfigurationError.self) {
                try Kubeconfig.load(environment: ["HOME": folder])
            }
            #expect(error?.description.contains("\(folder)/.kube/config does not exist") == true)
            try FileManager.default.createDirectory(atPath: folder + "/.kube", withIntermediateDirectories: true)
            let text = Self.config(cluster: "server: 'https://h'", user: "")
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/.kube/config"))
            #expect(try Kubeconfig.load(environment: ["HOME": folder]).resolve().server.host == "h")
        }
    }

    @Test("a KUBECONFIG of which nothing exists is a sentence")
    func nothingExists() {
        let error = #expect(throws: KubernetesConfigurationError.self) {
            try Kubeconfig.load(environment: ["KUBECONFIG": "/none/a:/none/b"])
        }
        #expect(error?.description.contains("/none/a, /none/b") == true)
    }
}
