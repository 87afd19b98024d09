import TraceModel
import TraceStore

extension ExportCommand {
  /// Writes runs whole as JSON Lines.
  func exportLines(of runs: [Run], in reader: TraceReader) throws {
    let file = try file(for: .jsonl)
    let export = LinesExport(runs: runs, file: file)
    try export.check()
    let written = try export.write(from: reader)
    try report(file, written.map(\.line), json: .array(written.map(\.json)))
  }
}
