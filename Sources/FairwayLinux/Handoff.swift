internal import Synchronization

/// Hands a value that one thread at a time may have to a thread that is started.
package final class Handoff<Value: ~Copyable>: Sendable {
    private let value: Mutex<Value?>

    package init(_ value: consuming sending Value) {
        self.value = Mutex(value)
    }

    /// The value, once.
    package func take() -> sending Value? {
        value.withLock { $0.take() }
    }
}
