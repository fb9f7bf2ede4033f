/// Bytes as text (RFC 4648 §4), read as Go's `encoding/base64` does: line breaks are passed over.
enum Base64 {
    /// A text that is no base64, in Go's words.
    struct Corrupt: Error, CustomStringConvertible {
        var offset: Int

        var description: String { "illegal base64 data at input byte \(offset)" }
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let padding = UInt8(ascii: "=")

    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            bits <<= UInt32(8 * (3 - group.count))
            for place in 0..<4 {
                let digit = alphabet[Int(bits >> UInt32(18 - 6 * place) & 0x3F)]
                text.append(place <= group.count ? digit : padding)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    static func decode(_ text: String) throws(Corrupt) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count / 4 * 3)
        var (bits, digits, start) = (UInt32(0), 0, 0)
        var characters = Array(text.utf8).enumerated().makeIterator()
        while let (offset, character) = characters.next(skippingBreaks: ()) {
            if character == padding {
                guard digits >= 2 else { throw Corrupt(offset: offset) }
                try finish(&characters, after: digits, at: offset, of: text.utf8.count)
                bits <<= UInt32(6 * (4 - digits))
                bytes += [UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8)]
                    .prefix(digits - 1)
                return bytes
            }
            guard let value = value(character) else { throw Corrupt(offset: offset) }
            if digits == 0 { start = offset }
            (bits, digits) = (bits << 6 | value, digits + 1)
            if digits == 4 {
                for shift: UInt32 in [16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
                (bits, digits) = (0, 0)
            }
        }
        guard digits == 0 else { throw Corrupt(offset: start) }
        return bytes
    }

    /// How many bytes a text stands for, which has been read before.
    static func decodedCount(_ text: String) -> Int {
        text.utf8.count / 4 * 3 - text.utf8.suffix(2).count { $0 == padding }
    }

    /// After the first `=`: the second where one is due, and nothing more.
    private static func finish(
        _ rest: inout EnumeratedSequence<[UInt8]>.Iterator, after digits: Int, at offset: Int, of count: Int
    ) throws(Corrupt) {
        if digits == 2 {
            guard let (second, character) = rest.next(skippingBreaks: ()) else { throw Corrupt(offset: count) }
            guard character == padding else { throw Corrupt(offset: second) }
        }
        if let (extra, _) = rest.next(skippingBreaks: ()) { throw Corrupt(offset: extra) }
    }

    private static func value(_ digit: UInt8) -> UInt32? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}

extension EnumeratedSequence<[UInt8]>.Iterator {
    fileprivate mutating func next(skippingBreaks: Void) -> (offset: Int, element: UInt8)? {
        while let next = next() {
            if next.element != UInt8(ascii: "\n") && next.element != UInt8(ascii: "\r") { return next }
        }
        return nil
    }
}
