import Synchronization

/// Tells threads that it is enough.
final class Whistle: Sendable {
    private let state = Atomic<Bool>(false)

    var isBlown: Bool { state.load(ordering: .acquiring) }
    func blow() { state.store(true, ordering: .releasing) }
}
