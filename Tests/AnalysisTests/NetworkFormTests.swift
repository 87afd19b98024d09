import Testing

@testable import Analysis

/// Pseudonyms of network addresses, and how names are found in texts.
struct NetworkFormTests {
  @Test(arguments: [
    (0, "192.0.2.1"), (253, "192.0.2.254"), (254, "198.51.100.1"), (508, "203.0.113.1"),
    (761, "203.0.113.254"), (762, "198.18.0.1"), (130_809, "198.19.255.254"),
    (130_810, "240.0.0.1"), (16_776_954, "241.0.0.1"),
  ])
  func `addresses of IPv4 are of the ranges that nobody has`(number: Int, address: String) {
    #expect(NetworkForm.version4.address(number) == address)
    #expect(NetworkForm(address) == .version4)
  }

  @Test func `more addresses than a capture has hosts are all different`() {
    let all = Set((0..<200_000).map(NetworkForm.version4.address))
    #expect(all.count == 200_000)
  }

  @Test(arguments: [NetworkForm.version6, .spx, .vines, .other])
  func `an address has the form of the one it stands for`(form: NetworkForm) {
    let all = (0..<1_000).map(form.address)
    #expect(Set(all).count == 1_000)
    #expect(all.allSatisfy { NetworkForm($0) == form })
  }

  @Test(arguments: [
    ("10.0.0.1", NetworkForm.version4), ("10.0.0.256", .other), ("1.2.3", .other),
    ("fe80::1", .version6), ("2001:db8:0:0:0:0:0:1", .version6), ("::ffff:10.0.0.1", .version6),
    ("10:30:05", .other), ("::", .other), ("~0000000000A0C90A0110", .spx), ("~00", .other),
    ("HUB1@EXCHANGE@ACME", .vines), ("bob@acme", .other), ("mail.acme.com", .other),
  ])
  func `forms are told apart`(text: String, form: NetworkForm) {
    #expect(NetworkForm(text) == form)
  }

  @Test(arguments: [
    ("HUB1 and hub10", "<HUB1> and <HUB10>"), ("xhub1x", "x<HUB1>x"), ("MUC, muck", "<MUC>, muck"),
    ("München", "<München>"), ("a MÜNCHEN", "a MÜNCHEN"),
    ("10.0.0.12 and 10.0.0.1", "<10.0.0.12> and <10.0.0.1>"), ("", ""),
  ])
  func `the longest name is found, and a short one as a word`(text: String, result: String) {
    let search = NameSearch(["HUB1", "HUB10", "MUC", "München", "10.0.0.1", "10.0.0.12", ""])
    #expect(search.replacing(in: text) { _, known in "<\(known)>" } == result)
  }
}
