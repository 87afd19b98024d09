/// A scenario that cannot be used, and where and why.
package struct ScenarioError: Error, Equatable, CustomStringConvertible {
  package enum Reason: Error, Equatable {
    /// A name that no parameter has; the nearest one that exists, if any is near.
    case unknownName(nearest: String?)
    /// A value that is not allowed, and what is.
    case badValue(found: String, allowed: String)
    /// A value given twice.
    case repeated
    /// Something the scenario must say and does not, in words: `at least two hosts`.
    case missing(String)
    /// Text that is not in the scenario notation at all, in the parser's words.
    case notation(String)
  }

  package var reason: Reason
  /// The parameter's full name, or what is missing.
  package var name: String
  /// The file it stands in; `nil` for one from the command line or a trace.
  package var file: String?
  /// The line in the file, from 1.
  package var line: Int?

  package init(_ reason: Reason, name: String, file: String? = nil, line: Int? = nil) {
    self.reason = reason
    self.name = name
    self.file = file
    self.line = line
  }

  package var description: String {
    var place = file ?? ""
    if let line { place += ":\(line)" }
    if !place.isEmpty { place += ": " }
    return switch reason {
    case .unknownName(let nearest):
      "\(place)there is no parameter “\(name)”"
        + (nearest.map { "; did you mean “\($0)”?" }
          ?? "; `mtatrace record --help` says where they are listed")
    case .badValue(let found, let allowed):
      "\(place)\(name) is “\(found)”, which is not allowed; it takes \(allowed)"
    case .repeated: "\(place)\(name) is given twice; remove one"
    case .missing(let what): "\(place)the scenario lacks \(what); add it under “\(name)”"
    case .notation(let problem): "\(place)this is not a scenario: \(problem)"
    }
  }
}
