import Analysis
import TraceModel
import TraceStore

/// Two runs that are compared, and what to call them.
struct RunPair {
  let one: StoredRun
  let other: StoredRun
  let names: (one: String, other: String)

  /// The first run of a trace with each other one of its scenario and seed, or of those chosen.
  ///
  /// - Throws: ``Failure`` with code 65 or 64 if there is nothing to compare.
  static func pairs(in reader: TraceReader, _ choice: RunOption) throws -> [RunPair] {
    let runs =
      choice.run.isEmpty
      ? try TraceAnalysis(reader: reader).comparableRuns() : try choice.runs(of: reader)
    guard let first = runs.first, runs.count > 1 else {
      throw Failure(
        choice.run.isEmpty ? .badData : .usage,
        "\(reader.path) has one run of its scenario and seed to compare; name another trace, or "
          + "two runs with --run.")
    }
    return runs.dropFirst().map { run in
      let names = Variant.variants(of: [first, run]).map(\.short)
      return RunPair(
        one: StoredRun(first, in: reader), other: StoredRun(run, in: reader),
        names: (names[0], names[1]))
    }
  }

  /// Each run of a trace with that of its place in another one, and of slices with that of its
  /// number.
  ///
  /// - Throws: ``Failure`` with code 65 if one has more runs than the other.
  static func pairs(
    of reader: TraceReader, and second: TraceReader, _ choice: RunOption
  ) throws -> [RunPair] {
    var (runs, others) = (try choice.runs(of: reader), try choice.runs(of: second))
    // A slice need not have all runs; the whole trace has those of the slice.
    if runs.contains(where: { $0.slice != nil }) {
      others.removeAll { other in !runs.contains { $0.id == other.id } }
    } else if others.contains(where: { $0.slice != nil }) {
      runs.removeAll { run in !others.contains { $0.id == run.id } }
    }
    guard runs.count == others.count else {
      throw Failure(
        .badData,
        "\(reader.path) has \(runs.count.counted("run")) and \(second.path) has "
          + "\(others.count.counted("run")); name those to compare with --run.")
    }
    let names = names(reader.path, second.path)
    return zip(runs, others).map { run, other in
      RunPair(
        one: StoredRun(run, in: reader), other: StoredRun(other, in: second), names: names)
    }
  }

  /// What tells two files apart: their names, or where these are the same their paths.
  private static func names(_ one: String, _ other: String) -> (one: String, other: String) {
    let names = [one, other].map { path in
      path.split(separator: "/").last.map { String($0) } ?? path
    }
    if names[0] != names[1] { return (names[0], names[1]) }
    return one == other ? ("the one", "the other") : (one, other)
  }

  /// Finds where they part.
  func compare(trusting: Bool) throws -> RunComparison {
    let count = Int64(max(one.run.wholeEventCount, other.run.wholeEventCount))
    let progress = ProgressLine("comparing", whole: count) { "event \($0.grouped)" }
    defer { progress.clear() }
    return try RunComparison(of: one, with: other, trusting: trusting) {
      progress.update($0, count: $0, of: "events")
    }
  }
}
