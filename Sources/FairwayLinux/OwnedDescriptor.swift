internal import CFairwayLinux
internal import SystemPackage

/// An open file descriptor that has one owner. It is closed when the owner lets it go.
package struct OwnedDescriptor: ~Copyable, Sendable {
    /// The number, to be used while the owner lives.
    package let number: Int32

    /// Takes over a descriptor that nobody else will close.
    package init(taking number: Int32) {
        self.number = number
    }

    deinit {
        // The kernel frees the number even when it reports an error, which could only be of a delayed file write.
        _ = fairway_close(number)
    }

    package consuming func close() {}

    /// Gives the descriptor away: the caller has to close it.
    package consuming func release() -> Int32 {
        let released = number
        discard self
        return released
    }
}

extension OwnedDescriptor {
    /// Closes a descriptor that lives in memory which cannot hold an `OwnedDescriptor`.
    package static func close(_ number: Int32) {
        _ = fairway_close(number)
    }
}
