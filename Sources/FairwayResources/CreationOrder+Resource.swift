package import FairwayCore
package import FairwayKubernetes

extension CreationOrder {
    /// When an object was made, as its metadata says. One without a readable time counts as the oldest.
    package init(_ metadata: ObjectMeta) {
        self.init(createdAt: secondsSince1970(metadata.creationTimestamp ?? ""), uid: metadata.uid ?? "")
    }
}

/// The time of a `meta/v1` Time (`2026-01-31T12:00:00Z`), in seconds since 1970; 0 for what is none.
///
/// Days are counted with years that begin in March, so that a leap day is the last of its year.
private func secondsSince1970(_ text: String) -> Int64 {
    let fields = text.split { !"0123456789".contains($0) }.compactMap { Int64($0) }
    guard fields.count >= 6 else { return 0 }
    let year = fields[1] > 2 ? fields[0] : fields[0] - 1
    let month = (fields[1] + 9) % 12
    let days =
        year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + fields[2] - 719_469
    return days * 86_400 + fields[3] * 3_600 + fields[4] * 60 + fields[5]
}
