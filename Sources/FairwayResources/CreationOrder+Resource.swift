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
    // In place, as this is read of every Service for every plan.
    var digits = text.utf8[...]
    guard let year = number(4, of: &digits), let month = number(2, of: &digits), let day = number(2, of: &digits),
        let hour = number(2, of: &digits), let minute = number(2, of: &digits), let second = number(2, of: &digits)
    else { return 0 }
    let (years, months) = (month > 2 ? year : year - 1, (month + 9) % 12)
    let days = years * 365 + years / 4 - years / 100 + years / 400 + (months * 153 + 2) / 5 + day - 719_469
    return days * 86_400 + hour * 3_600 + minute * 60 + second
}

/// Takes a number of so many digits, and what separates it from the next one.
private func number(_ count: Int, of text: inout Substring.UTF8View) -> Int64? {
    var value: Int64 = 0
    for _ in 0..<count {
        guard let digit = text.popFirst(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
        value = value * 10 + Int64(digit - UInt8(ascii: "0"))
    }
    _ = text.popFirst()
    return value
}
