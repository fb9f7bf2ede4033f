import Synchronization

extension ServiceController {
    /// Writes the status of a zone, where there is one to be written.
    func writeZone(_ name: String) async throws {
        guard mayAct() else { return askForPlan() }
        guard let (zone, status) = state.withLock({ $0.zones.begin(name) }) else { return }
        defer { askForPlan() }
        do {
            let answer = try await writer.write(status, to: zone)
            try state.withLock { try $0.zones.succeeded(name, with: answer) }
        } catch {
            state.withLock { $0.zones.failed(name) }
            throw error
        }
    }
}
