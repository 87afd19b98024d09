import TraceModel

/// The backlogs of a run as they follow from its events, and what of them is not yet stored.
struct BacklogRecorder {
  /// One direction of mail.
  private struct Series {
    var sender: HostIndex
    var recipient: HostIndex
    var value: UInt32 = 0
    var chunk: SeriesChunk?
    /// The chunks handed over so far.
    var chunks = 0
    var levels = SeriesLevels()
  }

  /// In the order of their first changes; the first has the id ``firstID``.
  private var series: [Series] = []
  private var indices: [UInt32: Int] = [:]
  /// The series handed over so far.
  private var known = 0
  private let firstID: Int

  init(firstID: Int) { self.firstID = firstID }

  /// Takes an event.
  mutating func record(_ event: TraceEvent) {
    guard let backlog = BacklogChange(event) else { return }
    change(from: backlog.sender, to: backlog.recipient, backlog.value, at: event.time)
  }

  private mutating func change(
    from sender: HostIndex, to recipient: HostIndex, _ value: UInt32, at time: TraceInstant
  ) {
    let link = UInt32(sender.rawValue) << 16 | UInt32(recipient.rawValue)
    let index = indices[link] ?? series.count
    if index == series.count {
      indices[link] = index
      series.append(Series(sender: sender, recipient: recipient))
    }
    let previous = series[index].value
    guard value != previous else { return }
    if series[index].chunk == nil {
      series[index].chunk = SeriesChunk(before: previous, first: time)
    }
    series[index].chunk?.append(value, at: time)
    series[index].levels.append(time)
    series[index].value = value
  }

  /// Takes what has changed since the last call.
  ///
  /// - Parameter isLast: Whether the run has ended, so that its series can be seen at a glance.
  mutating func takeRows(isLast: Bool) -> BacklogRows {
    var rows = BacklogRows()
    for index in series.indices {
      let id = firstID + index
      if index >= known { rows.series.append((id, series[index].sender, series[index].recipient)) }
      if let chunk = series[index].chunk {
        rows.chunks.append((id, series[index].chunks, chunk))
        series[index].chunk = nil
        series[index].chunks += 1
      }
      let levels = series[index].levels.worthStoring
      if isLast, !levels.isEmpty { rows.pyramids.append((id, levels)) }
    }
    known = series.count
    return rows
  }
}
