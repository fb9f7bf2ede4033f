/// A collection that a Kubernetes object may leave out or set to `null`, and that then reads as empty.
///
/// API servers write `null` for Go's nil slices and maps. Empty ones are left out again when encoded.
@propertyWrapper
package struct EmptyIfAbsent<Value: EmptyRepresentable> {
    package var wrappedValue: Value

    package init(wrappedValue: Value) {
        self.wrappedValue = wrappedValue
    }
}

/// A collection that has an empty value to stand for an absent one.
package protocol EmptyRepresentable: Codable {
    init()
    var isEmpty: Bool { get }
}

extension Array: EmptyRepresentable where Element: Codable {}
extension Dictionary: EmptyRepresentable where Key == String, Value: Codable {}

extension EmptyIfAbsent: Sendable where Value: Sendable {}
extension EmptyIfAbsent: Equatable where Value: Equatable {}
extension EmptyIfAbsent: Hashable where Value: Hashable {}

// MARK: - Codable

extension EmptyIfAbsent: Codable {
    package init(from decoder: any Decoder) throws {
        wrappedValue = try Value(from: decoder)
    }

    package func encode(to encoder: any Encoder) throws {
        try wrappedValue.encode(to: encoder)
    }
}

extension KeyedDecodingContainer {
    /// What the compiler's own `init(from:)` calls for a property wrapped in `EmptyIfAbsent`.
    package func decode<Value>(_ type: EmptyIfAbsent<Value>.Type, forKey key: Key) throws -> EmptyIfAbsent<Value> {
        EmptyIfAbsent(wrappedValue: try decodeIfPresent(Value.self, forKey: key) ?? Value())
    }
}

extension KeyedEncodingContainer {
    /// What the compiler's own `encode(to:)` calls for a property wrapped in `EmptyIfAbsent`.
    package mutating func encode<Value>(_ value: EmptyIfAbsent<Value>, forKey key: Key) throws {
        guard !value.wrappedValue.isEmpty else { return }
        try encode(value.wrappedValue, forKey: key)
    }
}
