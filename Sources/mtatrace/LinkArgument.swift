import ArgumentParser

/// A direction of mail, as the command line writes it: `HUB1→SLPS100` or `HUB1:SLPS100`.
struct LinkArgument: Equatable, ExpressibleByArgument {
  var from: String
  var to: String
  /// Whether every direction is meant, written `all`.
  var isAll = false

  /// The direction in the notation that needs no quotes, if its names allow it.
  var text: String {
    if isAll { return "all" }
    let isPlain = (from + to).allSatisfy { !"→:>".contains($0) }
    return isPlain ? "\(from):\(to)" : "\(from)→\(to)"
  }

  init?(argument: String) {
    if argument == "all" {
      (from, to, isAll) = ("", "", true)
      return
    }
    let separator = ["→", "->", ":"].first { argument.contains($0) }
    guard let separator, let range = argument.firstRange(of: separator) else { return nil }
    from = String(argument[..<range.lowerBound])
    to = String(argument[range.upperBound...])
    if from.isEmpty || to.isEmpty { return nil }
  }
}
