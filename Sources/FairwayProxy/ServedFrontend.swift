import FairwayCore

/// What the threads were told of a frontend.
///
/// An object, as there are thousands of which a table changes few.
final class ServedFrontend {
    let entry: ForwardingEntry
    let rules: FrontendRules
    /// Whether the threads have sockets for it.
    var isOpen: Bool

    init(entry: ForwardingEntry, rules: FrontendRules, isOpen: Bool) {
        self.entry = entry
        self.rules = rules
        self.isOpen = isOpen
    }
}

extension ServedFrontend {
    /// The choice made before, if it is right for an entry: it takes time to make.
    func choice(for entry: ForwardingEntry) -> BackendChoice? {
        self.entry.backends == entry.backends && self.entry.draining == entry.draining
            && self.entry.healthCheck == entry.healthCheck ? rules.choice : nil
    }
}
