import FairwayCore
import FairwayNet
import SystemPackage

extension ProxyEngine {
    /// Has those backends checked whose Services ask for it.
    func check() {
        var places: [SocketAddress: [BackendStanding]] = [:]
        for (frontend, known) in served {
            guard let check = known.entry.healthCheck else { continue }
            for backend in known.entry.backends.map(\.backend) {
                guard let place = check.target(of: backend, by: frontend.transport),
                    let standing = known.rules.choice.standing(of: backend)
                else { continue }
                places[place, default: []].append(standing)
            }
        }
        guard let prober = prober(for: places.count) else { return }
        prober.follow(places)
    }

    /// The thread that checks, from when the first place is to be checked. Where it cannot be started, all count as up
    /// until the next table.
    private func prober(for count: Int) -> Prober? {
        if let prober { return prober }
        guard count > 0 else { return nil }
        do throws(Errno) {
            prober = try Prober(board: board)
        } catch {
            return nil
        }
        return prober
    }

    /// The states of the backends of each frontend.
    var backendStates: [Frontend: [BackendState: Int]] {
        served.mapValues { known in
            Dictionary(known.rules.choice.states.map { ($0, 1) }, uniquingKeysWith: +)
        }
    }
}
