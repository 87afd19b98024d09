/// Why a command could not do what it was asked: one sentence, and the exit code that scripts see.
struct Failure: Error, Equatable, CustomStringConvertible {
  /// The exit codes, after `sysexits.h` where it has one.
  enum Code: Int32, CaseIterable {
    /// The answer is “no” or “different”, as with `diff`, a fault was found, or a run stopped at a
    /// limit.
    case different = 1
    /// The command line makes no sense.
    case usage = 64
    /// What was read is not what it should be.
    case badData = 65
    /// What was named is not there.
    case noInput = 66
    /// A bug of this program.
    case bug = 70
    /// What was to be made cannot be made.
    case cannotCreate = 73
    /// Reading or writing broke off.
    case inputOutput = 74

    /// What help says of the code.
    private var meaning: String {
      switch self {
      case .different: "different, fault found or stopped at a limit"
      case .usage: "usage"
      case .badData: "bad data"
      case .noInput: "no such input"
      case .bug: "a bug of mtatrace"
      case .cannotCreate: "cannot create the output"
      case .inputOutput: "reading or writing broke off"
      }
    }

    /// All codes that the process can end with, in order.
    static let meanings: [(code: Int32, meaning: String)] =
      [(0, "done")] + allCases.map { ($0.rawValue, $0.meaning) }

    /// All codes in one sentence.
    static let explanation =
      "Exit codes: " + meanings.map { "\($0.code) \($0.meaning)" }.joined(separator: ", ") + "."
  }

  var code: Code
  /// What is wrong, where, and what to do.
  var description: String

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
