import TraceModel
import TraceStore

/// What to call what-ifs.
extension Variant {
  /// The longest text of what changed that a label has room for, in characters.
  private static let longestChange = 40

  /// The name of a what-if: what it changes of its parent.
  ///
  /// - Parameters:
  ///   - run: A run with a branch.
  ///   - parent: The run that it leaves; `nil` if that is not among those shown.
  static func variant(of run: Run, leaving parent: Run?) -> Variant {
    let changes =
      parent.map { HeaderDifference.all($0.header, run.header).compactMap(\.changeText) } ?? []
    guard let first = changes.first else {
      let event = run.branch?.event.rawValue ?? 0
      return Variant(
        short: "What-if", long: "\(Variant(of: run.header).long), what-if after event \(event)",
        standing: .unknown)
    }
    let whole = changes.joined(separator: ", ")
    let rest = "\(first) and \(changes.count - 1) more"
    return Variant(
      short: "What-if",
      long: "What if: " + (whole.count <= longestChange || changes.count == 1 ? whole : rest),
      standing: .unknown)
  }
}

extension HeaderDifference {
  /// What a parameter became, in as few words as a label has room for; `nil` for what only follows
  /// from another one.
  fileprivate var changeText: String? {
    guard let other else { return "no \(shortName)" }
    if name == "build" { return BuildName(other).short }
    if name == "duration" || name.hasPrefix("host ") { return nil }
    guard name.hasPrefix("faults.") else { return "\(shortName) \(other)" }
    let words = other.split(separator: " ")
    if words.count > 3, words[0] == "upgrade" {
      return "\(words[1]) on \(BuildName(String(words[3])).short)"
    }
    return other.firstRange(of: " at ").map { String(other[..<$0.lowerBound]) } ?? other
  }

  private var shortName: Substring { name.split(separator: ".").last ?? name[...] }
}
