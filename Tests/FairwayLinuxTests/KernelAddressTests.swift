import FairwayLinux
import FairwayNet
import Testing

@Suite("KernelAddress")
struct KernelAddressTests {
    @Test(
        "an address survives the kernel's form",
        arguments: ["127.0.0.1:80", "255.255.255.255:65535", "0.0.0.0:0", "[::1]:53", "[2001:db8::1:2:3]:12345"])
    func roundTrip(text: String) throws {
        let address = try #require(SocketAddress(text))
        #expect(KernelAddress(address).socketAddress == address)
    }

    @Test("keys differ where addresses or ports do")
    func keys() throws {
        let texts = ["127.0.0.1:80", "127.0.0.2:80", "127.0.0.1:81", "[::1]:80", "[1::1]:80"]
        let keys = try texts.map { KernelAddress(try #require(SocketAddress($0))).key }
        #expect(Set(keys).count == texts.count)
    }
}
