extension NameServerStage {
    /// Sees that all servers answer some questions alike: what answers otherwise does other work, and is not compared.
    ///
    /// - Throws: which servers do not, and what they say.
    func expectAgreement() async throws {
        guard let first = programs.first else { return }
        let expected = try await sampleAnswers(of: first)
        for program in programs.dropFirst() {
            let found = try await sampleAnswers(of: program)
            guard let difference = Self.difference(between: expected, and: found) else { continue }
            throw BenchError(
                description: """
                    \(program.title) and \(first.title) do not answer alike, so that they cannot be compared: \
                    \(first.title) says \(difference.0), \(program.title) says \(difference.1)
                    """)
        }
    }

    private func sampleAnswers(of program: NameServerProgram) async throws -> String {
        do {
            return try await answers(of: program, to: zone.sample)
        } catch {
            try Task.checkCancellation()
            throw BenchError(
                description: "\(program.title) cannot be compared, as it does not answer: \(error)\n\(log(of: program))"
            )
        }
    }

    /// The first lines in which two texts differ; `nil` where they do not.
    static func difference(between one: String, and other: String) -> (String, String)? {
        let lines = (one.split(separator: "\n"), other.split(separator: "\n"))
        for index in 0..<max(lines.0.count, lines.1.count) {
            let pair = (lines.0.dropFirst(index).first ?? "nothing", lines.1.dropFirst(index).first ?? "nothing")
            if pair.0 != pair.1 { return (String(pair.0), String(pair.1)) }
        }
        return nil
    }
}
