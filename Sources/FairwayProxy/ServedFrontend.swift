import FairwayCore

/// What the threads were told of a frontend.
struct ServedFrontend {
    var entry: ForwardingEntry
    var rules: FrontendRules
    /// Whether the threads have sockets for it.
    var isOpen: Bool
}

extension ServedFrontend {
    /// The choice made before, if it is right for an entry: it takes time to make.
    func choice(for entry: ForwardingEntry) -> BackendChoice? {
        self.entry.backends == entry.backends && self.entry.draining == entry.draining
            && self.entry.healthCheck == entry.healthCheck ? rules.choice : nil
    }
}
