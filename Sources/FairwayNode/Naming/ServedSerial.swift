import FairwayDNS
import FairwayResources

/// The serial that a node serves a zone with.
///
/// The controller numbers the contents of a zone, and a node may have new contents before they have a number. They are
/// served at once, by the number of what was served before, until the controller's is theirs.
struct ServedSerial {
    /// How long contents may be without a number of their own. Then the controller and the node see different things, and
    /// secondaries, which go by the number, must not be left behind.
    static let patience: Duration = .seconds(10)

    /// `nil` while the zone has none.
    private(set) var value: UInt32?
    private var disagreesSince: ContinuousClock.Instant?

    /// Takes in what the controller says, where the contents served have the digest `digest`.
    mutating func follow(
        _ published: DNSZoneStatus.Version?, servingContents digest: ContentDigest, now: ContinuousClock.Instant
    ) {
        guard let published else { return }
        guard published.digest != digest.description else {
            (value, disagreesSince) = (published.serial, nil)
            return
        }
        let since = disagreesSince ?? now
        disagreesSince = since
        if value == nil || now - since >= Self.patience { value = published.serial }
    }

    /// How long there is still to wait for a number, although nothing changes; `nil`: no time.
    func wait(now: ContinuousClock.Instant) -> Duration? {
        disagreesSince.flatMap { since in
            let rest = Self.patience - (now - since)
            return rest > .zero ? rest : nil
        }
    }
}
