/// Machines are noisy: a small difference needs many rounds before it is believed.
enum Doubt {
    private static let rounds = 15
    private static let difference = 0.1

    static let sentence =
        "?: less than 10 % apart in fewer than \(rounds) rounds, not to be believed yet: ROUNDS=\(rounds)"

    /// Whether a ratio is too near to 1 for as many rounds as it was taken in.
    static func isDue(_ ratio: Summary?) -> Bool {
        guard let ratio else { return false }
        return ratio.values.count < rounds && abs(ratio.median - 1) < difference
    }
}
