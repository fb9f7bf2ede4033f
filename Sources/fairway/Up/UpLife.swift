import FairwayKubernetesServer
import FairwayLinux
import FairwayProxy
import ServiceLifecycle
import SystemPackage

/// `up` from its start to its end: the engine and the API's listening socket, which stay, and the control side, which may
/// end and be run again meanwhile.
struct UpLife: ServiceLifecycle.Service {
    private let wishes: UpWishes
    private let engine: ProxyEngine
    private let socket: BoundSocket
    private let server: KubernetesAPIServer

    /// Opens everything that may be refused; nothing is served yet.
    init(_ wishes: UpWishes) throws {
        self.wishes = wishes
        server = try wishes.server()
        socket = try BoundSocket.listen(forAPIAt: wishes.address)
        engine = try ProxyEngine()
    }

    func run() async throws {
        do {
            try await ControlSide(wishes: wishes, engine: engine, socket: socket).run(server) { port in
                wishes.summarize(port: port)
                Readiness.announce()
            }
        } catch {
            await engine.close()
            throw error
        }
        ServiceNotification.stopping()
        // Whoever is being served may finish; a second signal does not wait for that.
        await engine.close(grace: .seconds(5))
    }
}
