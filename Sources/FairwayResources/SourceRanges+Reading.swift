import FairwayCore
import FairwayKubernetes
import FairwayNet

extension SourceRanges {
    /// Reads `spec.loadBalancerSourceRanges` of a Service and the annotation that it took the place of.
    ///
    /// An empty annotation stands for no list, as Kubernetes has it.
    init(_ service: Service) throws(ServiceReadingError) {
        let (fields, annotations) = (service.spec?.loadBalancerSourceRanges ?? [], service.metadata.annotations)
        var values = AnnotationValues<SourceRanges>()
        if !fields.isEmpty {
            let source = "spec.loadBalancerSourceRanges"
            values.add(source, try Self.parse(fields.map { $0[...] }, of: source))
        }
        let annotation = (annotations[Annotations.sourceRanges] ?? "")[...].trimmingBlanks
        if !annotation.isEmpty {
            let source = "Annotation \(Annotations.sourceRanges)"
            let list = annotation.split(separator: ",", omittingEmptySubsequences: false)
            values.add(source, try Self.parse(list, of: source))
        }
        self = try values.agreed() ?? .everybody
    }

    private static func parse(_ list: [Substring], of source: String) throws(ServiceReadingError) -> SourceRanges {
        var prefixes: [IPPrefix] = []
        for text in list {
            do {
                prefixes.append(try IPPrefix(parsingMember: String(text.trimmingBlanks)))
            } catch {
                throw .invalid(source, error.message)
            }
        }
        return SourceRanges(prefixes)
    }
}
