extension ZoneSet {
    /// The aliases that are followed for one question.
    private static let maximumAliases = 16

    /// Answers a question of class IN (RFC 1034 §4.3.2). Each name is looked for in the innermost zone that holds it.
    ///
    /// - Parameters:
    ///   - name: the name on the wire, in any case.
    ///   - type: ANY is answered with one set of those that there are (RFC 8482 §4.1).
    ///   - answer: what is to be said; REFUSED where no zone holds the name, SERVFAIL where one does that is not ready.
    package func answer(_ name: Span<UInt8>, _ type: RecordType, into answer: inout ZoneAnswer) {
        answer.reset()
        let labels = NameLabels(name)
        guard let holder = self.holder(of: name, labels: labels, type: type) else { return }
        guard case .zone(let zone) = holder else { return answer.responseCode = .serverFailure }
        answer.responseCode = .noError
        answer.isAuthoritative = true
        var next = step(zone, name, labels, .question, type, &answer)
        // What has been answered stands, also where a wildcard's alias leads on and on.
        for _ in 0..<Self.maximumAliases {
            guard let (aliasZone, start) = next else { return }
            let data = zones[aliasZone].data
            let target = data.span.extracting(droppingFirst: start)
            let labels = NameLabels(target)
            guard case .zone(let zone)? = self.holder(of: target, labels: labels, type: type) else { return }
            next = step(zone, target, labels, .data(zone: aliasZone, start: start), type, &answer)
        }
    }

    /// Looks a name up in its zone. Returns where the name is that it is an alias for.
    private func step(
        _ number: Int, _ name: Span<UInt8>, _ labels: NameLabels, _ owner: ZoneAnswer.Owner, _ type: RecordType,
        _ answer: inout ZoneAnswer
    ) -> (zone: Int, start: Int)? {
        let zone = zones[number]
        switch zone.place(of: name, labels: labels) {
        case .exact(let node):
            // An alias that has led back to itself: what has been answered is all there is.
            if let alias = zone.set(.cname, of: node), answer.has(alias, of: number) { return nil }
            return find(type, of: node, number, owner, &answer)
        case .wildcard(let node): return find(type, of: node, number, owner, &answer)
        case .delegated(let node, isApex: true) where type == .ds:
            return find(type, of: node, number, owner, &answer)
        case .delegated(let node, _): refer(to: node, number, &answer)
        case .missing:
            answer.responseCode = .nameError
            answer.addNegativeSOA(of: zone, number)
        }
        return nil
    }

    /// Answers with the records of a node, whatever name it answers for.
    private func find(
        _ type: RecordType, of node: Int, _ number: Int, _ owner: ZoneAnswer.Owner, _ answer: inout ZoneAnswer
    ) -> (zone: Int, start: Int)? {
        let zone = zones[number]
        let set = type == .any ? zone.nodes[node].sets.first : zone.set(type, of: node)
        if let set {
            answer.append(
                ZoneAnswer.Item(section: .answer, zone: number, set: set, owner: owner, isNeeded: true))
            answer.addAdditionals(of: set, in: zone, number, areGlue: false)
        } else if let alias = zone.set(.cname, of: node) {
            answer.append(
                ZoneAnswer.Item(section: .answer, zone: number, set: alias, owner: owner, isNeeded: true))
            return (number, zone.records[zone.sets[alias].records.lowerBound].start)
        } else {
            answer.addNegativeSOA(of: zone, number)
        }
        return nil
    }

    /// Says who is asked for the names from a delegated one on. Behind an alias of ours the answer stays ours.
    private func refer(to node: Int, _ number: Int, _ answer: inout ZoneAnswer) {
        let zone = zones[number]
        guard let set = zone.set(.ns, of: node) else { return }
        if answer.items.isEmpty { answer.isAuthoritative = false }
        answer.append(ZoneAnswer.Item(section: .authority, zone: number, set: set, owner: .own, isNeeded: true))
        answer.addAdditionals(of: set, in: zone, number, areGlue: true)
    }
}

extension ZoneAnswer {
    fileprivate func has(_ set: Int, of zone: Int) -> Bool { items.contains { $0.set == set && $0.zone == zone } }

    fileprivate mutating func addNegativeSOA(of zone: CompiledZone, _ number: Int) {
        append(Item(section: .authority, zone: number, set: zone.negativeSOA, owner: .own, isNeeded: true))
    }

    /// Adds the addresses of what a set points to, those first that nobody can do without.
    fileprivate mutating func addAdditionals(
        of set: Int, in zone: CompiledZone, _ number: Int, areGlue: Bool
    ) {
        for wantsGlue in [true, false] where areGlue || !wantsGlue {
            for index in zone.sets[set].additionals {
                let additional = zone.additionals[index]
                guard (areGlue && additional.isGlue) == wantsGlue else { continue }
                append(
                    Item(
                        section: .additional, zone: number, set: additional.set,
                        owner: additional.owner.map { .data(zone: number, start: $0) } ?? .own, isNeeded: wantsGlue))
            }
        }
    }
}
