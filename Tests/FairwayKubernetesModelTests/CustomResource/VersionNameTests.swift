import Testing

@testable import FairwayKubernetesModel

@Suite("Names of versions")
struct VersionNameTests {
    @Test("clients are shown the best version first")
    func order() {
        let names = ["foo1", "v1alpha1", "v10", "v1", "v2beta1", "v2", "v1beta2", "bar", "v12alpha1"]
        #expect(
            names.sorted { VersionName($0) > VersionName($1) }
                == ["v10", "v2", "v1", "v2beta1", "v1beta2", "v12alpha1", "v1alpha1", "bar", "foo1"])
    }
}
