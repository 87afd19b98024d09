import Simulator
import TraceModel
import TraceStore

/// A recording that was interrupted, and goes on.
struct ResumedRecording {
  private let path: String
  /// The runs that the trace has, the last perhaps interrupted.
  private let stored: [Run]
  private let recording: Recording
  /// Whether the trace was closed, so that a run which is whole was the last.
  private let isClosed: Bool

  /// - Parameter build: What the recording was limited to, if it was.
  /// - Throws: ``Failure`` with code 65 if the trace is none that a recording left.
  init(path: String, build: Build?) throws {
    self.path = path
    isClosed = FileSystem.kind(of: path + "-wal") == .nothing
    let reader = try TraceReader(path)
    stored = try reader.runs()
    guard let first = stored.first else {
      throw Failure(
        .badData, "\(path) has no run to go on with; record it again with --force.")
    }
    if stored.contains(where: { $0.slice != nil }) {
      throw Failure(
        .badData, "\(path) is a slice, which nothing can go on with; name the whole trace.")
    }
    guard stored.allSatisfy({ $0.header.source == .simulation && $0.branch == nil }),
      let own = Build(rawValue: first.header.build)
    else {
      throw Failure(.badData, "\(path) has runs that 'mtatrace record' did not make; name another.")
    }
    let scenario: Scenario
    do {
      scenario = try Scenario(replaying: first.header)
    } catch let error as ScenarioError {
      throw Failure(.badData, "\(path) cannot be simulated: \(error)".sentence)
    }
    guard build == nil || build == own else {
      throw Failure(
        .usage, "\(path) was recorded on \(own.rawValue); leave --build out, or name that.")
    }
    var variants = scenario.variants(on: build)
    // Whoever records one build has its run alone; that of Exchange's versions is what both ran on.
    if variants.first?.build != own { variants = scenario.variants(on: own) }
    recording = Recording(variants: variants, seed: first.header.seed, path: path)
    try check(variants)
  }

  /// Throws unless the trace has the first of the runs that are to be recorded.
  private func check(_ variants: [Scenario.Variant]) throws {
    guard stored.count <= variants.count else {
      throw Failure(.badData, "\(path) has more runs than its recording made; name another.")
    }
    for (index, (run, variant)) in zip(stored, variants).enumerated() {
      let header = variant.scenario.header(build: variant.build, seed: recording.seed)
      guard run.header.engineVersion == Engine.version else {
        throw Failure(
          .badData,
          "\(path) was recorded by engine \(run.header.engineVersion), and this is engine "
            + "\(Engine.version), which makes other events; record it again with --force.")
      }
      guard run.header == header, run.status == .complete || index == stored.count - 1 else {
        throw Failure(
          .badData, "Run \(run.id) of \(path) is not what its recording would make next.")
      }
    }
  }

  /// Simulates what is missing.
  ///
  /// - Returns: All runs of the trace.
  func finish() throws -> [Run] {
    let whole = stored.count { $0.status == .complete }
    let broken = stored.last.flatMap { $0.status == .interrupted ? $0 : nil }
    if broken == nil, isClosed { return stored }
    return try stored.prefix(whole) + recording.goOn(behind: whole, with: broken)
  }
}
