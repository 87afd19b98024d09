/// What a trace calls somebody or something, and what a redacted one calls it instead.
package struct ReplacedName: Equatable, Sendable {
  package var kind: Kind
  package var original: String
  package var pseudonym: String

  package init(kind: Kind, original: String, pseudonym: String) {
    self.kind = kind
    self.original = original
    self.pseudonym = pseudonym
  }

  /// What a name is the name of.
  package enum Kind: String, CaseIterable, Sendable {
    case host
    /// An address of a host in its network: of IP, SPX or VINES, or a name of DNS.
    case address
    /// An endpoint that is no number: a named pipe.
    case endpoint
    /// A scenario that does not come with the program.
    case scenario
    case title
    case file
    /// A message's id in a text, and an address of mail.
    case message
    /// A word that stands where an event-log text has a name.
    case name

    /// How many there are, in words: `2 addresses`.
    package func text(counting count: String) -> String {
      count == "1" ? "1 \(noun)" : "\(count) \(noun)\(self == .address ? "es" : "s")"
    }

    private var noun: String {
      switch self {
      case .host: "host name"
      case .address: "address"
      case .endpoint: "endpoint"
      case .scenario: "scenario name"
      case .title: "title"
      case .file: "file name"
      case .message: "message id"
      case .name: "other name"
      }
    }
  }
}
