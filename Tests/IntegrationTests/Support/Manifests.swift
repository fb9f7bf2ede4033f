/// Manifests as tests need them.
enum Manifest {
    /// A LoadBalancer Service. `ports` are `NAME:PORT/PROTOCOL`, or `NAME:PORT/PROTOCOL>TARGET`.
    static func service(
        _ name: String, ports: [String], annotations: [String: String] = [:], spec: String = "", labels: String = ""
    ) -> String {
        let notes = annotations.map { "    \($0.key): \"\($0.value)\"\n" }.sorted().joined()
        let list = ports.map { text -> String in
            let parts = text.split(whereSeparator: { ":/>".contains($0) })
            let target = parts.count > 3 ? "\n      targetPort: \(parts[3])" : ""
            return "    - name: \(parts[0])\n      port: \(parts[1])\n      protocol: \(parts[2])\(target)\n"
        }
        return """
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: \(name)
            \(labels.isEmpty ? "" : "  labels: {\(labels)}\n")\(notes.isEmpty ? "" : "  annotations:\n" + notes)spec:
              type: LoadBalancer
            \(spec.isEmpty ? "" : "  \(spec)\n")  ports:
            \(list.joined())
            """
    }

    /// The endpoints of a Service on one address, with the ports of the same form.
    static func endpoints(_ service: String, address: String, ports: [String]) -> String {
        let list = ports.map { text -> String in
            let parts = text.split(whereSeparator: { ":/>".contains($0) })
            return "  - {name: \(parts[0]), port: \(parts.count > 3 ? parts[3] : parts[1]), protocol: \(parts[2])}\n"
        }
        return """
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: \(service)-1
              labels: {kubernetes.io/service-name: \(service)}
            addressType: \(address.contains(":") ? "IPv6" : "IPv4")
            ports:
            \(list.joined())endpoints:
              - addresses: ["\(address)"]
            """ + "\n"
    }
}
