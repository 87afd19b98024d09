import Analysis
import ArgumentParser
import Capture
import TraceModel
import TraceStore

extension ExportCommand {
  /// Writes a capture of each run.
  func exportCaptures(of runs: [Run], in reader: TraceReader) throws {
    try runs.requireHosts(host)
    try runs.requireTimes(between)
    let exports = try exports(of: runs)
    let summaries = try exports.map { run, file in
      (run, file, try CaptureExport(run: run, file: file).write(from: reader, options(for: run)))
    }
    try report(summaries)
    guard summaries.allSatisfy({ !$0.2.lacksTraffic }) else {
      throw ExitCode(Failure.Code.different.rawValue)
    }
  }

  /// Each run with the file that it goes to.
  private func exports(of runs: [Run]) throws -> [(run: Run, file: FileOutput)] {
    let whole = FileOutput(path: output ?? "\(trace.stem).pcapng")
    guard runs.count == 1 || whole.path != "-" else {
      let numbers = runs.map { "\($0.id)" }.joined(separator: ", ")
      throw Failure(
        .usage, "A capture holds one run; choose one with --run: \(numbers).")
    }
    guard !printing.json || whole.path != "-" else {
      throw Failure(.usage, "Standard output takes the capture or JSON; name a file with -o.")
    }
    let exports = runs.map { ($0, runs.count == 1 ? whole : whole.numbered($0.id)) }
    for (_, file) in exports { try file.requireOther(than: trace.path, for: ("capture", "made")) }
    return exports
  }

  private func options(for run: Run) -> ExportOptions {
    let hosts = run.header.hosts.indices.filter { host.contains(run.header.hosts[$0].name) }
    return ExportOptions(
      maximumSegment: maximumSegment, usesVersion6: usesVersion6, program: Version.text,
      hosts: host.isEmpty ? nil : Set(hosts.map { HostIndex($0) }), from: between?.start,
      to: between?.end)
  }

  private func report(_ exports: [(Run, FileOutput, ExportSummary)]) throws {
    guard !printing.json else {
      var output = StandardOutput()
      try output.print(JSON.array(exports.map { $0.2.json(of: $0.0, file: $0.1.path) }).lines)
      return try output.flush()
    }
    var output = StandardOutput()
    for (run, file, summary) in exports {
      if file.path == "-" {
        for line in summary.lines(of: run) { StandardError.print(line) }
      } else {
        try output.print(file.path)
        for line in summary.lines(of: run) { try output.print("  \(line)") }
      }
    }
    try output.flush()
  }
}
