import Analysis
import Cairo
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
      case let error as CairoError: Failure(error.code, "\(error)")
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
    case .notATrace, .foreignDatabase, .newerSchema, .olderSchema, .damaged, .badData, .tooCostly:
      .badData
    case .badQuery: .usage
    case .busy, .diskFull, .inputOutput, .cannotGather: .inputOutput
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

extension CairoError {
  fileprivate var code: Failure.Code {
    switch self {
    case .missingFont, .imageTooLarge: .cannotCreate
    case .failed, .missingPage, .missingDestination: .bug
    }
  }
}
