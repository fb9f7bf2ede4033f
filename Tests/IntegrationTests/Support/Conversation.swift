import Testing

/// Starts a program that talks to a server, says a line to it, and gives its first line of answer.
///
/// The program's input stays open until the answer is there: many end at once when it ends.
func converse(_ command: [String], say line: String) async throws -> String {
    let script = """
        coproc client { exec "${@:2}" 2>&3; } 3>&2
        printf '%s\\n' "$1" >&"${client[1]}"
        IFS= read -r -t 20 answer <&"${client[0]}"
        kill "$client_PID"
        printf '%s' "$answer"
        """
    return try await output(of: ["bash", "-c", script, "_", line] + command)
}

/// Waits until somebody listens for connections, or receives datagrams.
func waitForListener(_ kind: TestSocket.Kind, at place: Place, inside wrapper: [String] = []) async throws {
    try await eventually("a server at \(place.text)") {
        try await sockets(kind == .tcp ? "-lt" : "-lu", "src = \(place.text)", inside: wrapper).isEmpty ? nil : true
    }
}

/// The sockets of this machine that ss(8) knows, a line each.
func sockets(_ options: String, _ filter: String, inside wrapper: [String] = []) async throws -> [Substring] {
    try await output(of: wrapper + ["ss", "-Hn", options, filter]).split(separator: "\n")
}
