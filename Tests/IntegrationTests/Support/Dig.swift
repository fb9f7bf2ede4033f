import Testing

/// What dig(1) has been told.
struct Dig {
    /// The name of the response code, such as NXDOMAIN.
    var status: String
    /// The data of the answers, sorted.
    var answers: [String]
    /// The data of the additional records, sorted.
    var additionals: [String]

    /// Asks `server`, over UDP where `options` say nothing else.
    init(
        _ server: Place, _ name: String, _ type: String, options: [String] = [], inside wrapper: [String] = []
    ) async throws {
        let command = [
            "dig", "@\(server.address)", "-p", "\(server.port)", "+norecurse", "+noedns", "+time=5", "+tries=3",
        ]
        let text = try await output(of: wrapper + command + options + [name, type])
        status = text.firstMatch(of: /status: ([A-Z]+)/).map { String($0.1) } ?? ""
        var sections: [String: [String]] = [:]
        var section = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix(";; "), line.hasSuffix(" SECTION:") {
                section = String(line)
            } else if line.isEmpty {
                section = ""
            } else if !section.isEmpty, !line.hasPrefix(";") {
                let fields = line.split(maxSplits: 4, whereSeparator: \.isWhitespace)
                sections[section, default: []].append(String(fields.last ?? ""))
            }
        }
        answers = sections[";; ANSWER SECTION:", default: []].sorted()
        additionals = sections[";; ADDITIONAL SECTION:", default: []].sorted()
    }
}

extension Up {
    /// Where it answers questions about names.
    var nameServer: Place { Place(addresses.address(53), 1_053) }

    func dig(_ name: String, _ type: String, _ options: String...) async throws -> Dig {
        try await Dig(nameServer, name, type, options: options)
    }

    /// Waits until a name has these records of a type, and no others.
    func answers(
        _ name: String, _ type: String, are expected: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await eventually("\(type) of \(name) is \(expected)", sourceLocation: sourceLocation) {
            try await dig(name, type).answers == expected.sorted() ? true : nil
        }
    }
}
