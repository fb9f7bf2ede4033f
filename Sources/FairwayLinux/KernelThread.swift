internal import CFairwayLinux
internal import Glibc
package import SystemPackage

/// A thread of the operating system, for work that waits in the kernel and must not hold up Swift's own threads.
///
/// It has all signals blocked. An owner who lets it go without joining it leaves it to end by itself.
package struct KernelThread: ~Copyable, Sendable {
    private let thread: pthread_t

    /// Starts a thread. `name` is seen in `top -H` if it has at most 15 bytes.
    package init(name: String, body: @escaping @Sendable () -> Void) throws(Errno) {
        var thread = pthread_t()
        let start = Unmanaged.passRetained(Start(name: name, body: body))
        let result = pthread_create(&thread, nil, runThread, start.toOpaque())
        guard result == 0 else {
            start.release()
            throw Errno(rawValue: result)
        }
        self.thread = thread
    }

    /// Waits until the thread has ended. Blocks: call it when the end is near.
    package consuming func join() {
        pthread_join(thread, nil)
        discard self
    }

    deinit {
        pthread_detach(thread)
    }
}

private final class Start: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }
}

private func runThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
    _ = fairway_block_signals()
    _ = fairway_name_thread(start.name)
    start.body()
    return nil
}
