import FairwayJSON
import Foundation
import Testing

@Suite("Custom resources", .enabled(if: hasPrograms, "needs kubectl and curl"))
struct CustomResourceTests {
    /// A definition with two versions, as people write them.
    private static let definition = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: widgets.example.com}
        spec:
          group: example.com
          scope: Namespaced
          names: {plural: widgets, kind: Widget, shortNames: [wd], categories: [all]}
          versions:
          - name: v1beta1
            served: true
            deprecated: true
            storage: false
            schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
          - name: v1
            served: true
            storage: true
            subresources: {status: {}}
            additionalPrinterColumns:
            - {name: Size, type: integer, jsonPath: .spec.size}
            - {name: Ready, type: string, jsonPath: '.status.conditions[?(@.type=="Ready")].status'}
            - {name: Ports, type: string, jsonPath: '.spec.ports[*].name', priority: 1}
            schema:
              openAPIV3Schema:
                type: object
                required: [spec]
                properties:
                  spec:
                    description: What is wanted of a widget.
                    type: object
                    required: [size]
                    x-kubernetes-validations: [{rule: self.size < 100, message: too large}]
                    properties:
                      size: {type: integer, minimum: 1, maximum: 10}
                      colour: {type: string, enum: [red, blue], default: red}
                      free: {type: object, x-kubernetes-preserve-unknown-fields: true}
                      ports:
                        type: array
                        x-kubernetes-list-type: map
                        x-kubernetes-list-map-keys: [name]
                        items:
                          type: object
                          required: [name]
                          properties: {name: {type: string}, target: {x-kubernetes-int-or-string: true}}
                  status:
                    type: object
                    properties:
                      conditions:
                        type: array
                        items: {type: object, x-kubernetes-preserve-unknown-fields: true}
        """

    private static func widget(_ name: String = "one", spec: String = "{size: 3, ports: [{name: a, target: 7}]}")
        -> String
    {
        "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: \(name)}\nspec: \(spec)\n"
    }

    private static let widgets = "/apis/example.com/v1/namespaces/default/widgets"

    /// Runs a test against a server that has the definition.
    private func run(_ body: @Sendable (TestServer) async throws -> Void) async throws {
        try await TestServer.run { server in
            try await server.kubectl("create", "-f", "-", input: Self.definition)
            try await server.kubectl("wait", "--for=condition=Established", "crd/widgets.example.com", "--timeout=5s")
            try await body(server)
        }
    }

    @Test("an object is taken or refused however deep it is nested, and what is taken can be shown")
    func nesting() async throws {
        try await run { server in
            var (taken, refused) = (0, 0)
            for depth in stride(from: 440, through: 511, by: 5) {
                let free = String(repeating: "{\"a\":", count: depth) + "1" + String(repeating: "}", count: depth)
                let body = """
                    {"apiVersion": "example.com/v1", "kind": "Widget", "metadata": {"name": "deep-\(depth)"},
                     "spec": {"size": 1, "free": \(free)}}
                    """
                let answer = try await server.kubectlResult(["create", "--raw", Self.widgets, "-f", "-"], input: body)
                if answer.errors.isEmpty { taken += 1 } else { refused += 1 }
                if !answer.errors.isEmpty, depth < 500 { #expect(answer.errors.contains("make it flatter")) }
            }
            #expect(taken > 5 && refused > 2)
            let list = try await server.kubectl("get", "widgets", "--no-headers")
            #expect(list.split(separator: "\n").count == taken)
            #expect(try await server.kubectl("get", "widgets", "-o", "json").contains("deep-440"))
        }
    }

    @Test("kubectl adds a kind and finds it by every name")
    func discovery() async throws {
        try await TestServer.run { server in
            let created = try await server.kubectlResult(["create", "-f", "-"], input: Self.definition)
            #expect(created.errors.contains("x-kubernetes-validations of widgets.example.com are stored and not run"))
            let names = try await server.kubectl("api-resources", "--api-group=example.com", "--no-headers")
            #expect(names.split(separator: " ").map(String.init).prefix(3) == ["widgets", "wd", "example.com/v1"])
            #expect(try await server.kubectl("api-versions").contains("example.com/v1\nexample.com/v1beta1\n"))
            try await server.kubectl("apply", "-f", "-", input: Self.widget())
            let rows = try await server.kubectl("get", "wd", "-o", "wide", "--no-headers")
            #expect(rows.split(separator: " ").map(String.init) == ["one", "3", "a\n"])
            #expect(try await server.kubectl("get", "all").contains("widget.example.com/one"))
            #expect(
                try await server.kubectl("get", "widgets.v1beta1.example.com", "-o", "yaml").contains(
                    "example.com/v1beta1"))
            let old = try await server.kubectlResult(["get", "widgets.v1beta1.example.com"])
            #expect(old.errors == "Warning: example.com/v1beta1 Widget is deprecated\n")
            #expect(try await server.kubectl("explain", "widget.spec").contains("What is wanted of a widget."))
            #expect(try await server.kubectl("get", "crd", "--no-headers").contains("widgets.example.com"))
        }
    }

    @Test("an object is pruned, filled in, and held to its schema")
    func validation() async throws {
        try await run { server in
            try await server.kubectl(
                "create", "--validate=ignore", "-f", "-",
                input: Self.widget(spec: "{size: 3, odd: 1, free: {any: [1]}}"))
            let spec = try await server.kubectl("get", "widget", "one", "-o", "jsonpath={.spec}")
            #expect(try JSONValue(parsing: spec) == ["size": 3, "colour": "red", "free": ["any": [1]]])
            let strict = try await server.kubectlResult(
                ["create", "-f", "-"], input: Self.widget("two", spec: "{size: 3, odd: 1}"))
            #expect(strict.errors.contains("strict decoding error: unknown field \"spec.odd\""))
            for (spec, words) in [
                ("{}", "spec.size: Required value"),
                ("{size: 11}", "spec.size: Invalid value: 11: spec.size in body should be less than or equal to 10"),
                (
                    "{size: big}",
                    "spec.size: Invalid value: \"string\": spec.size in body must be of type integer: \"string\""
                ),
                ("{size: 1, colour: green}", "Unsupported value: \"green\": supported values: \"red\", \"blue\""),
                ("{size: 1, ports: [{name: a}, {name: a}]}", "spec.ports[1]: Duplicate value: {\"name\":\"a\"}"),
            ] {
                let refused = try await server.kubectlResult(
                    ["create", "-f", "-"], input: Self.widget("two", spec: spec))
                #expect(refused.status == 1)
                #expect(refused.errors.contains(words), "\(refused.errors)")
            }
        }
    }

    @Test("a pattern that engines which go back never end on holds nobody up")
    func hostilePattern() async throws {
        try await TestServer.run { server in
            let definition = Self.definition.replacing(
                "enum: [red, blue], default: red", with: "pattern: '^(a+)+$', maxLength: 100000")
            let unreadable = try await server.kubectlResult(
                ["create", "-f", "-"], input: definition.replacing("^(a+)+$", with: "^(?=a)"))
            #expect(unreadable.errors.contains("must be a valid regular expression, but isn't"), "\(unreadable.errors)")
            try await server.kubectl("create", "-f", "-", input: definition)
            try await server.kubectl("wait", "--for=condition=Established", "crd/widgets.example.com", "--timeout=5s")
            let hostile = Self.widget(spec: "{size: 3, colour: \(String(repeating: "a", count: 5000))!}")
            async let refusal = server.kubectlResult(["create", "-f", "-"], input: hostile)
            try await server.kubectl("create", "-f", "-", input: Self.widget("good", spec: "{size: 3, colour: aaa}"))
            let refused = try await refusal
            #expect(refused.status == 1)
            #expect(refused.errors.contains("spec.colour in body should match '^(a+)+$'"), "\(refused.errors)")
            #expect(try await server.kubectl("get", "wd", "-o", "name") == "widget.example.com/good\n")
        }
    }

    @Test("elements of a list have owners of their own, and the status is a resource of its own")
    func ownership() async throws {
        try await run { server in
            try await server.kubectl("apply", "--server-side", "-f", "-", input: Self.widget())
            try await server.kubectl(
                "apply", "--server-side", "--field-manager=other", "-f", "-",
                input: Self.widget(spec: "{size: 3, ports: [{name: b}]}"))
            let ports = try await server.kubectl("get", "wd", "one", "-o", "jsonpath={.spec.ports[*].name}")
            #expect(Set(ports.split(separator: " ")) == ["a", "b"])
            try await server.kubectl(
                "patch", "wd", "one", "--subresource=status", "--type=merge", "-p",
                #"{"spec":{"size":9},"status":{"conditions":[{"type":"Ready","status":"True"}]}}"#)
            let row = try await server.kubectl("get", "wd", "--no-headers")
            #expect(row.split(whereSeparator: \.isWhitespace).map(String.init) == ["one", "3", "True"])
        }
    }

    @Test("a watch of objects goes on until the definition goes, which takes its objects with it")
    func deletion() async throws {
        try await run { server in
            try await server.kubectl("create", "-f", "-", input: Self.widget())
            let watch = try server.start(["get", "wd", "-w", "-o", "name"])
            try await eventually("the watch begins") { watch.output == "widget.example.com/one\n" }
            try await server.kubectl("delete", "crd", "widgets.example.com", "--timeout=20s")
            #expect(await watch.wait().output == "widget.example.com/one\nwidget.example.com/one\n")
            #expect(try await server.request("GET", Self.widgets).status == 404)
            #expect(!(try await server.kubectl("api-versions").contains("example.com/")))
            try await server.kubectl("create", "-f", "-", input: Self.definition)
            #expect(try await server.kubectl("get", "wd", "-o", "name").isEmpty)
        }
    }

    @Test("an object is the same in every version, and goes with its namespace")
    func versions() async throws {
        try await run { server in
            try await server.kubectl("create", "namespace", "edge")
            let beta = Self.widget(spec: "{size: 99}").replacing("example.com/v1", with: "example.com/v1beta1")
            try await server.kubectl("create", "-n", "edge", "-f", "-", input: beta)
            let stored = try await server.request("GET", "/apis/example.com/v1/namespaces/edge/widgets/one").json
            #expect(stored["apiVersion"] == "example.com/v1")
            #expect(stored["spec"]?["size"] == 99)
            let watch = "/apis/example.com/v1beta1/widgets?watch=true&timeoutSeconds=1"
            let event = try await server.request("GET", watch).events.first
            #expect(event?["object"]?["apiVersion"] == "example.com/v1beta1")
            let documents = try await server.request("GET", "/openapi/v3").json["paths"]?.object ?? [:]
            #expect(documents["apis/example.com/v1"] != nil && documents["apis/example.com/v1beta1"] != nil)
            try await server.kubectl("delete", "namespace", "edge", "--timeout=20s")
            #expect(try await server.request("GET", "/apis/example.com/v1/widgets").json["items"] == [])
        }
    }

    @Test("an object with a finalizer holds its definition, which takes in no more")
    func heldDefinition() async throws {
        try await run { server in
            try await server.kubectl("create", "-f", "-", input: Self.widget())
            try await server.kubectl(
                "patch", "wd", "one", "--type=merge", "-p", #"{"metadata":{"finalizers":["example.com/x"]}}"#)
            try await server.kubectl("delete", "crd", "widgets.example.com", "--wait=false")
            let definition = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.example.com"
            let held = try await server.request("GET", definition).json
            #expect(held["metadata"]?["finalizers"] == ["customresourcecleanup.apiextensions.k8s.io"])
            let refused = try await server.request(
                "POST", Self.widgets,
                body: #"{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"b"},"spec":{"size":1}}"#)
            #expect(refused.status == 405)
            try await server.kubectl("patch", "wd", "one", "--type=merge", "-p", #"{"metadata":{"finalizers":null}}"#)
            #expect(try await server.request("GET", definition).status == 404)
        }
    }

    @Test("names that another definition of the group has are refused until it gives them up")
    func conflicts() async throws {
        try await run { server in
            let other = Self.definition.replacing("widgets", with: "gadgets").replacing("Widget", with: "Gadget")
            try await server.kubectl("create", "-f", "-", input: other)
            let condition = "jsonpath={.status.conditions[?(@.type=='NamesAccepted')].message}"
            let message = try await server.kubectl("get", "crd", "gadgets.example.com", "-o", condition)
            #expect(message == "\"wd\" is already in use")
            #expect(try await server.request("GET", "/apis/example.com/v1/gadgets").status == 404)
            try await server.kubectl("delete", "crd", "widgets.example.com")
            #expect(try await server.request("GET", "/apis/example.com/v1/gadgets").status == 200)
        }
    }

    @Test("definitions and their objects are there after a restart")
    func restart() async throws {
        let folder = TestServer.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await TestServer.run(state: folder) { server in
            try await server.kubectl("create", "-f", "-", input: Self.definition)
            try await server.kubectl("create", "-f", "-", input: Self.widget())
        }
        try await TestServer.run(state: folder) { server in
            let names = try await server.kubectl("get", "wd", "-o", "name")
            #expect(names == "widget.example.com/one\n")
            try await server.kubectl("delete", "wd", "--all")
        }
    }

    @Test("a definition that is none is refused with everything that is wrong")
    func badDefinition() async throws {
        try await TestServer.run { server in
            let bad = Self.definition.replacing("size: {type: integer,", with: "size: {")
                .replacing("storage: true", with: "storage: false").replacing("group: example.com", with: "group: com")
            let refused = try await server.kubectlResult(["create", "-f", "-"], input: bad)
            for words in [
                "metadata.name: Invalid value: \"widgets.example.com\": must be spec.names.plural+\".\"+spec.group",
                "spec.group: Invalid value: \"com\": should be a domain with at least one dot",
                "must have exactly one version marked as storage version",
                "spec.versions[1].schema.openAPIV3Schema.properties[spec].properties[size].type: Required value: "
                    + "must not be empty for specified object fields",
            ] { #expect(refused.errors.contains(words), "\(refused.errors)") }
        }
    }

    @Test("Fairway's own kinds are definitions, which can be applied again and not be taken away")
    func ownDefinitions() async throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "config/crd").path
        try await TestServer.run { server in
            let before = try await server.kubectl("get", "crd", "-o", "jsonpath={.items[*].spec}")
            for arguments in [["apply", "-f", folder], ["apply", "--server-side", "--force-conflicts", "-f", folder]] {
                let applied = try await server.kubectlResult(arguments)
                #expect(applied.status == 0, "\(applied.errors)")
                #expect(!applied.errors.contains("x-kubernetes-validations"))
            }
            #expect(try await server.kubectl("get", "crd", "-o", "jsonpath={.items[*].spec}") == before)
            let again = try await server.kubectl("apply", "-f", folder)
            #expect(again.contains("addresspools.fairway.dev unchanged"), "\(again)")
            let deletion = try await server.kubectlResult(["delete", "crd", "addresspools.fairway.dev"])
            #expect(deletion.errors.contains("is forbidden: Fairway keeps its own state in objects of this kind"))
            let change = try await server.kubectlResult([
                "patch", "crd", "nodestates.fairway.dev", "--type=merge", "-p",
                #"{"spec":{"names":{"shortNames":["x"]}}}"#,
            ])
            #expect(change.errors.contains("is forbidden: it is part of this version of Fairway"))
            let reversed = try await server.kubectlResult(
                ["create", "-f", "-"],
                input: """
                    apiVersion: fairway.dev/v1alpha1
                    kind: AddressPool
                    metadata: {name: p}
                    spec: {addresses: [192.0.2.9-192.0.2.1]}
                    """)
            #expect(reversed.errors.contains("the range is reversed: its first address comes before its last"))
        }
    }
}
