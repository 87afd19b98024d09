import Analysis
import ArgumentParser
import TraceModel
import TraceStore

/// An event of a run as the command line names it: by its number, or by a moment, which means the
/// last event that is not behind it.
enum EventArgument: ExpressibleByArgument {
  case event(EventSequence)
  case moment(TraceInstant, text: String)

  init?(argument: String) {
    let digits = argument.hasPrefix("#") ? argument.dropFirst() : argument[...]
    if let number = Int64(digits), number > 0 {
      self = .event(EventSequence(rawValue: number))
    } else if argument.contains(":"), let moment = Interval(argument: "\(argument).."),
      moment.start > .start
    {
      self = .moment(moment.start, text: argument)
    } else {
      return nil
    }
  }

  /// - Throws: ``Failure`` with code 64 if the run has no such event.
  func event(of run: Run, in reader: TraceReader) throws -> TraceEvent {
    switch self {
    case .event(let number):
      if let event = try reader.event(number, of: run.id) { return event }
      throw Failure(
        .usage,
        "There is no event \(number.rawValue) in run \(run.id); it has "
          + "\(run.eventText).")
    case .moment(let moment, let text):
      guard moment <= run.end else {
        throw Failure(.usage, "Run \(run.id) ends at \(run.end.clockText), before \(text).")
      }
      if let event = try reader.lastEvent(of: run.id, until: moment) { return event }
      throw Failure(.usage, "Run \(run.id) has no event until \(text); name a later moment.")
    }
  }
}
