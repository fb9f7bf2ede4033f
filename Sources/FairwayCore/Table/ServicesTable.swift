/// The table that serves some Services, kept up to date Service by Service.
///
/// A frontend that several Services have is the oldest's, in whatever order they come.
package struct ServicesTable: Sendable {
    private struct Claim {
        var service: ServiceKey
        var creation: CreationOrder
        var entry: ForwardingEntry
    }

    package private(set) var table = ForwardingTable()
    /// What each Service that has a frontend would do with it.
    private var claims: [Frontend: [Claim]] = [:]

    package init() {}

    /// Puts a Service in the place of its former self, each with what it has in a table (`ServedService.entries`); `nil`
    /// where it was not there, or is not any more.
    package mutating func replace(
        _ before: [Frontend: ForwardingEntry]?, with now: [Frontend: ForwardingEntry]?, of service: ServiceKey,
        from creation: CreationOrder
    ) {
        for frontend in (before ?? [:]).keys where now?[frontend] == nil {
            claims[frontend]?.removeAll { $0.service == service }
            decide(frontend)
        }
        for (frontend, entry) in now ?? [:] {
            claims[frontend]?.removeAll { $0.service == service }
            claims[frontend, default: []].append(Claim(service: service, creation: creation, entry: entry))
            decide(frontend)
        }
    }

    private mutating func decide(_ frontend: Frontend) {
        let claims = claims[frontend] ?? []
        let oldest = claims.min { ($0.creation, $0.service) < ($1.creation, $1.service) }
        table.entries[frontend] = oldest?.entry
        if claims.isEmpty { self.claims[frontend] = nil }
    }
}
