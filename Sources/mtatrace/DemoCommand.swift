import Analysis
import ArgumentParser
import ScenarioFiles
import Simulator
import TraceModel
import TraceStore

/// `mtatrace demo`: the whole story in one command.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Record q181721 on both builds, replay it, and draw it.",
    discussion: """
      It writes traces/q181721.sqlite and, in reports/, a chart, a diagram and a report of it, \
      below the current folder, and replaces those that an earlier demo left there. A trace of \
      that name with other runs is yours, and is kept: the demo then does nothing.

      Examples:
        mtatrace demo
      """)

  func run() throws {
    let name = "q181721"
    guard let scenario = try ScenarioLibrary.scenario(named: name) else {
      throw Failure(.bug, "The scenario \(name) is missing from this program; build it again.")
    }
    let trace = "traces/\(name).sqlite"
    let recording = Recording(
      variants: scenario.variants(), seed: scenario.defaultSeed, path: trace)
    try recording.requireNothingElse(
      remedy: "move it away, or run the demo in another folder.")
    try FileOutput(path: trace).makeFolder()
    let runs = try recording.record(replacing: true)

    let reader = try TraceReader(trace)
    for run in runs {
      let replay = try Replay(of: run, in: reader, context: 3)
      guard replay.comparison.isEqual else {
        throw Failure(.bug, try replay.lines().joined(separator: "\n"))
      }
    }

    let subject = try PictureSubject(
      of: runs, link: nil, between: nil, in: TraceAnalysis(reader: reader), path: trace)
    let pictures: [(path: String, picture: Picture)] = [
      ("reports/\(name)-chart.png", try .chart(of: subject)),
      ("reports/\(name)-diagram.png", try .diagram(of: subject)),
      ("reports/\(name)-report.pdf", try .report(of: subject)),
    ]
    var written = [trace]
    for (path, picture) in pictures {
      try FileOutput(path: path).makeFolder()
      let file = try PictureFile(path: path, format: nil, keeping: trace)
      written += try picture.save(to: file)
    }

    var output = StandardOutput()
    try output.print("Written:")
    for path in written { try output.print("  \(path)") }
    try output.print()
    for line in Self.result(of: subject, runs: runs) { try output.print(line) }
    try output.flush()
  }

  /// The finding in five lines.
  private static func result(of subject: PictureSubject, runs: [Run]) -> [String] {
    let contrast = subject.contrast
    let facts = zip(contrast.names, contrast.chosen).map { name, link in
      "\(name): \(link.delivered.grouped) delivered, \(link.waiting.grouped) waiting, "
        + "longest queue \(link.peakBacklog), \(link.naks.counted("bind_nak")), "
        + link.stalls.count.counted("stall")
    }
    let proof = zip(contrast.names, runs).map { "\($0) \($1.fingerprint.text)" }
    return ["\(contrast.headline).", contrast.subtitle] + facts
      + ["Replayed and equal, event by event: \(proof.joined(separator: ", "))"]
  }
}
