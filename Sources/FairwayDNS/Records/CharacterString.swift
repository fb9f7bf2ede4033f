/// Up to 255 bytes, as in TXT (RFC 1035 §3.3).
package struct CharacterString: Hashable, Sendable {
    package let bytes: [UInt8]

    /// `nil` for more than 255 bytes.
    package init?(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
        guard self.bytes.count <= 255 else { return nil }
    }
}
