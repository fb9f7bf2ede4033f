import Testing

/// What goes through an address reaches its backends as it should. One `up` serves all of it; each test has Services and
/// ports of its own.
@Suite("forwarding", .serialized, .sharedUp)
enum Forwarding {}
