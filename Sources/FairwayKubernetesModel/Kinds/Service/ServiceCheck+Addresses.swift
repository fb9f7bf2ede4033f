import FairwayJSON
import FairwayNet

extension ServiceCheck {
    /// The annotation that `loadBalancerSourceRanges` took the place of.
    private static let sourceRangesAnnotation = "service.beta.kubernetes.io/load-balancer-source-ranges"

    mutating func checkAddresses() {
        if type != "ExternalName" {
            checkClusterAddresses()
            checkFamilies()
        }
        for (index, address) in spec.list("externalIPs").enumerated() {
            let path = "spec.externalIPs[\(index)]"
            errors += AddressSyntax.problems(address.string ?? "", at: path)
        }
    }

    private mutating func checkClusterAddresses() {
        let addresses = spec.list("clusterIPs")
        let first = spec["clusterIP"] ?? ""
        if first == "" && !addresses.isEmpty {
            errors.append(
                .invalid("spec.clusterIPs", .array(addresses), "must be empty when `clusterIP` is not specified"))
        } else if let head = addresses.first, head != first {
            errors.append(.invalid("spec.clusterIPs", .array(addresses), "first value must match `clusterIP`"))
        }
        if addresses.count > 2 {
            errors.append(.invalid("spec.clusterIPs", .array(addresses), "may only hold up to 2 values"))
        }
        for (index, address) in addresses.enumerated() {
            let path = "spec.clusterIPs[\(index)]"
            if address == "None" {
                if addresses.count > 1 {
                    errors.append(.invalid(path, address, "'None' must be the first and only value"))
                }
            } else if IPAddress(address.string ?? "") == nil {
                errors.append(.invalid(path, address, AddressSyntax.notAnAddress))
            }
        }
    }

    private mutating func checkFamilies() {
        var seen: Set<JSONValue> = []
        for (index, family) in spec.list("ipFamilies").enumerated() {
            let path = "spec.ipFamilies[\(index)]"
            if family != "IPv4" && family != "IPv6" {
                errors.append(.notSupported(path, family, ["IPv4", "IPv6"]))
            } else if !seen.insert(family).inserted {
                errors.append(.duplicate(path, family))
            }
        }
        checkSupported("ipFamilyPolicy", ["PreferDualStack", "RequireDualStack", "SingleStack"])
        if spec["ipFamilyPolicy"] == "SingleStack" && spec.list("ipFamilies").count > 1 {
            errors.append(
                .invalid(
                    "spec.ipFamilyPolicy", "SingleStack",
                    "must be RequireDualStack or PreferDualStack when multiple 'ipFamilies' are specified"))
        }
    }

    mutating func checkSourceRanges() {
        let ranges = spec.list("loadBalancerSourceRanges")
        let annotation = object[path: "metadata", "annotations", Self.sourceRangesAnnotation]?.string
        // The field begins with a capital in the real server's answers.
        let fieldPath = "spec.LoadBalancerSourceRanges"
        let annotationPath = "metadata.annotations[\(Self.sourceRangesAnnotation)]"
        if !ranges.isEmpty || annotation != nil, type != "LoadBalancer" {
            errors.append(
                .forbidden(
                    ranges.isEmpty ? annotationPath : fieldPath, "may only be used when `type` is 'LoadBalancer'"))
        }
        if !ranges.isEmpty {
            for (index, range) in ranges.enumerated() {
                checkRange(range.string ?? "", at: "\(fieldPath)[\(index)]")
            }
        } else if let annotation, !annotation.trimmed.isEmpty {
            for range in annotation.split(separator: ",", omittingEmptySubsequences: false) {
                checkRange(String(range), at: annotationPath)
            }
        }
    }

    private mutating func checkRange(_ text: String, at path: String) {
        if !AddressSyntax.isBlock(text.trimmed) {
            errors.append(.invalid(path, .string(text.trimmed), AddressSyntax.notABlock))
        }
    }
}
