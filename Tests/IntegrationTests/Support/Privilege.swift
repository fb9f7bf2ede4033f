import Glibc
import Testing

extension Trait where Self == ConditionTrait {
    /// For tests that make mounts or namespaces, or run programs as another user.
    static var needsRoot: Self { .enabled(if: geteuid() == 0, "needs root") }
}
