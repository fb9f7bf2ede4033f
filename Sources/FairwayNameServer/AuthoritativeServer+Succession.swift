internal import FairwayLinux
internal import Synchronization

extension AuthoritativeServer {
    /// The descriptors of its sockets, to be passed to another process (SCM_RIGHTS, unix(7)): they stay this server's, and
    /// open until `close`. What the sockets are they tell themselves.
    package var socketNumbers: [Int32] { sockets.withLock { $0.map(\.number) } }

    /// Takes nothing from its sockets any more: what comes waits in the kernel, for another server that reads the same
    /// sockets, or for `thaw`. TCP connections that there are go on.
    package func freeze() async {
        _ = await ask { (gathering: Gathering<Void>) in .freeze(gathering) }
    }

    /// Goes on where `freeze` has stopped, if it has.
    package func thaw() async {
        _ = await ask { (gathering: Gathering<Void>) in .thaw(gathering) }
    }
}
