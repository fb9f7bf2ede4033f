extension WireWriter {
    /// Writes a set of records that an answer has, and returns how many there are; `nil` as soon as the message has
    /// more bytes than `room`.
    mutating func write(
        _ item: ZoneAnswer.Item, from zones: ZoneSet, question: Query, in message: Span<UInt8>, room: Int
    ) -> UInt16? {
        let zone = zones.zones[item.zone]
        let set = zone.sets[item.set]
        var pointer: UInt16?
        for record in set.records {
            if let pointer {
                write(0xC000 | pointer)
            } else {
                pointer = write(item.owner, of: set, zone, zones, question, message)
            }
            writeRest(of: record, in: set, zone)
            if count > room { return nil }
        }
        return UInt16(truncatingIfNeeded: set.records.count)
    }

    /// Writes the name that a set is given for. Returns where it is; `nil` where no pointer leads there.
    private mutating func write(
        _ owner: ZoneAnswer.Owner, of set: CompiledZone.RecordSet, _ zone: CompiledZone, _ zones: ZoneSet,
        _ question: Query, _ message: Span<UInt8>
    ) -> UInt16? {
        switch owner {
        case .question: return writeCompressed(message.extracting(question.name))
        case .own: return writeName(zone.nodes[set.node].name, of: zone)
        case .data(let other, let start): return writeName(start, of: zones.zones[other])
        }
    }

    /// Writes the name at a place of a zone's data.
    @discardableResult
    mutating func writeName(_ start: Int, of zone: CompiledZone) -> UInt16? {
        let data = zone.data
        return writeCompressed(data.span.extracting(droppingFirst: start))
    }

    /// Writes what follows the name of a record: type, class, TTL and data.
    mutating func writeRest(of record: Int, in set: CompiledZone.RecordSet, _ zone: CompiledZone) {
        write(set.type.rawValue)
        write(RecordClass.internet.rawValue)
        write(set.ttl)
        let lengthOffset = count
        write(UInt16(0))
        writeData(zone.records[record], of: set.type, zone)
        overwrite(UInt16(truncatingIfNeeded: count - lengthOffset - 2), at: lengthOffset)
    }

    /// Writes the data of a record. Names of the types of RFC 1035 are compressed, no others (RFC 3597 §4).
    private mutating func writeData(_ record: CompiledZone.Record, of type: RecordType, _ zone: CompiledZone) {
        let end = record.start + Int(record.length)
        switch type {
        case .ns, .cname, .ptr: writeName(record.start, of: zone)
        case .mx:
            write(zone.data[record.start..<(record.start + 2)])
            writeName(record.start + 2, of: zone)
        case .soa:
            let data = zone.data
            let contact = record.start + NameLabels(data.span.extracting(droppingFirst: record.start)).end + 1
            writeName(record.start, of: zone)
            writeName(contact, of: zone)
            write(zone.data[(end - 20)..<end])
        default: write(zone.data[record.start..<end])
        }
    }
}
