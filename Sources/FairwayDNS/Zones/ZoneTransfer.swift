/// A whole zone, message by message, for a secondary that asked for AXFR (RFC 5936 §2.2): the SOA, everything else, the
/// SOA again.
package struct ZoneTransfer: Sendable {
    private let zone: CompiledZone
    /// The sets in their order, and how far it has come in them.
    private let order: [Int]
    private var (position, record) = (0, 0)

    package init(of zone: CompiledZone) {
        self.zone = zone
        let soa = zone.set(.soa, of: 0) ?? zone.negativeSOA
        // The set of negative answers comes last, and is not the zone's.
        order = [soa] + zone.sets.indices.dropLast().filter { $0 != soa } + [soa]
    }

    package var isFinished: Bool { position == order.count }

    /// Writes the next message behind what is in `bytes`: as many records as there is room for, and one at least.
    ///
    /// `query` was read from `message`; each message gives the question back. `limit` is the most bytes that the message
    /// may have: at most 65,535, less those that a signature and the OPT record with `options` need.
    package mutating func writeNext(
        to query: Query, in message: Span<UInt8>, options: Reply.Options? = nil, limit: Int,
        appendingTo bytes: inout [UInt8]
    ) {
        var own: [UInt8] = []
        swap(&own, &bytes)
        var writer = WireWriter(appendingTo: consume own)
        writer.writeReplyHeader(to: query.header, .noError, isAuthoritative: true)
        writer.write(UInt16(query.nameLength == 0 ? 0 : 1))
        for _ in 0..<3 { writer.write(UInt16(0)) }
        writer.writeQuestion(of: query, in: message)
        var count: UInt16 = 0
        while !isFinished {
            let mark = writer.count
            let set = zone.sets[order[position]]
            writer.writeName(zone.nodes[set.node].name, of: zone)
            writer.writeRest(of: set.records.lowerBound + record, in: set, zone)
            guard writer.count <= limit || count == 0 else {
                writer.truncate(to: mark)
                break
            }
            count += 1
            advance(in: set)
        }
        writer.overwrite(count, at: 6)
        if let options {
            writer.write(options, .noError, isDNSSECOK: query.options?.isDNSSECOK ?? false)
            writer.overwrite(1, at: 10)
        }
        bytes = writer.finish()
    }

    private mutating func advance(in set: CompiledZone.RecordSet) {
        record += 1
        guard record == set.records.count else { return }
        record = 0
        position += 1
    }
}
