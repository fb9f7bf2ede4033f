import FairwayNet

extension WireWriter {
    /// Writes a name out.
    mutating func write(_ name: DomainName) { write(name.wire) }

    /// Writes a name, whose end may become a pointer to where it was written before.
    mutating func writeCompressed(_ name: DomainName) { writeCompressed(name.wire.span) }

    /// Writes the data of a record, without their length.
    ///
    /// `compressing`: the names in types of RFC 1035 may be compressed; in no other type they ever are (RFC 3597 §4).
    ///
    /// - Throws: where a part does not fit into its field.
    mutating func write(_ data: RecordData, compressing: Bool) throws(WireError) {
        switch data {
        case .a(let address): write(address.rawValue)
        case .aaaa(let address): write(address.bytes)
        case .ns(let name), .cname(let name), .ptr(let name): write(name, compressing)
        case .soa(let soa): write(soa, compressing)
        case .mx(let preference, let exchange):
            write(preference)
            write(exchange, compressing)
        case .srv(let location): write(location)
        case .txt(let texts): for text in texts.strings { write(text) }
        case .uri(let priority, let weight, let target):
            write(priority)
            write(weight)
            write(target)
        case .caa(let caa):
            write(caa.flags)
            write(caa.tag)
            write(caa.value)
        case .svcb(let binding), .https(let binding): try write(binding)
        case .opaque(_, let bytes): write(bytes)
        }
    }

    private mutating func write(_ name: DomainName, _ compressing: Bool) {
        if compressing { writeCompressed(name) } else { write(name) }
    }

    private mutating func write(_ soa: StartOfAuthority, _ compressing: Bool) {
        write(soa.primary, compressing)
        write(soa.contact, compressing)
        for number in [soa.serial, soa.refresh, soa.retry, soa.expire, soa.minimum] { write(number) }
    }

    private mutating func write(_ location: ServiceLocation) {
        for number in [location.priority, location.weight, location.port] { write(number) }
        write(location.target)
    }

    private mutating func write(_ text: CharacterString) {
        write(UInt8(truncatingIfNeeded: text.bytes.count))
        write(text.bytes)
    }

    private mutating func write(_ binding: ServiceBinding) throws(WireError) {
        write(binding.priority)
        write(binding.target)
        for parameter in binding.parameters {
            write(parameter.key)
            guard let length = UInt16(exactly: parameter.value.count) else { throw .tooLarge }
            write(length)
            write(parameter.value)
        }
    }

    /// Writes a whole record.
    mutating func write(_ record: ResourceRecord) throws(WireError) {
        writeCompressed(record.owner)
        write(record.type.rawValue)
        write(record.class.rawValue)
        write(record.ttl)
        try writeLengthPrefixed { writer throws(WireError) in try writer.write(record.data, compressing: true) }
    }
}
