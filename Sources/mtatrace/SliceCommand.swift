import Analysis
import ArgumentParser
import TraceModel
import TraceStore

/// `mtatrace slice`: cuts a smaller trace out of one.
struct SliceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "slice",
    abstract: "Cut a smaller trace out of one, to send or to keep.",
    discussion: """
      A slice is a trace that commands read like any other; it cannot be branched, resumed or \
      written as JSON Lines. It holds all that happened within a stretch of time, of all hosts or \
      of some, and what that rests on: the mail that waited, and how the connections and \
      associations came about. Then everything but everyday calls goes on for three and a half \
      minutes, until what was under way has arrived, and on until no stall is open: there the \
      slice ends. Events keep their numbers. 'mtatrace compare SLICE TRACE' says whether a slice \
      is still what the trace holds, 'mtatrace replay SLICE' whether a simulation makes it.

      Without options it is the stretch of a simulation that 'mtatrace diagram' shows by itself. \
      --around takes what led to an event, back to ten minutes before it, and a minute on each \
      side; --message the time in which a message was on its way, and a minute on each side. Both \
      take the hosts concerned, unless --host names others. All runs of the trace's first scenario \
      and seed are cut alike, or those of --run, a what-if together with the run it branches from.

      Examples:
        mtatrace slice traces/q181721.sqlite
        mtatrace slice traces/q181721.sqlite --between 1:09:30..1:10:30 -o naks.sqlite
        mtatrace slice traces/hub50.sqlite --host HUB --host SPOKE01 -o spoke01.sqlite
        mtatrace slice traces/q181721.sqlite --around 9341 --run 1 -o why.sqlite
        mtatrace slice traces/q181721.sqlite --message 812
      """)

  @OptionGroup var trace: TraceArgument
  @OptionGroup var choice: RunOption
  @OptionGroup var part: SliceOptions
  @OptionGroup var printing: PrintOptions

  func run() throws {
    let reader = try trace.open()
    let path = part.output ?? "\(trace.stem)-slice.sqlite"
    guard !FileSystem.areOne(path, trace.path) else {
      throw Failure(.usage, "\(path) is the trace itself; name another file with -o.")
    }
    let slices = try part.slices(
      of: try runs(of: reader), chosen: choice.runs(of: reader), in: reader, path: trace.path)
    try SliceFile(path: path, replacing: part.force).write(slices, of: reader)
    let written = try TraceReader(path)
    var output = StandardOutput()
    if printing.json {
      let analysis = TraceAnalysis(reader: written)
      try output.print(
        JSON.array(try written.runs().map { try analysis.summary(of: $0).json }).lines)
    } else {
      try output.print(path)
      for run in try written.runs() { try output.print("  \(run.summary)") }
    }
    try output.flush()
  }

  /// The runs chosen, or all captures, or else those that pictures show beside each other, each
  /// behind the run that it branches from.
  private func runs(of reader: TraceReader) throws -> [Run] {
    guard !choice.run.isEmpty else {
      let runs = try choice.runs(of: reader)
      if runs.allSatisfy({ $0.header.source == .capture }) { return runs }
      return try TraceAnalysis(reader: reader).comparableRuns()
    }
    return try reader.runs(withParentsOf: choice.runs(of: reader))
  }
}

extension TraceReader {
  /// Runs, each behind the run that it branches from, in the order of the file.
  func runs(withParentsOf runs: [Run]) throws -> [Run] {
    var chosen = Set(runs.map(\.id))
    let all = try self.runs()
    for run in all.reversed() where chosen.contains(run.id) {
      if let branch = run.branch { chosen.insert(branch.run) }
    }
    return all.filter { chosen.contains($0.id) }
  }
}
