import FairwayDNS
import FairwayRecords
import FairwayResources

/// What a node serves of one zone.
struct ZoneEdition {
    private var contents: RecordPlan.Zone
    private var serial = ServedSerial()
    /// Ready to be answered from; `nil` while the zone has no serial.
    private(set) var compiled: CompiledZone?
    private var compiledSerial: UInt32?

    init(_ contents: RecordPlan.Zone) {
        self.contents = contents
    }

    /// Takes in what the zone is now; `digest` is that of its contents.
    ///
    /// - Returns: what of it cannot be served, where it had to be made ready anew; `nil`: all is served as before.
    mutating func follow(
        _ contents: RecordPlan.Zone, _ digest: ContentDigest, _ published: DNSZoneStatus.Version?,
        now: ContinuousClock.Instant
    ) -> [ZoneProblem]? {
        let isSame = self.contents == contents
        self.contents = contents
        serial.follow(published, servingContents: digest, now: now)
        guard let serial = serial.value, !isSame || serial != compiledSerial else { return nil }
        return compile(serial)
    }

    func wait(now: ContinuousClock.Instant) -> Duration? { serial.wait(now: now) }

    /// Makes the zone ready; where that cannot be, it is served as it was before.
    private mutating func compile(_ serial: UInt32) -> [ZoneProblem] {
        compiledSerial = serial
        do throws(ZoneProblem) {
            let compiled = try CompiledZone(
                apex: contents.settings.apex, records: contents.contents(serial: serial))
            self.compiled = compiled
            return compiled.problems
        } catch {
            return [error]
        }
    }
}
