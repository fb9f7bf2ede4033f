internal import CFairwayLinux
package import SystemPackage

/// The two descriptors of a pipe, for memory that cannot hold owned descriptors: whoever has them closes them.
package struct PipeEnds: Sendable {
    package let read: Int32
    package let write: Int32

    private init(read: Int32, write: Int32) {
        self.read = read
        self.write = write
    }

    /// Makes a pipe that holds about `capacity` bytes, or what the kernel allows this user.
    package static func open(capacity: Int32) throws(Errno) -> PipeEnds {
        var ends: (Int32, Int32) = (-1, -1)
        _ = try retrying {
            withUnsafeMutablePointer(to: &ends) {
                $0.withMemoryRebound(to: Int32.self, capacity: 2) { fairway_pipe($0, capacity) }
            }
        }
        return PipeEnds(read: ends.0, write: ends.1)
    }

    package func close() {
        OwnedDescriptor.close(read)
        OwnedDescriptor.close(write)
    }
}
