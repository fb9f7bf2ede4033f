/// What is asked (RFC 1035 §4.1.2).
package struct Question: Hashable, Sendable {
    package var name: DomainName
    package var type: RecordType
    package var `class`: RecordClass

    package init(name: DomainName, type: RecordType, class: RecordClass = .internet) {
        self.name = name
        self.type = type
        self.class = `class`
    }
}
