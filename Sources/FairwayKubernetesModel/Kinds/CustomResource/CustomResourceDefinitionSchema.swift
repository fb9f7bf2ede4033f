import FairwayJSON

extension ObjectSchema {
    private static let group = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1."

    static let customResourceDefinition = kind(
        "\(group)CustomResourceDefinition", "A kind of objects that the API serves beside its own.",
        fields: [
            FieldSchema("spec", .object(definitionSpec), required: true, default: [:], "What is wanted."),
            FieldSchema("status", .object(definitionStatus), default: [:], "What is."),
        ])

    private static let definitionSpec = ObjectSchema(
        "\(group)CustomResourceDefinitionSpec", "What a kind is called, and what its objects look like.",
        fields: [
            FieldSchema("conversion", .object(conversion), "How one version becomes another."),
            FieldSchema("group", .string(), required: true, default: "", "The API group."),
            FieldSchema("names", .object(definitionNames), required: true, default: [:], "What the kind is called."),
            FieldSchema("preserveUnknownFields", .boolean, "No longer used: it has to be false."),
            FieldSchema("scope", .string(), required: true, default: "", "Namespaced or Cluster."),
            FieldSchema("versions", .list(.object(definitionVersion)), required: true, default: [], "The versions."),
        ])

    private static let conversion = ObjectSchema(
        "\(group)CustomResourceConversion", "How one version of an object becomes another.",
        fields: [
            FieldSchema("strategy", .string(), required: true, default: "", "None: only apiVersion changes."),
            FieldSchema("webhook", .any, "Who is asked; this API asks nobody."),
        ])

    private static let definitionNames = ObjectSchema(
        "\(group)CustomResourceDefinitionNames", "What a kind is called.",
        fields: [
            FieldSchema("categories", .list(.string()), "Groups of kinds that kubectl takes for names, such as all."),
            FieldSchema("kind", .string(), required: true, default: "", "What objects say in kind."),
            FieldSchema("listKind", .string(), "What lists say in kind."),
            FieldSchema("plural", .string(), required: true, default: "", "The name in URLs."),
            FieldSchema("shortNames", .list(.string()), "What kubectl takes for the name as well."),
            FieldSchema("singular", .string(), "The name for one of them."),
        ])

    private static let definitionVersion = ObjectSchema(
        "\(group)CustomResourceDefinitionVersion", "A version of a kind.",
        fields: [
            FieldSchema(
                "additionalPrinterColumns", .list(.object(printerColumn)), "What kubectl get prints beside the name."),
            FieldSchema("deprecated", .boolean, "Whether clients of this version are warned."),
            FieldSchema("deprecationWarning", .string(), "What they are warned of."),
            FieldSchema("name", .string(), required: true, default: "", "The name, such as v1."),
            FieldSchema("schema", .object(validation), "What objects look like."),
            FieldSchema("selectableFields", .list(.object(selectableField)), "What field selectors may name."),
            FieldSchema("served", .boolean, required: true, default: false, "Whether clients can use it."),
            FieldSchema("storage", .boolean, required: true, default: false, "Whether objects are stored in it."),
            FieldSchema("subresources", .object(subresources), "What can be written apart from the rest."),
        ])

    private static let printerColumn = ObjectSchema(
        "\(group)CustomResourceColumnDefinition", "A column of kubectl get.",
        fields: [
            FieldSchema("description", .string(), "What the cells tell."),
            FieldSchema("format", .string(), "A format of OpenAPI's."),
            FieldSchema("jsonPath", .string(), required: true, default: "", "Where the cell is found in an object."),
            FieldSchema("name", .string(), required: true, default: "", "The heading."),
            FieldSchema("priority", .integer(), "0: always shown; more: with -o wide."),
            FieldSchema("type", .string(), required: true, default: "", "A type of OpenAPI's."),
        ])

    private static let selectableField = ObjectSchema(
        "\(group)SelectableField", "A field that field selectors may name.",
        fields: [FieldSchema("jsonPath", .string(), required: true, default: "", "Where it is found in an object.")])

    private static let subresources = ObjectSchema(
        "\(group)CustomResourceSubresources", "What can be written apart from the rest of an object.",
        fields: [
            FieldSchema("scale", .any, "How many there are; this API does not serve it."),
            FieldSchema("status", .object(statusSubresource), "The status."),
        ])

    private static let statusSubresource = ObjectSchema(
        "\(group)CustomResourceSubresourceStatus", "The status is written apart from the rest.", fields: [])

    private static let validation = ObjectSchema(
        "\(group)CustomResourceValidation", "What objects look like.",
        fields: [FieldSchema("openAPIV3Schema", .recursive { .jsonSchema }, "The schema.")])
}

// MARK: - Status

extension ObjectSchema {
    private static let definitionStatus = ObjectSchema(
        "\(group)CustomResourceDefinitionStatus", "What became of a kind.",
        fields: [
            FieldSchema("acceptedNames", .object(definitionNames), "The names that are in use."),
            FieldSchema(
                "conditions", .list(.object(definitionCondition), .map(keys: ["type"])),
                "What is true of the kind now."),
            FieldSchema("observedGeneration", .integer(format: "int64"), "The generation that this speaks of."),
            FieldSchema("storedVersions", .list(.string()), "The versions that objects have ever been stored in."),
        ])

    private static let definitionCondition = ObjectSchema(
        "\(group)CustomResourceDefinitionCondition", "One thing that is, or is not, true of a kind now.",
        fields: [
            FieldSchema("lastTransitionTime", .time(), "When the status last changed."),
            FieldSchema("message", .string(), "Why, in a sentence."),
            FieldSchema("observedGeneration", .integer(format: "int64"), "The generation that this speaks of."),
            FieldSchema("reason", .string(), "Why, in one CamelCase word."),
            FieldSchema("status", .string(), required: true, default: "", "True, False or Unknown."),
            FieldSchema("type", .string(), required: true, default: "", "What is true or not, in CamelCase."),
        ])
}

// MARK: - JSON Schema

extension ObjectSchema {
    /// JSON Schema, as far as Kubernetes takes it, and what Kubernetes adds.
    static let jsonSchema: ObjectSchema = ObjectSchema(
        "\(group)JSONSchemaProps", "The shape of a value: JSON Schema, and what Kubernetes adds.",
        fields: schemaWords + schemaLimits + schemaParts + schemaExtensions)

    private static let schemaWords: [FieldSchema] = [
        ("$ref", "Not allowed here."), ("$schema", "The version of JSON Schema."), ("description", "What it is for."),
        ("format", "What a text or a number is, such as date-time."), ("id", "Not allowed here."),
        ("pattern", "What a text looks like, as a regular expression."), ("title", "What it is called."),
        ("type", "object, array, string, integer, number or boolean."),
        ("x-kubernetes-list-type", "How a list is merged: atomic, set or map."),
        ("x-kubernetes-map-type", "How an object is merged: granular or atomic."),
    ].map { FieldSchema($0, .string(), $1) }

    private static let schemaLimits: [FieldSchema] =
        [
            ("maxItems", "How many elements there may be."), ("maxLength", "How long a text may be."),
            ("maxProperties", "How many fields there may be."), ("minItems", "How many elements there have to be."),
            ("minLength", "How long a text has to be."), ("minProperties", "How many fields there have to be."),
        ].map { FieldSchema($0, .integer(format: "int64"), $1) }
        + [
            ("maximum", "The largest number."), ("minimum", "The smallest number."),
            ("multipleOf", "What divides the number."),
        ].map { FieldSchema($0, .number, $1) }
        + [
            ("exclusiveMaximum", "The largest number is too large itself."),
            ("exclusiveMinimum", "The smallest number is too small itself."), ("nullable", "It may be null."),
            ("uniqueItems", "Not allowed here."),
            ("x-kubernetes-embedded-resource", "It is a whole object of its own."),
            ("x-kubernetes-int-or-string", "It is a number or a text."),
            ("x-kubernetes-preserve-unknown-fields", "Fields that are not named are kept."),
        ].map { FieldSchema($0, .boolean, $1) }

    private static let schemaParts: [FieldSchema] =
        [("allOf", "All of these hold."), ("anyOf", "At least one of these holds."), ("oneOf", "One of these holds.")]
        .map { FieldSchema($0, .list(.recursive { .jsonSchema }), $1) }
        + [
            ("definitions", "Not allowed here."), ("patternProperties", "Not allowed here."),
            ("properties", "The fields of an object."),
        ].map { FieldSchema($0, .map(.recursive { .jsonSchema }), $1) }
        + [
            FieldSchema("not", .recursive { .jsonSchema }, "This does not hold."),
            FieldSchema("additionalItems", .recursive({ .jsonSchema }, orOther: true), "Not allowed here."),
            FieldSchema(
                "additionalProperties", .recursive({ .jsonSchema }, orOther: true), "The values of a map of free names."
            ),
            FieldSchema("dependencies", .map(.any), "Not allowed here."),
            FieldSchema("items", .recursive({ .jsonSchema }, orOther: true), "The elements of a list."),
            FieldSchema("default", .any, "What is filled in where nothing is."),
            FieldSchema("enum", .list(.any), "All the values there are."), FieldSchema("example", .any, "An example."),
            FieldSchema("externalDocs", .object(externalDocumentation), "Where more is written."),
            FieldSchema("required", .list(.string()), "The fields that have to be there."),
        ]

    private static let schemaExtensions: [FieldSchema] = [
        FieldSchema("x-kubernetes-list-map-keys", .list(.string()), "What tells the elements of a list apart."),
        FieldSchema(
            "x-kubernetes-validations", .list(.object(validationRule), .map(keys: ["rule"]), patchMergeKey: "rule"),
            "Rules in CEL. They are kept; this API does not run them."),
    ]

    private static let externalDocumentation = ObjectSchema(
        "\(group)ExternalDocumentation", "Where more is written.",
        fields: [FieldSchema("description", .string(), "What is there."), FieldSchema("url", .string(), "Where.")])

    private static let validationRule = ObjectSchema(
        "\(group)ValidationRule", "A rule in CEL.",
        fields: [
            FieldSchema("fieldPath", .string(), "The field that is at fault."),
            FieldSchema("message", .string(), "What to say."),
            FieldSchema("messageExpression", .string(), "What to say, in CEL."),
            FieldSchema("optionalOldSelf", .boolean, "The rule is for new objects as well."),
            FieldSchema("reason", .string(), "The reason to give."),
            FieldSchema("rule", .string(), required: true, default: "", "What has to be true."),
        ])
}
