/// Buffers for what one side of a connection did not take at once. For one thread.
struct BufferPool: ~Copyable {
    private var idle: [UnsafeMutableRawPointer] = []
    private let limit = 64

    /// The bytes in a buffer.
    static let size = 64 << 10

    deinit {
        idle.forEach { $0.deallocate() }
    }

    mutating func take() -> UnsafeMutableRawPointer {
        idle.popLast() ?? .allocate(byteCount: Self.size, alignment: 64)
    }

    mutating func give(_ buffer: UnsafeMutableRawPointer) {
        if idle.count < limit {
            idle.append(buffer)
        } else {
            buffer.deallocate()
        }
    }
}
