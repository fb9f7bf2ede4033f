import NIOCore

/// The latest changes of one storage, bounded by the memory they take, for watches and lists that start in the past.
struct ChangeHistory: Sendable {
    /// How many bytes the changes may take. Of Services more of them fit than wait for a watcher before it is cut off, and
    /// than are made between two bookmarks; who was away for longer begins with a list.
    static let byteLimit = 8 << 20

    private var changes = CircularBuffer<PastChange>()
    private var bytes = 0
    /// Every change after this resourceVersion is here.
    private(set) var completeAfter: Int64

    init(completeAfter: Int64) {
        self.completeAfter = completeAfter
    }

    mutating func append(_ change: Change) {
        let past = PastChange(change)
        changes.append(past)
        bytes += past.bytes
        while bytes > Self.byteLimit, changes.count > 1 {
            let oldest = changes.removeFirst()
            completeAfter = oldest.resourceVersion
            bytes -= oldest.bytes
        }
    }

    /// The changes after `resourceVersion`; `nil` where some of them are no longer known.
    func changes(after resourceVersion: Int64) -> [PastChange]? {
        guard resourceVersion >= completeAfter else { return nil }
        var (low, high) = (changes.startIndex, changes.endIndex)
        while low < high {
            let middle = changes.index(low, offsetBy: changes.distance(from: low, to: high) / 2)
            if changes[middle].resourceVersion <= resourceVersion {
                low = changes.index(after: middle)
            } else {
                high = middle
            }
        }
        return Array(changes[low...])
    }
}
