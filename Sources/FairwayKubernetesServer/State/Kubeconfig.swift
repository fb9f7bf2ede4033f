import FairwayJSON
import Foundation

/// The file by which kubectl finds the server and proves who it is. Written as JSON, which is YAML too.
enum Kubeconfig {
    static func content(server: String, credentials: Credentials) throws -> Data {
        let config: JSONValue = [
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [
                [
                    "name": "fairway",
                    "cluster": [
                        "server": .string(server),
                        "certificate-authority-data": try base64(credentials.authority.certificatePEM()),
                    ],
                ]
            ],
            "users": [
                [
                    "name": "fairway",
                    "user": [
                        "client-certificate-data": try base64(credentials.client.certificatePEM()),
                        "client-key-data": base64(credentials.client.keyPEM),
                    ],
                ]
            ],
            "contexts": [["name": "fairway", "context": ["cluster": "fairway", "user": "fairway"]]],
            "current-context": "fairway",
        ]
        return config.text + Data("\n".utf8)
    }

    private static func base64(_ text: String) -> JSONValue {
        .string(Data(text.utf8).base64EncodedString())
    }
}
