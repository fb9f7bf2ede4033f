import FairwayKubernetes
import Foundation
import Testing

/// Where a service finds its cluster.
@Suite struct InClusterTests {
    /// A folder with these files that is gone after `body`.
    private func withFiles(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("account-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer {
            #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) }
        }
        for (name, text) in files {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
        try body(folder.path)
    }

    private static let account = ["token": "t\n", "ca.crt": "pem", "namespace": "fairway-system\n"]
    private static let pod = ["KUBERNETES_SERVICE_HOST": "10.0.0.1", "KUBERNETES_SERVICE_PORT": "443"]
    private static let kubeconfig = """
        current-context: x
        clusters: [{name: c, cluster: {server: "https://from-file"}}]
        contexts: [{name: x, context: {cluster: c}}]
        """

    @Test(
        "a pod finds the API server and its account", arguments: [("10.0.0.1", "10.0.0.1"), ("fd00::1", "[fd00::1]")])
    func finds(host: String, written: String) throws {
        try withFiles(Self.account) { folder in
            let configuration = try KubernetesConfiguration.load(
                environment: ["KUBERNETES_SERVICE_HOST": host, "KUBERNETES_SERVICE_PORT": "6443"],
                serviceAccount: folder)
            #expect(configuration.server.absoluteString == "https://\(written):6443")
            #expect(configuration.trust == .authorities(Data("pem".utf8)))
            #expect(configuration.credentials == .tokenFile(folder + "/token"))
            #expect(configuration.namespace == "fairway-system")
        }
    }

    @Test("a file that is named counts more than KUBECONFIG, that more than the pod, that more than the home folder")
    func order() throws {
        try withFiles(Self.account.merging(["config": Self.kubeconfig]) { $1 }) { folder in
            try FileManager.default.createDirectory(atPath: folder + "/.kube", withIntermediateDirectories: true)
            try Data(Self.kubeconfig.replacing("from-file", with: "from-home").utf8)
                .write(to: URL(fileURLWithPath: folder + "/.kube/config"))
            func host(_ path: String?, _ environment: [String: String]) throws -> String? {
                try KubernetesConfiguration.load(
                    kubeconfig: path, environment: environment.merging(["HOME": folder]) { $1 }, serviceAccount: folder
                ).server.host
            }
            let listed = ["KUBECONFIG": folder + "/config"]
            #expect(try host(folder + "/config", ["KUBECONFIG": "/none"].merging(Self.pod) { $1 }) == "from-file")
            #expect(try host(nil, listed.merging(Self.pod) { $1 }) == "from-file")
            #expect(try host(nil, Self.pod) == "10.0.0.1")
            #expect(try host(nil, Self.pod.merging(["KUBECONFIG": ""]) { $1 }) == "10.0.0.1")
            #expect(try host(nil, [:]) == "from-home")
        }
    }

    static let incomplete: [([String: String], [String: String], String)] = [
        (["KUBERNETES_SERVICE_HOST": "10.0.0.1"], account, "KUBERNETES_SERVICE_PORT \"\""),
        (["KUBERNETES_SERVICE_HOST": "10.0.0.1", "KUBERNETES_SERVICE_PORT": "tcp://x"], account, "\"tcp://x\""),
        (["KUBERNETES_SERVICE_HOST": "a b", "KUBERNETES_SERVICE_PORT": "1"], account, "\"a b\""),
        (pod, account.filter { $0.key != "token" }, "/token of the pod's service account: it does not exist"),
        (pod, account.merging(["token": "\n"]) { $1 }, "/token of the pod's service account: it is empty"),
        (pod, account.filter { $0.key != "ca.crt" }, "/ca.crt of the pod's service account"),
        (pod, account.filter { $0.key != "namespace" }, "/namespace of the pod's service account"),
    ]

    @Test("a piece that is missing is a sentence", arguments: incomplete)
    func refuses(environment: [String: String], files: [String: String], sentence: String) throws {
        try withFiles(files) { folder in
            let error = #expect(throws: KubernetesConfigurationError.self) {
                try KubernetesConfiguration.load(environment: environment, serviceAccount: folder)
            }
            #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "")")
            #expect(error?.description.contains("\n") == false)
        }
    }
}
