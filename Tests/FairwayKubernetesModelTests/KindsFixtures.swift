import FairwayJSON
import Foundation
import Testing

/// What a real Kubernetes 1.36.2 was asked, and answered.
enum KindsFixtures {
    static func json(_ name: String) throws -> JSONValue {
        try JSONValue(parsing: data(name))
    }

    static func lines(_ name: String) throws -> [JSONValue] {
        try data(name).split(separator: UInt8(ascii: "\n")).map { try JSONValue(parsing: Data($0)) }
    }

    private static func data(_ name: String) throws -> Data {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: nil))
        return try Data(contentsOf: url)
    }
}
