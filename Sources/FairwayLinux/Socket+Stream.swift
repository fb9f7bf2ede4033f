internal import CFairwayLinux
package import SystemPackage

extension Socket {
    /// Reads what is there. 0 bytes: the peer has finished sending.
    package static func read(
        from descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer
    ) throws(Errno) -> Progress<Int> {
        try attempting { fairway_receive(descriptor, buffer.baseAddress, buffer.count) }
    }

    /// Writes as much as the kernel takes. A broken connection is `Errno.brokenPipe`, never a signal.
    package static func write(
        to descriptor: Int32, from buffer: UnsafeRawBufferPointer
    ) throws(Errno) -> Progress<Int> {
        try attempting { fairway_send(descriptor, buffer.baseAddress, buffer.count) }
    }

    /// Moves up to `count` bytes between a socket and a pipe without copying them through this process (splice(2)).
    ///
    /// The thread must have its signals blocked (`KernelThread` does): writing to a broken connection raises SIGPIPE.
    package static func splice(
        from source: Int32, to sink: Int32, count: Int
    ) throws(Errno) -> Progress<Int> {
        try attempting { fairway_splice(source, sink, count) }
    }

    /// Says to the peer that nothing more will be sent (FIN).
    package static func shutdownWrite(_ descriptor: Int32) throws(Errno) {
        _ = try retrying { fairway_shutdown_write(descriptor) }
    }

    /// Closes a connection by RST: the peer learns that it broke rather than ended.
    package static func reset(_ descriptor: Int32) {
        // A socket that cannot be told is already broken, and closing it is all that is left to do.
        _ = fairway_reset_on_close(descriptor)
        OwnedDescriptor.close(descriptor)
    }
}
