import Foundation

extension Kubeconfig {
    /// Looks everything up that a context needs, reading the files it names; without a name it is the current one.
    ///
    /// - Throws: `KubernetesConfigurationError`.
    package func resolve(context name: String? = nil) throws -> KubernetesConfiguration {
        let sources = files.joined(separator: ", ")
        guard let name = name ?? currentContext else {
            throw KubernetesConfigurationError(
                "the kubeconfig \(sources) has no current-context; set one or name a context")
        }
        guard let context = contexts[name] else {
            throw KubernetesConfigurationError("the kubeconfig \(sources) has no context \"\(name)\"")
        }
        guard let clusterName = context.value.cluster, let cluster = clusters[clusterName] else {
            throw KubernetesConfigurationError(
                "the context \"\(name)\" of \(context.file) needs the cluster \"\(context.value.cluster ?? "")\", "
                    + "which is not there")
        }
        return KubernetesConfiguration(
            server: try cluster.server(clusterName), trust: try cluster.trust(clusterName),
            tlsServerName: cluster.value.tlsServerName.nonEmpty, credentials: try credentials(context, name),
            namespace: context.value.namespace.nonEmpty ?? "default")
    }

    private func credentials(
        _ context: Entry<Context>, _ name: String
    ) throws -> KubernetesConfiguration.Credentials {
        guard let userName = context.value.user.nonEmpty else { return .none }
        guard let user = users[userName] else {
            throw KubernetesConfigurationError(
                "the context \"\(name)\" of \(context.file) needs the user \"\(userName)\", which is not there")
        }
        return try user.credentials(userName)
    }
}

extension Kubeconfig.Entry<Kubeconfig.Cluster> {
    fileprivate func server(_ name: String) throws -> URL {
        guard let text = value.server.nonEmpty else {
            throw KubernetesConfigurationError("the cluster \"\(name)\" of \(file) has no server")
        }
        guard value.proxyURL.nonEmpty == nil else {
            throw KubernetesConfigurationError(
                "the cluster \"\(name)\" of \(file) is reached through a \"proxy-url\", which Fairway does not support; "
                    + "remove it and run Fairway where it reaches the server itself")
        }
        let trimmed = text.hasSuffix("/") ? String(text.dropLast()) : text
        guard let url = URL(string: trimmed), ["http", "https"].contains(url.scheme), url.host?.isEmpty == false else {
            throw KubernetesConfigurationError(
                "the server \"\(text)\" of the cluster \"\(name)\" of \(file) is not an address like "
                    + "https://host:6443")
        }
        return url
    }

    fileprivate func trust(_ name: String) throws -> KubernetesConfiguration.Trust {
        let owner = "the cluster \"\(name)\""
        let authorities = try content(
            value.certificateAuthorityData, value.certificateAuthority, key: "certificate-authority", of: owner)
        guard value.insecureSkipTLSVerify == true else { return authorities.map { .authorities($0) } ?? .system }
        guard authorities == nil else {
            throw KubernetesConfigurationError(
                "\(owner) of \(file) has both insecure-skip-tls-verify and a certificate-authority; remove one")
        }
        return .anything
    }
}

extension Kubeconfig.Entry<Kubeconfig.User> {
    fileprivate func credentials(_ name: String) throws -> KubernetesConfiguration.Credentials {
        let owner = "the user \"\(name)\""
        try refuseUnsupported(owner)
        let chain = try content(
            value.clientCertificateData, value.clientCertificate, key: "client-certificate", of: owner)
        let key = try content(value.clientKeyData, value.clientKey, key: "client-key", of: owner)
        switch (chain, key) {
        case (let chain?, let key?): return .certificate(chain: chain, key: key)
        case (.some, nil): throw KubernetesConfigurationError("\(owner) of \(file) has no client-key")
        case (nil, .some): throw KubernetesConfigurationError("\(owner) of \(file) has no client-certificate")
        case (nil, nil): break
        }
        // A token file wins over a token, as in client-go.
        if let path = value.tokenFile.nonEmpty {
            return .tokenFile(absolute(path))
        }
        return value.token.nonEmpty.map { .token($0) } ?? .none
    }

    private func refuseUnsupported(_ owner: String) throws {
        let unsupported: [(key: String, isUsed: Bool)] = [
            ("exec", value.exec != nil), ("auth-provider", value.authProvider != nil),
            ("username", value.username.nonEmpty != nil),
        ]
        for (key, isUsed) in unsupported where isUsed {
            throw KubernetesConfigurationError(
                "\(owner) of \(file) authenticates with \"\(key)\", which Fairway does not support; "
                    + "use a client certificate, a token or a tokenFile")
        }
    }
}

extension Kubeconfig.Entry {
    /// The bytes given inline in base64, else those of a file; inline wins, as in kubectl.
    fileprivate func content(_ inline: String?, _ path: String?, key: String, of owner: String) throws -> Data? {
        if let inline = inline.nonEmpty {
            guard let data = Data(base64Encoded: inline, options: .ignoreUnknownCharacters), !data.isEmpty else {
                throw KubernetesConfigurationError("the \(key)-data of \(owner) of \(file) is not base64")
            }
            return data
        }
        guard let path = path.nonEmpty.map(absolute) else { return nil }
        do {
            return try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw KubernetesConfigurationError(
                "could not read \(path), the \(key) of \(owner) of \(file): \(Kubeconfig.fileProblem(error))")
        }
    }

    fileprivate func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: file).deletingLastPathComponent()).path
    }
}

extension String? {
    /// Kubeconfigs written by programs say "" for what is not there.
    fileprivate var nonEmpty: String? {
        flatMap { $0.isEmpty ? nil : $0 }
    }
}
