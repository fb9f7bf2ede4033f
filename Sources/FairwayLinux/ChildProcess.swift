internal import CFairwayLinux
internal import Glibc
package import SystemPackage

/// A program that this process has started.
package final class ChildProcess: Sendable {
    private let number: Int32
    private let handle: OwnedDescriptor

    /// How a process ended.
    package enum End: Hashable, Sendable {
        case exited(code: Int32)
        case killed(signal: Int32)
    }

    /// Starts the program at `path`, with this process's standard input, output and error and none of its other
    /// descriptors; no signal is blocked or ignored in it.
    /// - Throws: why the program cannot be executed.
    package init(path: String, arguments: [String], environment: [String]) throws(Errno) {
        let arguments = arguments.map { strdup($0) } + [nil]
        let environment = environment.map { strdup($0) } + [nil]
        defer { (arguments + environment).forEach { free($0) } }
        let process = try retrying { fairway_spawn(path, arguments, environment) }
        number = process
        do throws(Errno) {
            handle = OwnedDescriptor(taking: try retrying { fairway_process_descriptor(process) })
        } catch {
            _ = fairway_kill(process)
            _ = fairway_wait_process(process)
            throw error
        }
    }

    /// The descriptor that is readable once it has ended.
    var descriptor: Int32 { handle.number }

    /// Ends it by SIGKILL, if it has not ended, and waits until it has. To be called once.
    package func kill() -> End {
        // It stays there until it is waited for, so that no other can be meant.
        _ = fairway_kill(number)
        return wait()
    }

    /// Lets it go its own way: it will leave nothing behind in this process, however long that lives on.
    package func release() {
        do throws(Errno) {
            _ = try KernelThread(name: "child") { [self] in _ = wait() }
        } catch {
            // Then its number stays taken until this process ends.
        }
    }

    /// Waits until it has ended. To be called once.
    package func wait() -> End {
        do throws(Errno) {
            let result = try retrying { fairway_wait_process(number) }
            return result >= 256 ? .killed(signal: result - 256) : .exited(code: result)
        } catch {
            preconditionFailure("A process was waited for that is not there: \(error)")
        }
    }
}
