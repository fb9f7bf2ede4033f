import FairwayCore

/// The lookup tables that are made for one table of frontends.
///
/// The frontends of a Service, on both protocols and all addresses, mostly have the same backends: they share one, as it
/// takes time to make and kilobytes to keep.
struct NewLookups {
    private var lookups: [[WeightedBackend]: Maglev] = [:]

    mutating func lookup(of backends: [WeightedBackend]) -> Maglev {
        if let known = lookups[backends] { return known }
        let lookup = Maglev(backends)
        lookups[backends] = lookup
        return lookup
    }
}
