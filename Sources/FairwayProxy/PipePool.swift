import FairwayLinux
import SystemPackage

/// Empty pipes, kept for the next bulk transfer. For one thread.
struct PipePool: ~Copyable {
    private var idle: [PipeEnds] = []
    private let limit = 64

    static let capacity: Int32 = 256 << 10

    deinit {
        idle.forEach { $0.close() }
    }

    /// An empty pipe, or `nil` when no more may be opened.
    mutating func take() -> PipeEnds? {
        if let pipe = idle.popLast() { return pipe }
        do throws(Errno) {
            return try PipeEnds.open(capacity: Self.capacity)
        } catch {
            return nil
        }
    }

    /// Takes back a pipe that is empty.
    mutating func give(_ pipe: PipeEnds) {
        if idle.count < limit {
            idle.append(pipe)
        } else {
            pipe.close()
        }
    }
}
