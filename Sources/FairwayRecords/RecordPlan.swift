package import FairwayCore
package import FairwayDNS

/// The records that follow from Services and zones.
package struct RecordPlan: Hashable, Sendable {
    /// The zones that are served, by their apex.
    package var zones: [DomainName: Zone] = [:]
    /// What each Service has of it.
    package var services: [ServiceKey: Published] = [:]
    /// What is wrong with zones themselves, in sentences.
    package var zoneProblems: [ServedZone: [RecordProblem]] = [:]

    /// A zone and its records, of which the SOA is left to whoever knows the serial.
    package struct Zone: Hashable, Sendable {
        package var settings: ServedZone
        /// Sorted by name, type and data: equal ones say the same.
        package var records: [ResourceRecord]

        /// The whole zone, its SOA record first.
        package func contents(serial: UInt32) -> [ResourceRecord] {
            [settings.startOfAuthority(serial: serial)] + records
        }

        /// What the zone says, whatever its serial: the same wherever it is planned from the same objects.
        package var digest: ContentDigest { ContentDigest(of: contents(serial: 0)) }
    }

    /// What a Service has.
    package struct Published: Hashable, Sendable {
        /// The names that lead to it, or will once it can be reached: those that it asked for and got, then those that it has
        /// by itself.
        package var names: [DomainName] = []
        /// Its records, also those that it shares with other Services, sorted. With the TTL that they are served with.
        package var records: [ResourceRecord] = []
        /// What it does not have, and why.
        package var problems: [RecordProblem] = []
        /// What is unusual and works, in sentences.
        package var remarks: [String] = []
    }
}
