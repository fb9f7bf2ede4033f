/// A part of an object that copies of the object share until one of them changes it.
///
/// There are thousands of objects, and snapshots and plans hold all of them: a copy then costs a reference for each part
/// rather than one for each text in it.
@propertyWrapper
package struct Boxed<Value: Sendable>: Sendable {
    private final class Box: Sendable {
        let value: Value

        init(_ value: Value) {
            self.value = value
        }
    }

    private var box: Box

    package init(wrappedValue: Value) {
        box = Box(wrappedValue)
    }

    package var wrappedValue: Value {
        // Lends it, where `get` would copy it.
        _read { yield box.value }
        set { box = Box(newValue) }
    }
}

extension Boxed: Equatable where Value: Equatable {
    package static func == (left: Self, right: Self) -> Bool {
        left.box === right.box || left.box.value == right.box.value
    }
}

extension Boxed: Hashable where Value: Hashable {
    package func hash(into hasher: inout Hasher) { box.value.hash(into: &hasher) }
}

// MARK: - Codable

extension Boxed: Codable where Value: Codable {
    package init(from decoder: any Decoder) throws {
        self.init(wrappedValue: try Value(from: decoder))
    }

    package func encode(to encoder: any Encoder) throws {
        try box.value.encode(to: encoder)
    }
}

extension KeyedDecodingContainer {
    /// What the compiler's own `init(from:)` calls for an optional property wrapped in `Boxed`.
    package func decode<Value>(_ type: Boxed<Value?>.Type, forKey key: Key) throws -> Boxed<Value?>
    where Value: Codable {
        Boxed(wrappedValue: try decodeIfPresent(Value.self, forKey: key))
    }
}

extension KeyedEncodingContainer {
    /// What the compiler's own `encode(to:)` calls for an optional property wrapped in `Boxed`.
    package mutating func encode<Value>(_ value: Boxed<Value?>, forKey key: Key) throws where Value: Codable {
        try encodeIfPresent(value.wrappedValue, forKey: key)
    }
}
