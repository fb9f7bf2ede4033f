/// The kubeconfig format (`client.config.k8s.io/v1` Config), as far as it is used.
///
/// Several files merge into one: of entries with one name, and of settings, the first wins, as in kubectl.
package struct Kubeconfig: Sendable {
    /// A server.
    struct Cluster: Codable, Sendable {
        enum CodingKeys: String, CodingKey {
            case server
            case proxyURL = "proxy-url"
            case tlsServerName = "tls-server-name"
            case insecureSkipTLSVerify = "insecure-skip-tls-verify"
            case certificateAuthority = "certificate-authority"
            case certificateAuthorityData = "certificate-authority-data"
        }

        var server: String?
        var proxyURL: String?
        var tlsServerName: String?
        var insecureSkipTLSVerify: Bool?
        var certificateAuthority: String?
        var certificateAuthorityData: String?
    }

    /// A client's credentials.
    struct User: Codable, Sendable {
        /// Any value; only that it is there matters.
        struct Present: Codable, Sendable {
            init(from decoder: any Decoder) throws {}
        }

        enum CodingKeys: String, CodingKey {
            case token, tokenFile, username, exec
            case clientCertificate = "client-certificate"
            case clientCertificateData = "client-certificate-data"
            case clientKey = "client-key"
            case clientKeyData = "client-key-data"
            case authProvider = "auth-provider"
        }

        var token: String?
        var tokenFile: String?
        var username: String?
        var clientCertificate: String?
        var clientCertificateData: String?
        var clientKey: String?
        var clientKeyData: String?
        var exec: Present?
        var authProvider: Present?
    }

    /// A cluster, a user and a namespace by name.
    struct Context: Codable, Sendable {
        var cluster: String?
        var user: String?
        var namespace: String?
    }

    /// An entry and the file it is from, whose folder its relative paths start at.
    struct Entry<Value: Sendable>: Sendable {
        var value: Value
        var file: String
    }

    private(set) var files: [String] = []
    private(set) var currentContext: String?
    private(set) var clusters: [String: Entry<Cluster>] = [:]
    private(set) var users: [String: Entry<User>] = [:]
    private(set) var contexts: [String: Entry<Context>] = [:]

    /// Adds what `document`, read from `file`, says and the files before it did not.
    mutating func merge(_ document: KubeconfigDocument, from file: String) {
        files.append(file)
        if let name = document.currentContext, !name.isEmpty, currentContext == nil {
            currentContext = name
        }
        Self.merge(document.clusters.map { ($0.name, $0.cluster) }, from: file, into: &clusters)
        Self.merge(document.users.map { ($0.name, $0.user) }, from: file, into: &users)
        Self.merge(document.contexts.map { ($0.name, $0.context) }, from: file, into: &contexts)
    }

    private static func merge<Value>(
        _ values: [(String, Value?)], from file: String, into entries: inout [String: Entry<Value>]
    ) {
        for case (let name, let value?) in values where entries[name] == nil {
            entries[name] = Entry(value: value, file: file)
        }
    }
}

/// One kubeconfig file as it is written.
struct KubeconfigDocument: Codable, Sendable {
    struct NamedCluster: Codable, Sendable {
        var name: String
        var cluster: Kubeconfig.Cluster?
    }

    struct NamedUser: Codable, Sendable {
        var name: String
        var user: Kubeconfig.User?
    }

    struct NamedContext: Codable, Sendable {
        var name: String
        var context: Kubeconfig.Context?
    }

    enum CodingKeys: String, CodingKey {
        case clusters, users, contexts
        case currentContext = "current-context"
    }

    var currentContext: String?
    @EmptyIfAbsent var clusters: [NamedCluster] = []
    @EmptyIfAbsent var users: [NamedUser] = []
    @EmptyIfAbsent var contexts: [NamedContext] = []
}
