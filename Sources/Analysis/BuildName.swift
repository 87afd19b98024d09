/// How headlines and labels call a build of Windows NT.
package struct BuildName: Hashable, Sendable {
  /// `SP3`.
  package var short: String
  /// `NT 4.0 SP3`.
  package var long: String

  /// The names of a build as traces spell it, `nt4-sp3`; one of another form is called as it
  /// stands.
  package init(_ build: String) {
    let parts = build.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == "nt4", parts[1].hasPrefix("sp"),
      let number = Int(parts[1].dropFirst(2)), number >= 0
    else {
      (short, long) = (build, build)
      return
    }
    short = "SP\(number)"
    long = "NT 4.0 SP\(number)"
  }
}
