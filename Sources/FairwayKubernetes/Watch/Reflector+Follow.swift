extension Reflector {
    func follow() async throws {
    }
}
