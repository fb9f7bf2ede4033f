import ArgumentParser
import Configuration
import Foundation
import SystemPackage

/// What the flags, the environment and the configuration file say, in this order of weight.
struct Settings {
    private let reader: ConfigReader

    /// - Parameter file: the YAML file of `--config`.
    /// - Throws: `CommandError` where the file cannot be read or is not YAML.
    init(file: String?) async throws {
        var providers: [any ConfigProvider] = [EnvironmentVariablesProvider().prefixKeys(with: "fairway")]
        if let file {
            do {
                providers.append(try await FileProvider<YAMLSnapshot>(filePath: FilePath(file)))
            } catch {
                throw CommandError(
                    "cannot read the configuration file \(file): \(error); give --config a YAML file of `flag: value` lines",
                    exitCode: .validationFailure)
            }
        }
        reader = ConfigReader(providers: providers)
    }

    /// The value of the flag `--name`: `flag` where it was given, else what the environment or the file say.
    func string(_ name: String, flag: String?) -> String? {
        flag ?? reader.string(forKey: ConfigKey([name]))
    }

    /// The same for a flag that may be given several times; a comma list in the environment, a list in the file.
    func strings(_ name: String, flags: [String]) -> [String] {
        if !flags.isEmpty { return flags }
        let key = ConfigKey([name])
        let values = reader.stringArray(forKey: key) ?? reader.string(forKey: key).map { [$0] } ?? []
        return values.map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
