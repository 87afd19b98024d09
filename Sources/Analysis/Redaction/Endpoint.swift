/// An endpoint, seen for what it tells: a number tells a service and no name, and so does a pipe
/// that every Windows has.
struct Endpoint {
  /// What precedes the name of a pipe.
  let prefix: String
  let name: String

  /// The pipes that come with Windows: [MS-LSAD] 2.1, [MS-SAMR] 2.1, [MS-SRVS] 2.1, [MS-WKST] 2.1,
  /// [MS-SCMR] 2.1.2, [MS-RRP] 2.1, [MS-RPRN] 2.1, [MS-TSCH] 2.1, [MS-EVEN] 2.1, [MS-NRPC] 2.1,
  /// [MS-BRWSA] 2.1, [MS-RPCE] 2.1.1.2.
  private static let wellKnown: Set<String> = [
    "lsarpc", "lsass", "samr", "srvsvc", "wkssvc", "svcctl", "ntsvcs", "winreg", "spoolss", "atsvc",
    "eventlog", "netlogon", "browser", "epmapper",
  ]

  init(_ text: String) {
    let pipe = "\\pipe\\"
    prefix = text.lowercased().hasPrefix(pipe) ? String(text.prefix(pipe.count)) : ""
    name = String(text.dropFirst(prefix.count))
  }

  /// Whether it has to be replaced.
  var isName: Bool {
    !name.isEmpty && name.lowercased() != "\\pipe" && !Self.wellKnown.contains(name.lowercased())
      && !name.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// The n-th endpoint of the same length, from 0: a bind_ack has the endpoint in it, and keeps its
  /// size.
  func pseudonym(_ number: Int) -> String {
    prefix + NetworkForm.padded(String(number, radix: 36), to: name.utf8.count, with: "x")
  }
}
