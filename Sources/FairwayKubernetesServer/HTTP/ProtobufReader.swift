/// Why bytes are not the protobuf message they should be.
struct ProtobufError: Error, CustomStringConvertible {
    var description: String
}

/// Reads the fields of a protobuf message, one after the other (protobuf.dev, "Encoding").
struct ProtobufReader {
    enum Value {
        case number(UInt64)
        case bytes(ArraySlice<UInt8>)

        /// What proto3 leaves out and Go's encoder writes all the same.
        var isZero: Bool {
            switch self {
            case .number(let number): number == 0
            case .bytes(let bytes): bytes.isEmpty
            }
        }
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    /// The next field's number and value; `nil` at the end.
    mutating func next() throws(ProtobufError) -> (number: UInt64, value: Value)? {
        guard !rest.isEmpty else { return nil }
        let tag = try number()
        switch tag & 7 {
        case 0: return (tag >> 3, .number(try number()))
        case 1: return (tag >> 3, .bytes(try bytes(8)))
        case 2: return (tag >> 3, .bytes(try bytes(try number())))
        case 5: return (tag >> 3, .bytes(try bytes(4)))
        case let type: throw ProtobufError(description: "wire type \(type) is not known")
        }
    }

    private mutating func number() throws(ProtobufError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard let byte = rest.popFirst() else { throw .truncated }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
        }
        throw ProtobufError(description: "a number has more than 64 bits")
    }

    private mutating func bytes(_ count: UInt64) throws(ProtobufError) -> ArraySlice<UInt8> {
        guard count <= UInt64(rest.count) else { throw .truncated }
        defer { rest = rest.dropFirst(Int(count)) }
        return rest.prefix(Int(count))
    }
}

extension ProtobufError {
    fileprivate static let truncated = ProtobufError(description: "unexpected EOF")
}
