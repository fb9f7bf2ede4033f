import FairwayLinux
import SystemPackage

/// Moves bytes from one side of a connection to the other: copied while they are few, spliced when many come.
///
/// It reads only what the other side can take, so that a slow reader slows the writer down and at most one buffer or
/// pipe waits each way. For one thread.
struct Relay: ~Copyable {
    enum Outcome {
        /// An event will tell when to go on.
        case waiting
        /// There is more to do; others have their turn first.
        case more
    }

    /// How many reads a flow may do before others have their turn.
    private let turns = 16
    /// A read that brings as much as this is a large one.
    private let large = 16 << 10
    /// After so many large reads, bytes are spliced.
    private let largeReadsBeforeSplice = 4

    private let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: BufferPool.size, alignment: 64)
    private var pipes: PipePool
    private var buffers = BufferPool()

    init(pipes: consuming PipePool) {
        self.pipes = pipes
    }

    deinit {
        scratch.deallocate()
    }

    /// Moves what can be moved, and passes on the end of the stream.
    /// - Throws: when either connection broke.
    mutating func move(
        from source: inout Side, to sink: inout Side, counting traffic: inout Traffic.Direction
    ) throws(Errno) -> Outcome {
        for _ in 0..<turns {
            try flush(&sink)
            guard sink.waiting.count == 0 else { return .waiting }
            if source.finished {
                try finish(&sink, closing: source.ended)
                return .waiting
            }
            guard source.readable, sink.writable else { return .waiting }
            let moved = try take(from: &source, to: &sink)
            if moved > 0 { traffic.count(bytes: moved) }
        }
        return .more
    }

    /// Sends a side what comes before anything from the other one. To be called before anything was moved, with no more
    /// than fits a buffer.
    /// - Throws: when the connection broke.
    mutating func begin(_ sink: inout Side, with header: [UInt8]) throws(Errno) {
        scratch.copyBytes(from: header)
        try write(header.count, to: &sink)
    }

    /// Gives back what a side held. To be called when its connection is closed.
    mutating func discard(_ waiting: inout Waiting) {
        if let buffer = waiting.buffer { buffers.give(buffer) }
        // A pipe that is not empty cannot serve another connection.
        if let pipe = waiting.pipe { pipes.discard(pipe) }
        waiting = Waiting()
    }

    /// Passes on that the other side has finished, but where both have: closing, which is next, says it as well.
    private func finish(_ sink: inout Side, closing: Bool) throws(Errno) {
        guard !sink.ended else { return }
        if !closing { try Socket.shutdownWrite(sink.descriptor) }
        sink.ended = true
    }

    private mutating func take(from source: inout Side, to sink: inout Side) throws(Errno) -> Int {
        if source.largeReads >= largeReadsBeforeSplice, let pipe = pipes.take() {
            return try splice(from: &source, through: pipe, to: &sink)
        }
        return try copy(from: &source, to: &sink)
    }
}

// MARK: - Copying

extension Relay {
    private mutating func copy(from source: inout Side, to sink: inout Side) throws(Errno) -> Int {
        guard case .done(let count) = try Socket.read(from: source.descriptor, into: scratch) else {
            source.readable = false
            return 0
        }
        source.finished = count == 0
        source.largeReads = count >= large ? source.largeReads + 1 : 0
        if count < scratch.count { source.noteShortRead() }
        if count > 0 { try write(count, to: &sink) }
        return count
    }

    /// Writes the scratch buffer's first bytes; those that the kernel does not take wait in a buffer of the side's own.
    private mutating func write(_ count: Int, to sink: inout Side) throws(Errno) {
        let bytes = UnsafeRawBufferPointer(rebasing: scratch[..<count])
        var written = 0
        if case .done(let taken) = try Socket.write(to: sink.descriptor, from: bytes) { written = taken }
        guard written < count else { return }
        sink.writable = false
        let buffer = buffers.take()
        buffer.copyMemory(from: bytes.baseAddress.unsafelyUnwrapped + written, byteCount: count - written)
        sink.waiting = Waiting(count: count - written, pipe: nil, buffer: buffer, offset: 0)
    }

    /// Writes what waits for a side, as far as the kernel takes it.
    private mutating func flush(_ sink: inout Side) throws(Errno) {
        while sink.waiting.count > 0, sink.writable {
            guard case .done(let count) = try writeWaiting(of: sink), count > 0 else {
                sink.writable = false
                return
            }
            sink.waiting.offset += count
            sink.waiting.count -= count
        }
        guard sink.waiting.count == 0 else { return }
        if let buffer = sink.waiting.buffer { buffers.give(buffer) }
        if let pipe = sink.waiting.pipe { pipes.give(pipe) }
        sink.waiting = Waiting()
    }

    private func writeWaiting(of sink: borrowing Side) throws(Errno) -> Progress<Int> {
        if let pipe = sink.waiting.pipe {
            return try Socket.splice(from: pipe.read, to: sink.descriptor, count: sink.waiting.count)
        }
        guard let buffer = sink.waiting.buffer else { return .done(0) }
        return try Socket.write(
            to: sink.descriptor,
            from: UnsafeRawBufferPointer(start: buffer + sink.waiting.offset, count: sink.waiting.count))
    }
}

// MARK: - Splicing

extension Relay {
    /// Fills an empty pipe; `flush` empties it. A short splice may only mean that the pipe is full, so only the kernel's
    /// word says that nothing is left.
    private mutating func splice(
        from source: inout Side, through pipe: PipeEnds, to sink: inout Side
    ) throws(Errno) -> Int {
        let progress: Progress<Int>
        do throws(Errno) {
            progress = try Socket.splice(from: source.descriptor, to: pipe.write, count: Int(PipePool.capacity))
        } catch {
            pipes.give(pipe)
            throw error
        }
        guard case .done(let count) = progress, count > 0 else {
            pipes.give(pipe)
            if case .done = progress { source.finished = true } else { source.readable = false }
            return 0
        }
        if count < large / 4 { source.largeReads = 0 }
        sink.waiting = Waiting(count: count, pipe: pipe)
        return count
    }
}
