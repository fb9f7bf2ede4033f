import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// How many inputs to try: a few, or `FAIRWAY_FUZZ_FACTOR` times as many.
package func fuzzInputs(_ few: Int) -> Int {
    getenv("FAIRWAY_FUZZ_FACTOR").flatMap { Int(String(cString: $0)) }.map { few * $0 } ?? few
}
