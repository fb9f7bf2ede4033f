import ArgumentParser

/// Refuses the first option whose value is below one.
func expectAtLeastOne(_ options: [(name: String, value: Int)]) throws {
    for option in options where option.value < 1 {
        throw ValidationError("--\(option.name) cannot be \(option.value): one is the least")
    }
}
