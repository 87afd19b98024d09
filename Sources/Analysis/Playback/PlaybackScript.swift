package import TraceModel
package import TraceStore

/// What happens in the runs that are played together, in order of time, read as it is asked for.
package final class PlaybackScript {
  /// What is still to come of one run.
  private struct Source {
    let run: Run
    let text: EventText
    let cursor: EventCursor
    var event: TraceEvent?
    /// When stalls begin and end, in order of time.
    var stalls: ArraySlice<PlaybackMoment>
  }

  private let reader: TraceReader
  /// Whether only what is news is meant.
  private let isUsual: Bool
  private var sources: [Source] = []

  /// - Parameters:
  ///   - runs: Those that are played, in the order of the file.
  ///   - kinds: The kinds of events to show; `nil` for those that matter.
  /// - Throws: `TraceStoreError` if the trace cannot be read.
  package init(
    of runs: [Run], kinds: [EventKind]?, from start: TraceInstant, to end: TraceInstant,
    reader: TraceReader
  ) throws {
    self.reader = reader
    isUsual = kinds == nil
    for (place, run) in runs.enumerated() {
      let cursor = try reader.events(
        of: run.id,
        EventFilter(kinds: kinds ?? PlaybackMoment.usualKinds, from: start, to: end))
      var source = Source(
        run: run, text: EventText(run: run), cursor: cursor,
        stalls: try Self.stalls(of: run, at: place, from: start, to: end, reader: reader)[...])
      source.event = try next(of: cursor)
      sources.append(source)
    }
  }

  /// What happens next, or `nil` after the last.
  package func next() throws -> PlaybackMoment? {
    // Of what happens at once, events come before stalls, and runs in their order.
    var first: (time: TraceInstant, place: Int, isStall: Bool)?
    for (place, source) in sources.enumerated() {
      if let event = source.event, first.map({ event.time < $0.time }) ?? true {
        first = (event.time, place, false)
      }
      if let stall = source.stalls.first, first.map({ stall.time < $0.time }) ?? true {
        first = (stall.time, place, true)
      }
    }
    guard let first else { return nil }
    guard var moment = try take(at: first.place, isStall: first.isStall) else { return nil }
    for place in sources.indices where place > first.place {
      guard try peek(at: place, isStall: first.isStall) == moment.at(place) else { continue }
      _ = try take(at: place, isStall: first.isStall)
      moment.runs.append(place)
    }
    return moment
  }

  private func take(at place: Int, isStall: Bool) throws -> PlaybackMoment? {
    let moment = try peek(at: place, isStall: isStall)
    if isStall {
      sources[place].stalls = sources[place].stalls.dropFirst()
    } else {
      sources[place].event = try next(of: sources[place].cursor)
    }
    return moment
  }

  /// What happens next in a run, of its events or of its stalls.
  private func peek(at place: Int, isStall: Bool) throws -> PlaybackMoment? {
    let source = sources[place]
    if isStall { return source.stalls.first }
    guard let event = source.event else { return nil }
    let entry =
      event.kind == .logEntry
      ? try reader.logEntry(at: event.sequence, of: source.run.id) : nil
    return PlaybackMoment(
      time: event.time, runs: [place], kind: .event(event.kind),
      text: source.text.words(event, entry: entry))
  }

  private func next(of cursor: EventCursor) throws -> TraceEvent? {
    while let event = try cursor.nextEvent() {
      if !isUsual || PlaybackMoment.isNews(event) { return event }
    }
    return nil
  }

  private static func stalls(
    of run: Run, at place: Int, from start: TraceInstant, to end: TraceInstant,
    reader: TraceReader
  ) throws -> [PlaybackMoment] {
    var moments: [PlaybackMoment] = []
    for stall in try reader.incidents(of: run.id) where stall.start <= end && stall.end >= start {
      let link = "\(run.name(of: stall.sender)) → \(run.name(of: stall.recipient))"
      let since = stall.start < start ? ", since \(stall.start.clockText)" : ""
      moments.append(
        PlaybackMoment(
          time: max(stall.start, start), runs: [place], kind: .stallBegins,
          text: "mail stalls: \(link)\(since)"))
      guard stall.lastEvent != nil, stall.end <= end else { continue }
      moments.append(
        PlaybackMoment(
          time: stall.end, runs: [place], kind: .stallEnds,
          text: "mail moves again: \(link) after \((stall.end - stall.start).exactText), "
            + "peak \(stall.peak)"))
    }
    // Moments at one time keep the order of directions.
    return moments.enumerated()
      .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
  }
}

extension PlaybackMoment {
  /// The same in another run.
  fileprivate func at(_ place: Int) -> PlaybackMoment {
    var moment = self
    moment.runs = [place]
    return moment
  }
}
