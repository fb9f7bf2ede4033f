internal import SystemPackage

/// The result of a system call on a non-blocking descriptor.
package enum Progress<Value> {
    case done(Value)
    /// The kernel has nothing to give or no room to take: wait for the next event.
    case wouldBlock
}

/// Calls a shim until no signal interrupts it.
/// - Throws: what the shim returned, as `-errno`.
@inline(__always)
func retrying<Number: FixedWidthInteger & SignedInteger>(_ call: () -> Number) throws(Errno) -> Number {
    while true {
        let result = call()
        if result >= 0 { return result }
        let error = Errno(rawValue: Int32(truncatingIfNeeded: 0 &- result))
        if error != .interrupted { throw error }
    }
}

/// Like `retrying`, for a call that may have to wait.
@inline(__always)
func attempting<Number: FixedWidthInteger & SignedInteger>(
    _ call: () -> Number
) throws(Errno) -> Progress<Number> {
    do throws(Errno) {
        return .done(try retrying(call))
    } catch {
        if error == .resourceTemporarilyUnavailable { return .wouldBlock }
        throw error
    }
}
