package import FairwayNet

/// The clients that may use a Service, by their addresses (`core/v1` loadBalancerSourceRanges).
///
/// Without any prefix everybody may. As soon as there is one, only the clients of the prefixes may: also the other
/// address family is shut out unless it has one, since nobody who writes a list expects a way around it.
package struct SourceRanges: Hashable, Sendable {
    /// Sorted, and none inside another: so at most one of them can hold an address, the last that begins at or before it.
    /// `nil`: everybody may.
    private let prefixes: [IPPrefix]?

    /// All clients may use the Service.
    package static let everybody = SourceRanges(prefixes: nil)
    /// No client may, since it cannot be known which ones.
    package static let nobody = SourceRanges(prefixes: [])

    private init(prefixes: [IPPrefix]?) {
        self.prefixes = prefixes
    }

    /// The order and repeats of `prefixes` make no difference.
    package init(_ prefixes: some Sequence<IPPrefix>) {
        var kept: [IPPrefix] = []
        for prefix in prefixes.sorted() where kept.last?.contains(prefix.address) != true {
            kept.append(prefix)
        }
        self.init(prefixes: kept.isEmpty ? nil : kept)
    }

    package func allow(_ client: IPAddress) -> Bool {
        guard let prefixes else { return true }
        var (low, high) = (0, prefixes.count)
        while low < high {
            let middle = (low + high) / 2
            if prefixes[middle].address <= client { low = middle + 1 } else { high = middle }
        }
        return low > 0 && prefixes[low - 1].contains(client)
    }

    /// Everybody adds nothing: the name of a Service without ranges is what it was before there were any.
    func combine(into hash: inout StableHash) {
        guard let prefixes else { return }
        hash.combine(UInt64(prefixes.count))
        for prefix in prefixes {
            hash.combine(prefix.address)
            hash.combine(UInt64(prefix.length))
        }
    }
}
