package import FairwayKubernetes

/// An object as it was last written, for as long as the watch has not shown it yet.
///
/// Between a write and its watch event, what was read is out of date: a decision made from it would do the same thing
/// twice, or give the same address to somebody else.
package struct WrittenObject<Object: Resource>: Sendable {
    package private(set) var object: Object
    /// The versions that come before it; the empty text stands for no object.
    private var superseded: Set<String>

    /// `seen` is what the write was decided from, itself read or written; `earlier` what was known to be written when
    /// it was decided.
    package init(_ object: Object, over seen: Object?, after earlier: WrittenObject?) {
        self.object = object
        superseded = earlier?.superseded ?? []
        superseded.insert(seen?.metadata.resourceVersion ?? "")
    }

    /// Whether `seen`, which a watch shows, is older than the object.
    package func isNewer(than seen: Object?) -> Bool {
        superseded.contains(seen?.metadata.resourceVersion ?? "")
    }

    /// The same with the object as the server answered.
    package func confirmed(as answer: Object) -> WrittenObject {
        var written = self
        written.object = answer
        return written
    }
}
