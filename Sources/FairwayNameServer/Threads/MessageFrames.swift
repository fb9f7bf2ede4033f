/// The messages in what comes by TCP, each behind its length in two bytes (RFC 1035 §4.2.2), in whatever pieces it comes.
struct MessageFrames {
    /// What has come: messages are found in it until more is appended.
    private(set) var bytes: [UInt8] = []
    /// Where the next message's length is.
    private var start = 0

    /// Adds what has come.
    mutating func append(_ new: UnsafeRawBufferPointer) {
        if start > 0 {
            bytes.removeFirst(start)
            start = 0
        }
        bytes.append(contentsOf: new)
    }

    /// Whether a whole message is there.
    var hasMessage: Bool { length != nil }

    /// Takes the next whole message; `nil` where it has not come yet.
    mutating func next() -> Range<Int>? {
        guard let length else { return nil }
        defer { start += 2 + length }
        return (start + 2)..<(start + 2 + length)
    }

    /// The bytes of the next message, if all of them are there.
    private var length: Int? {
        guard bytes.count - start >= 2 else { return nil }
        let length = Int(bytes[start]) << 8 | Int(bytes[start + 1])
        return bytes.count - start - 2 >= length ? length : nil
    }
}
