import Capture
import Testing

/// The link types that captures of IP networks have.
struct LinkTypeTests {
  @Test func `Ethernet is what the registry says`() {
    #expect(LinkType.ethernet.rawValue == 1)
    #expect(LinkType.linuxCooked2.rawValue == 276)
  }
}
