/// A part of an object that copies of the object share until one of them changes it.
///
/// There are thousands of objects, and snapshots and plans hold all of them: a copy then costs a reference for each part
/// rather than one for each text in it.
struct Boxed<Value: Sendable>: Sendable {
    private final class Box: Sendable {
        let value: Value

        init(_ value: Value) {
            self.value = value
        }
    }

    private var box: Box

    init(_ value: Value) {
        box = Box(value)
    }

    var value: Value {
        // Lends it, where `get` would copy it.
        _read { yield box.value }
        set { box = Box(newValue) }
    }
}

extension Boxed: Equatable where Value: Equatable {
    static func == (left: Self, right: Self) -> Bool {
        left.box === right.box || left.box.value == right.box.value
    }
}

extension Boxed: Hashable where Value: Hashable {
    func hash(into hasher: inout Hasher) { box.value.hash(into: &hasher) }
}

// MARK: - Codable

extension Boxed: Codable where Value: Codable {
    init(from decoder: any Decoder) throws {
        self.init(try Value(from: decoder))
    }

    func encode(to encoder: any Encoder) throws {
        try box.value.encode(to: encoder)
    }
}

extension KeyedDecodingContainer {
    /// What the compiler's own `init(from:)` calls for a boxed value that may be absent.
    func decode<Value: Codable>(_ type: Boxed<Value?>.Type, forKey key: Key) throws -> Boxed<Value?> {
        Boxed(try decodeIfPresent(Value.self, forKey: key))
    }
}

extension KeyedEncodingContainer {
    /// What the compiler's own `encode(to:)` calls for a boxed value that may be absent.
    mutating func encode<Value: Codable>(_ value: Boxed<Value?>, forKey key: Key) throws {
        try encodeIfPresent(value.value, forKey: key)
    }
}
