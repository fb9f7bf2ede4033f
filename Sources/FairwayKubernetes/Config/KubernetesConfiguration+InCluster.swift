import Foundation

extension KubernetesConfiguration {
    /// Where a pod finds its service account (kubernetes.io, *Accessing the Kubernetes API from a Pod*).
    package static let serviceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount"

    /// The configuration of a service: the file `kubeconfig`, else the files that `KUBECONFIG` lists, else, inside a
    /// cluster, the pod's service account, else `~/.kube/config`.
    ///
    /// - Throws: `KubernetesConfigurationError`.
    package static func load(
        kubeconfig: String? = nil, environment: [String: String] = ProcessInfo.processInfo.environment,
        serviceAccount folder: String = serviceAccountFolder
    ) throws -> KubernetesConfiguration {
        let isNamed = kubeconfig != nil || !(environment["KUBECONFIG"] ?? "").allSatisfy { $0 == ":" }
        if !isNamed, let configuration = try inCluster(environment: environment, serviceAccount: folder) {
            return configuration
        }
        return try Kubeconfig.load(path: kubeconfig, environment: environment).resolve()
    }

    /// The API server of the cluster in which this process is a pod, and the pod's service account; `nil` outside of
    /// clusters. The token is read again as it is renewed.
    private static func inCluster(
        environment: [String: String], serviceAccount folder: String
    ) throws -> KubernetesConfiguration? {
        guard let host = environment["KUBERNETES_SERVICE_HOST"], !host.isEmpty else { return nil }
        let port = environment["KUBERNETES_SERVICE_PORT"] ?? ""
        guard let number = UInt16(port), number > 0,
            let server = URL(string: "https://\(host.contains(":") ? "[\(host)]" : host):\(number)"),
            server.host?.isEmpty == false
        else {
            throw KubernetesConfigurationError(
                "KUBERNETES_SERVICE_HOST is \"\(host)\" and KUBERNETES_SERVICE_PORT \"\(port)\", which is not where an "
                    + "API server can be; correct them, or name a kubeconfig")
        }
        _ = try text("token", of: folder)
        return KubernetesConfiguration(
            server: server, trust: .authorities(try content("ca.crt", of: folder)),
            credentials: .tokenFile(folder + "/token"), namespace: try text("namespace", of: folder))
    }

    private static func text(_ name: String, of folder: String) throws -> String {
        let data = try content(name, of: folder)
        let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty else { throw missing(name, of: folder, "it is empty") }
        return text
    }

    private static func content(_ name: String, of folder: String) throws -> Data {
        do {
            return try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
        } catch {
            throw missing(name, of: folder, Kubeconfig.fileProblem(error))
        }
    }

    private static func missing(_ name: String, of folder: String, _ problem: String) -> KubernetesConfigurationError {
        KubernetesConfigurationError(
            "could not read \(folder)/\(name) of the pod's service account: \(problem); set "
                + "automountServiceAccountToken for the pod, or name a kubeconfig")
    }
}
