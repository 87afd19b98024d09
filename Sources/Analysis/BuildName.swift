/// How headlines and labels call a build of Windows NT.
package struct BuildName: Hashable, Sendable {
  /// The builds that simulations know, in their order: what a starting host's event counts.
  package static let known = ["nt4-sp3", "nt4-sp4", "nt4-tse", "nt4-tse-sp4"]

  /// `SP3`.
  package var short: String
  /// `NT 4.0 SP3`.
  package var long: String

  /// The names of a build as traces spell it, `nt4-sp3` or `nt4-tse-sp4`; one of another form is
  /// called as it stands.
  ///
  /// TSE is Windows NT Server 4.0, Terminal Server Edition, which counts service packs of its own.
  package init(_ build: String) {
    var parts = build.split(separator: "-", omittingEmptySubsequences: false)[...]
    var words: [String] = []
    if parts.popFirst() == "nt4" {
      if parts.first == "tse" {
        parts.removeFirst()
        words.append("TSE")
      }
      if let pack = parts.first, pack.hasPrefix("sp"), let number = Int(pack.dropFirst(2)),
        number >= 0
      {
        parts.removeFirst()
        words.append("SP\(number)")
      }
    }
    guard parts.isEmpty, !words.isEmpty else {
      (short, long) = (build, build)
      return
    }
    short = words.joined(separator: " ")
    long = "NT 4.0 \(short)"
  }
}
