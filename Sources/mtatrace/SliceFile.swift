import Analysis
import TraceModel
import TraceStore

/// A trace of slices that appears once it is found to hold what the whole does.
struct SliceFile {
  let path: String
  /// Whether a trace of that name may be replaced.
  let replacing: Bool

  /// Writes slices and compares them with what they were cut out of.
  ///
  /// - Throws: ``Failure`` if the file cannot be created.
  func write(_ slices: [RunSlicing], of whole: TraceReader) throws {
    try FinishedTrace(at: path, replacing: replacing).make { temporary in
      let store = try TraceWriter(creating: temporary)
      for slice in slices {
        try copy(slice, into: store)
        try copyLogs(of: slice, from: whole, into: store)
      }
      try store.close()
      try check(temporary, against: whole)
    }
  }

  private func copy(_ slice: RunSlicing, into store: TraceWriter) throws {
    let run = slice.whole.run
    let progress = ProgressLine("slice of run \(run.id)", whole: Int64(run.wholeEventCount)) {
      "event \($0.grouped)"
    }
    defer { progress.clear() }
    try slice.copy(into: store.makeRecorder(of: run, slicedTo: slice.slice)) { event in
      progress.update(event.rawValue, count: event.rawValue, of: "events")
    }
  }

  /// Copies what event logs say of the stretch of time.
  private func copyLogs(
    of slice: RunSlicing, from whole: TraceReader, into store: TraceWriter
  ) throws {
    let run = slice.whole.run
    for var log in try whole.importedLogs(of: run.id) {
      log.entries.removeAll { !slice.slice.window.contains($0.time) }
      try store.add(log, to: run.id)
    }
  }

  private func check(_ path: String, against whole: TraceReader) throws {
    let written = try TraceReader(path)
    for run in try written.runs() {
      let comparison = try RunComparison(
        of: StoredRun(run, in: written), with: StoredRun(try whole.run(run.id), in: whole))
      guard comparison.isEqual else {
        throw Failure(
          .bug,
          "The slice of run \(run.id) is not what \(whole.path) holds, and was not written. "
            + "This is a bug of mtatrace; report it with the command.")
      }
    }
  }
}
