import FairwayJSON

extension JSONValue {
    /// Sets `metadata.generation`: 1 for a new object, one more with every change of anything but metadata and status.
    mutating func countGeneration(old: JSONValue?) {
        guard let old else {
            set(1, at: "metadata", "generation")
            return
        }
        let before = old[path: "metadata", "generation"]?.integer ?? 1
        set(.integer(wanted == old.wanted ? before : before &+ 1), at: "metadata", "generation")
    }

    private var wanted: [String: JSONValue] {
        (object ?? [:]).filter { !["apiVersion", "kind", "metadata", "status"].contains($0.key) }
    }
}
