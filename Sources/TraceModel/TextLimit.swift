/// What the texts of a trace are like: pictures are laid out of them, and terminals obey them.
package enum TextLimit {
  /// The octets of UTF-8 in names of scenarios, builds, hosts and whatever else has one, at most.
  package static let name = 1_024
  /// Those in a parameter's full name, which may hold a host's.
  package static let parameterName = 4 * name
  /// Those in a parameter's value.
  package static let value = 8 << 10
  /// Those in all parameters of a run: a scenario's file has at most 1 MiB.
  package static let parameters = 2 << 20
  /// Those in what an MTA wrote into its event log.
  package static let entry = 8 << 10

  /// Whether a text of at most so many octets may be a trace's.
  package static func allows(_ text: String, _ octets: Int) -> Bool {
    text.utf8.count <= octets && !hasControls(text)
  }

  /// Whether a text has control characters other than those that lay it out.
  private static func hasControls(_ text: String) -> Bool {
    text.unicodeScalars.contains { scalar in
      (scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value))
        && !"\t\n\r".unicodeScalars
          .contains(scalar)
    }
  }
}
