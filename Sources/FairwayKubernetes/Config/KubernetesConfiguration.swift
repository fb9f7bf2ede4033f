package import Foundation

/// Where an API server is and how to speak to it: a kubeconfig's context with everything looked up.
package struct KubernetesConfiguration: Hashable, Sendable {
    /// Which server certificates are believed.
    package enum Trust: Hashable, Sendable {
        /// Those of the machine's authorities.
        case system
        /// Those of these authorities (PEM).
        case authorities(Data)
        /// Any at all: whoever answers is believed.
        case anything
    }

    /// Who the client is.
    package enum Credentials: Hashable, Sendable {
        case none
        /// A certificate chain and its key (PEM).
        case certificate(chain: Data, key: Data)
        case token(String)
        /// A file with a token, which is read again as it is renewed.
        case tokenFile(String)
    }

    /// `http` or `https`, host, port and a path in front of the API's own, without a slash at the end.
    package var server: URL
    package var trust: Trust
    /// The name the server's certificate must have, where it is not the host of `server`.
    package var tlsServerName: String?
    package var credentials: Credentials
    /// Where objects go that name no namespace.
    package var namespace: String

    package init(
        server: URL, trust: Trust = .system, tlsServerName: String? = nil, credentials: Credentials = .none,
        namespace: String = "default"
    ) {
        self.server = server
        self.trust = trust
        self.tlsServerName = tlsServerName
        self.credentials = credentials
        self.namespace = namespace
    }
}

/// Why there is no usable configuration, as a sentence with the file and what is wrong in it.
package struct KubernetesConfigurationError: Error, Hashable, CustomStringConvertible {
    package var description: String

    init(_ description: String) {
        self.description = description
    }
}
