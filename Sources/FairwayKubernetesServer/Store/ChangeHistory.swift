/// The latest changes of one storage, bounded by number and by size, for watches that start in the past.
struct ChangeHistory: Sendable {
    private static let countLimit = 10_000
    private static let byteLimit = 64 << 20

    private var changes: [Change] = []
    /// Where the oldest kept change is in `changes`; what is before it waits to be cut off together.
    private var start = 0
    private var bytes = 0
    /// Every change after this resourceVersion is here.
    private(set) var completeAfter: Int64

    init(completeAfter: Int64) {
        self.completeAfter = completeAfter
    }

    mutating func append(_ change: Change) {
        changes.append(change)
        bytes += change.after.text.count
        while changes.count - start > Self.countLimit || (bytes > Self.byteLimit && changes.count - start > 1) {
            completeAfter = changes[start].resourceVersion
            bytes -= changes[start].after.text.count
            start += 1
        }
        if start > Self.countLimit / 4 {
            changes.removeFirst(start)
            start = 0
        }
    }

    /// The changes after `resourceVersion`; `nil` where some of them are no longer known.
    func changes(after resourceVersion: Int64) -> ArraySlice<Change>? {
        guard resourceVersion >= completeAfter else { return nil }
        var (low, high) = (start, changes.count)
        while low < high {
            let middle = low + (high - low) / 2
            if changes[middle].resourceVersion <= resourceVersion { low = middle + 1 } else { high = middle }
        }
        return changes[low...]
    }
}
