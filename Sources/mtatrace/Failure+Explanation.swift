import Analysis
import Cairo
import Figures
import Simulator
import TraceStore

extension Failure {
  /// What an error of any module means to the person at the command line.
  init(explaining error: any Error) {
    self =
      switch error {
      case let failure as Failure: failure
      case let error as ScenarioError:
        Failure(error.file == nil ? .usage : .badData, "\(error)".sentence)
      case let error as TraceStoreError: Failure(error.code, "\(error)")
      case let error as AnalysisError: Failure(error.code, "\(error)")
      case let error as MetricError: Failure(.usage, "\(error)")
      case let error as CairoError: Failure(error.code, "\(error)")
      case let mistake as SequenceChoices.Mistake: Failure(.usage, mistake.sentence)
      case let error as LadderTooNarrow: Failure(.cannotCreate, error.sentence)
      case let error as SequenceTooLarge: Failure(.cannotCreate, error.sentence)
      default:
        Failure(
          .bug, "This is a bug of mtatrace; report it with the command and these words: \(error)")
      }
  }
}

extension Failure {
  /// What a trace does not answer, with the name of its file.
  init(explaining error: AnalysisError, of path: String) {
    self.init(error.code, "\(path): \(error)")
  }
}

extension String {
  /// The text with a full stop, unless it ends a sentence by itself.
  var sentence: String {
    last.map { ".?!".contains($0) } ?? true ? self : self + "."
  }
}

extension TraceStoreError {
  fileprivate var code: Failure.Code {
    switch reason {
    case .notFound, .cannotOpen, .noSuchRun: .noInput
    case .alreadyExists, .cannotCreate, .readOnly: .cannotCreate
    case .notATrace, .foreignDatabase, .newerSchema, .olderSchema, .damaged, .badData, .tooCostly,
      .tooLarge:
      .badData
    case .badQuery: .usage
    case .busy, .diskFull, .inputOutput, .cannotGather, .interrupted: .inputOutput
    case .badInput: .bug
    }
  }
}

extension AnalysisError {
  fileprivate var code: Failure.Code {
    switch self {
    case .noRuns, .noMail, .noTraffic: .badData
    case .unlikeRuns, .noSuchLink: .usage
    }
  }
}

extension LadderTooNarrow {
  fileprivate var sentence: String {
    "The lifelines need \(needed) columns, and there are \(width); make the terminal wider, say "
      + "--width \(needed), or choose fewer hosts with --host."
  }
}

extension SequenceChoices.Mistake {
  fileprivate var sentence: String {
    switch self {
    case .noFold(let number, let count):
      switch count {
      case 0: "The diagram has no fold \(number), for nothing in it is folded; leave --unfold out."
      case 1: "The diagram has no fold \(number); its only fold is 1."
      default: "The diagram has no fold \(number); its folds are 1 to \(count)."
      }
    case .unclearLifeline(let name, let known):
      "--lifelines does not say which lifeline '\(name)' is; there are "
        + known.map { "'\($0)'" }.joined(separator: ", ") + "."
    case .repeatedLifeline(let name): "--lifelines names '\(name)' twice; name each once."
    case .missingLifelines(let names):
      "--lifelines leaves out " + names.map { "'\($0)'" }.joined(separator: ", ")
        + "; name all of them, from left to right."
    }
  }
}

extension SequenceTooLarge {
  fileprivate var sentence: String {
    switch self {
    case .width(let needed, let available):
      "The diagram's lifelines need a page \(Int(needed)) points wide, and this one has "
        + "\(Int(available)); use --orientation landscape, or draw a PNG or SVG, which is as wide "
        + "as it needs to be."
    case .pages(let needed, let most):
      "On a time axis true to scale the labels need about \(needed) pages, and \(most) are the "
        + "most; show less with --between, or use --time compressed."
    }
  }
}

extension CairoError {
  fileprivate var code: Failure.Code {
    switch self {
    case .missingFont, .imageTooLarge: .cannotCreate
    case .failed, .missingPage, .missingDestination: .bug
    }
  }
}
