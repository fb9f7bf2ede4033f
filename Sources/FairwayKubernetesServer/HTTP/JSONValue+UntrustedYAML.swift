import FairwayJSON

extension JSONValue {
    /// Reads the one document of a YAML text that anybody may have written.
    init(untrustedYAML text: String) throws(YAMLSyntaxError) {
        guard !mayExplode(text) else {
            throw YAMLSyntaxError("the document has too many anchors and aliases; write it without them")
        }
        self = try JSONValue.documents(yaml: text, limit: 500_000).first?.value ?? .null
    }
}

/// Whether a text has so many anchors and aliases that it could stand for very many nodes. To be asked before the text
/// is parsed: the parser compares the names in a mapping, and takes as long as they are large.
private func mayExplode(_ text: String) -> Bool {
    let limit = 16
    var (anchors, aliases) = (0, 0)
    var previous = UInt8(ascii: "\n")
    for byte in text.utf8 {
        if " \t\r\n[{,:-?".utf8.contains(previous) {
            if byte == UInt8(ascii: "&") { anchors += 1 }
            if byte == UInt8(ascii: "*") { aliases += 1 }
        }
        previous = byte
    }
    return anchors > 1 && aliases > limit
}
