/// How a network address is written, and so what stands for it: a reader still sees of which
/// network it is, and an export still finds addresses of IP.
enum NetworkForm {
  case version4
  case version6
  /// `~`, a network's number and a node's, in 20 hexadecimal digits: KB Q165324.
  case spx
  /// `item@group@organisation` of StreetTalk.
  case vines
  /// Anything else, such as a name of DNS.
  case other

  init(_ text: String) {
    if Self.isVersion4(text) {
      self = .version4
    } else if Self.isVersion6(text) {
      self = .version6
    } else if text.first == "~", text.utf8.count == 21, text.dropFirst().allSatisfy(\.isHexDigit) {
      self = .spx
    } else if text.split(separator: "@", omittingEmptySubsequences: false).count == 3 {
      self = .vines
    } else {
      self = .other
    }
  }

  /// Whether a text is an address of IP.
  static func isInternet(_ text: String) -> Bool { isVersion4(text) || isVersion6(text) }

  private static func isVersion4(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        (1...3).contains(part.utf8.count) && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
          && Int(part).map { $0 <= 255 } ?? false
      }
  }

  /// RFC 4291, 2.2: eight groups, or fewer around a `::`; a time of day is none.
  private static func isVersion6(_ text: String) -> Bool {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 8 || (3...9).contains(parts.count) && text.contains("::") else {
      return false
    }
    return text != "::"
      && parts.allSatisfy { part in
        part.utf8.count <= 4 && part.allSatisfy(\.isHexDigit) || isVersion4(String(part))
      }
  }

  /// The n-th address of this form that nobody has, from 0.
  ///
  /// Those of IP are of the ranges for documentation (RFC 5737, RFC 3849), and where IPv4 has no
  /// more, of 198.18.0.0/15 for benchmarks (RFC 2544) and of 240.0.0.0/4, which is reserved
  /// (RFC 1112, 4). The nodes of SPX are locally administered.
  func address(_ number: Int) -> String {
    switch self {
    case .version4: Self.version4(number)
    case .version6: "2001:db8::\(String(number + 1, radix: 16))"
    case .spx: "~0000000002" + Self.padded(String(number + 1, radix: 16, uppercase: true), to: 10)
    case .vines: "vines\(number + 1)@group@org"
    case .other: "name\(number + 1).example"
    }
  }

  private static func version4(_ number: Int) -> String {
    /// Of each network of 256, these are hosts.
    let perNetwork = 254
    let (network, host) = (number / perNetwork, number % perNetwork + 1)
    let documentation = ["192.0.2", "198.51.100", "203.0.113"]
    if network < documentation.count { return "\(documentation[network]).\(host)" }
    let next = network - documentation.count
    if next < 512 { return "198.\(18 + next / 256).\(next % 256).\(host)" }
    let last = next - 512
    return "\(240 + last / 65_536 % 15).\(last / 256 % 256).\(last % 256).\(host)"
  }

  /// Digits with zeros before them.
  static func padded(_ digits: String, to length: Int, with filler: String = "0") -> String {
    String(repeating: filler, count: max(0, length - digits.utf8.count)) + digits
  }
}
