import FairwayDNS
package import FairwayRecords

extension NameWishes {
    /// Reads what the annotations of a Service ask for in DNS.
    ///
    /// - Throws: where a value does not parse, or two disagree. Then nothing of them counts.
    package init(annotations: [String: String]) throws(ServiceReadingError) {
        self.init(
            hostnames: try Self.hostnames(annotations), ttl: try Self.ttl(annotations),
            srvDomain: try Self.srvDomain(annotations),
            services: try annotations[Annotations.srv].map { list throws(ServiceReadingError) in
                try ServiceNames.list(list)
            } ?? [],
            records: try annotations[Annotations.records].map { lines throws(ServiceReadingError) in
                try Record.list(lines)
            } ?? [])
    }

    private static func hostnames(_ annotations: [String: String]) throws(ServiceReadingError) -> [DomainName] {
        var values = AnnotationValues<[DomainName]>()
        for annotation in Annotations.hostname {
            guard let list = annotations[annotation] else { continue }
            var names: [DomainName] = []
            for part in list.split(separator: ",", omittingEmptySubsequences: false) {
                names.append(try name(part.trimmingBlanks, of: annotation))
            }
            values.add("Annotation \(annotation)", names)
        }
        return try values.agreed() ?? []
    }

    private static func ttl(_ annotations: [String: String]) throws(ServiceReadingError) -> UInt32? {
        var values = AnnotationValues<UInt32>()
        for annotation in Annotations.ttl {
            guard let text = annotations[annotation] else { continue }
            // RFC 2181 §8.
            guard let seconds = FairwayResources.seconds(reading: text, in: 1...UInt32(Int32.max)) else {
                throw .invalid(
                    "Annotation \(annotation)",
                    "\(text.quotedForMessage) is not a TTL: expected seconds, or one such as 90s, 10m or 2h, from 1 to "
                        + "2147483647 seconds")
            }
            values.add("Annotation \(annotation)", seconds)
        }
        return try values.agreed()
    }

    private static func srvDomain(_ annotations: [String: String]) throws(ServiceReadingError) -> DomainName? {
        guard let text = annotations[Annotations.srvDomain] else { return nil }
        return try name(text[...].trimmingBlanks, of: Annotations.srvDomain)
    }

    private static func name(_ text: Substring, of annotation: String) throws(ServiceReadingError) -> DomainName {
        do {
            return try DomainName(parsing: String(text))
        } catch {
            throw .invalid("Annotation \(annotation)", error.message)
        }
    }
}

extension NameWishes.ServiceNames {
    /// Reads `PORT=service[,service][:priority:weight]; …`.
    fileprivate static func list(_ text: String) throws(ServiceReadingError) -> [Self] {
        var list: [Self] = []
        for part in text.split(separator: ";").map(\.trimmingBlanks) where !part.isEmpty {
            guard let entry = Self(part) else {
                throw refusal(
                    part,
                    "cannot be read: expected a port's name and its services, as in kerberos-udp=kerberos or "
                        + "kerberos-udp=kerberos,kerberos-master:0:100")
            }
            guard !list.contains(where: { $0.port == entry.port }) else {
                throw refusal(part, "names a port for the second time: write all its services into one entry")
            }
            list.append(entry)
        }
        guard !list.isEmpty else { throw refusal(text[...], "is empty: expected one such as kerberos-udp=kerberos") }
        return list
    }

    private static func refusal(_ text: Substring, _ problem: String) -> ServiceReadingError {
        .invalid("Annotation \(Annotations.srv)", "\(String(text).quotedForMessage) \(problem)")
    }

    private init?(_ text: Substring) {
        let sides = text.split(separator: "=", omittingEmptySubsequences: false).map(\.trimmingBlanks)
        guard sides.count == 2, !sides[0].isEmpty else { return nil }
        let parts = sides[1].split(separator: ":", omittingEmptySubsequences: false).map(\.trimmingBlanks)
        let services = parts[0].split(separator: ",", omittingEmptySubsequences: false).map(\.trimmingBlanks)
        guard services.allSatisfy(Self.isServiceName) else { return nil }
        self.init(port: String(sides[0]), services: services.map(String.init))
        guard parts.count > 1 else { return }
        guard parts.count == 3, let priority = UInt16(digits: parts[1]), let weight = UInt16(digits: parts[2]) else {
            return nil
        }
        self.priority = priority
        self.weight = weight
    }

    /// Letters, digits and hyphens (RFC 6335 §5.1). Its length is looked at where the record is made.
    private static func isServiceName(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
            }
    }
}

extension NameWishes.Record {
    /// Reads `TYPE NAME VALUE`, one a line.
    fileprivate static func list(_ text: String) throws(ServiceReadingError) -> [Self] {
        var records: [Self] = []
        for line in text.split(whereSeparator: \.isNewline).map(\.trimmingBlanks) where !line.isEmpty {
            let parts = line.split(separator: " ", maxSplits: 2).map(String.init)
            guard parts.count == 3, let type = RecordType(parts[0]) else {
                throw .invalid(
                    "Annotation \(Annotations.records)",
                    "the line \(String(line).quotedForMessage) cannot be read: expected type, name and data, as in "
                        + "TXT _kerberos.example.test EXAMPLE.TEST")
            }
            do throws(DNSParseError) {
                records.append(
                    Self(name: try DomainName(parsing: parts[1]), data: try RecordData(type, parsing: parts[2])))
            } catch {
                throw .invalid("Annotation \(Annotations.records)", error.message)
            }
        }
        return records
    }
}
