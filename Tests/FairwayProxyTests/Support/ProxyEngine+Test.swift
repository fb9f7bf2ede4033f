import Dispatch
import FairwayProxy

/// Runs a test with an engine of its own, and stops it in any case.
func withProxyEngine(threads: Int = 2, _ body: (ProxyEngine) async throws -> Void) async throws {
    try await withTaskExecutorPreference(BlockingExecutor.shared) {
        let engine = try ProxyEngine(threads: threads)
        do {
            try await body(engine)
        } catch {
            await engine.close()
            throw error
        }
        await engine.close()
    }
}

/// Runs tasks that wait in the kernel, on threads that nobody else needs.
final class BlockingExecutor: TaskExecutor {
    static let shared = BlockingExecutor()

    private let queue = DispatchQueue(label: "blocking tests", attributes: .concurrent)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
