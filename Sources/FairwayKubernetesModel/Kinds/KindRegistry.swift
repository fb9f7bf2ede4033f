/// The kinds there are at one time.
package struct KindRegistry: Sendable {
    private struct Path: Hashable {
        var group: String
        var version: String
        var plural: String
    }

    /// In the order in which clients are told of them.
    package let kinds: [KindDescriptor]
    /// Of each storage that holds objects of namespaces the first kind, by which what is in it can be deleted.
    package let storedWithNamespace: [KindDescriptor]
    private let byPath: [Path: KindDescriptor]

    /// Of two kinds with one path, the first is found.
    package init(_ kinds: [KindDescriptor]) {
        self.kinds = kinds
        byPath = Dictionary(
            kinds.map { (Path(group: $0.group, version: $0.version, plural: $0.plural), $0) }
        ) { first, _ in first }
        var storages: Set<String> = []
        storedWithNamespace = kinds.filter { $0.isNamespaced && storages.insert($0.storage).inserted }
    }

    /// The kind whose objects are found under `/apis/<group>/<version>/…/<plural>`; `nil`: there is none.
    package func find(group: String, version: String, plural: String) -> KindDescriptor? {
        byPath[Path(group: group, version: version, plural: plural)]
    }
}
