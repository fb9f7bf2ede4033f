import FairwayJSON
import FairwayKubernetesModel
import Foundation
import Glibc
package import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle
import Synchronization

/// The embedded Kubernetes API: kubectl and controllers find in it what they need of a cluster's.
///
/// Making one opens and locks its state folder; `run()` listens until it is shut down. Clients are those that show
/// the certificate in `kubeconfigPath`; there is no other way in.
package final class KubernetesAPIServer: Service {
    private let configuration: Configuration
    private let logger: Logger
    private let directory: StateDirectory
    private let credentials: Credentials
    private let store: ObjectStore
    private let bound: AsyncStream<Int>
    private let binds: AsyncStream<Int>.Continuation
    private let listening: AsyncStream<Int>
    private let listens: AsyncStream<Int>.Continuation

    /// Opens the state: nothing is served yet.
    ///
    /// - Throws: `ServerFailure` where the state folder cannot be used: it is another server's, not writable or full,
    ///   or a newer version wrote it.
    package init(configuration: Configuration, logger: Logger) throws {
        self.configuration = configuration
        self.logger = logger
        directory = try StateDirectory(path: configuration.stateDirectory)
        do {
            credentials = try Credentials(
                in: directory, hosts: ServerHost.all(listeningOn: configuration.host), now: Date())
        } catch let failure as ServerFailure {
            throw failure
        } catch {
            throw ServerFailure(
                "Cannot make the certificates in \(directory.path): \(error); remove *.crt and *.key there and try again."
            )
        }
        store = try ObjectStore(database: ObjectDatabase(in: directory), logger: logger)
        try store.makePermanentNamespaces()
        try store.writeAtStart { try $0.putFairwaysDefinitions() }
        (bound, binds) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        (listening, listens) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// The kubeconfig file: it is there, with the right port, once the server listens.
    package var kubeconfigPath: String { directory.file("kubeconfig") }

    /// Waits until the server listens, and tells its port; `nil` where it stopped before it came to that. For one
    /// caller.
    package func port() async -> Int? {
        for await port in listening { return port }
        return nil
    }

    /// Serves until it is shut down, and gives the state folder free. To be called once.
    ///
    /// - Throws: `ServerFailure` where the address cannot be listened on.
    package func run() async throws {
        try await run(at: .address(host: configuration.host, port: configuration.port))
    }

    /// The same, at a socket that somebody else has opened.
    package func run(at place: ListenPlace) async throws {
        defer {
            listens.finish()
            directory.unlock()
        }
        guard (0...65_535).contains(configuration.port) else { throw cannotListen("there is no such port") }
        let listener = try listener()
        let result = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [store] in await store.run() }
            let result = await self.serve(by: listener, at: place)
            store.endWatches()
            store.stop()
            try await group.waitForAll()
            return result
        }
        try store.close()
        try result.get()
    }

    /// How serving ended.
    private func serve(by listener: APIListener, at place: ListenPlace) async -> Result<Void, any Error> {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                defer { group.cancelAll() }
                group.addTask { [binds, configuration] in
                    try await listener.run(at: place) { binds.yield($0 ?? configuration.port) }
                }
                group.addTask { try await self.announce() }
                group.addTask { try await self.endWatchesAtShutdown() }
                group.addTask { [store] in try await store.sendBookmarksForever() }
                group.addTask { [store] in try await store.expireEventsForever() }
                // All of them go on for as long as the server does.
                try await group.next()
            }
            return .success(())
        } catch let error as IOError {
            return .failure(
                ServerFailure.cannotListen(on: configuration.host, port: configuration.port, errno: error.errnoCode))
        } catch is SocketAddressError.UnknownHost {
            return .failure(cannotListen("no such host is known"))
        } catch {
            return .failure(error)
        }
    }

    private func cannotListen(_ reason: String) -> ServerFailure {
        .cannotListen(on: configuration.host, port: configuration.port, reason)
    }
}

// MARK: - Setting up

extension KubernetesAPIServer {
    private func listener() throws -> APIListener {
        try APIListener(
            responder: APIResponder(routes: APIRoutes(store: store, version: configuration.version)),
            tls: try tls(), connectionLimit: Self.connectionLimit, logger: logger)
    }

    /// How many clients may be connected, of which every watch is one: three quarters of the descriptors this process may
    /// have open, so that clients cannot take them from the rest of the process.
    private static var connectionLimit: Int { min(max(sysconf(Int32(_SC_OPEN_MAX)) / 4 * 3, 64), 16_384) }

    private func tls() throws -> TLSConfiguration {
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try [.certificate(credentials.server.nioCertificate())],
            privateKey: .privateKey(
                try NIOSSLPrivateKey(bytes: Array(credentials.server.keyPEM.utf8), format: .pem)))
        tls.minimumTLSVersion = .tlsv12
        tls.applicationProtocols = ["http/1.1"]
        tls.trustRoots = .certificates([try credentials.authority.nioCertificate()])
        // Clients without a certificate get in this far only, to be told 401.
        tls.certificateVerification = .optionalVerification
        return tls
    }

    /// Tells clients where the server is, once it is there.
    private func announce() async throws {
        for await port in bound {
            let kubeconfig = try Kubeconfig.content(server: url(port: port), credentials: credentials)
            try directory.write(kubeconfig, to: "kubeconfig")
            logger.debug("The API listens", metadata: ["host": "\(configuration.host)", "port": "\(port)"])
            listens.yield(port)
        }
    }

    /// Watches would go on for half an hour; and whoever does not even take their end is not waited for long.
    private func endWatchesAtShutdown() async throws {
        try await gracefulShutdown()
        store.endWatches()
        try await Task.sleep(for: .seconds(1))
    }

    /// Who listens everywhere is best reached on loopback.
    private func url(port: Int) -> String {
        let host = ["0.0.0.0", ""].contains(configuration.host) ? "127.0.0.1" : configuration.host
        return host.contains(":") ? "https://[\(host == "::" ? "::1" : host)]:\(port)" : "https://\(host):\(port)"
    }
}

extension CertifiedKey {
    fileprivate func nioCertificate() throws -> NIOSSLCertificate {
        try NIOSSLCertificate(bytes: Array(try certificatePEM().utf8), format: .pem)
    }
}
