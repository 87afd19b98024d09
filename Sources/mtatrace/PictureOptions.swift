import ArgumentParser

/// What all commands that draw have in common.
struct PictureOptions: ParsableArguments {
  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp(
      "The file to write; its ending chooses .png, .pdf or .svg, and - is standard output.",
      valueName: "file"),
    completion: .file(extensions: ["png", "pdf", "svg"]))
  var output: String?

  @Option(help: "The format, where the ending of the file does not say it.")
  var format: PictureFormat?

  @Option(
    help: ArgumentHelp(
      "The direction of mail to draw (default: the one with the longest stall).",
      valueName: "A→B or A:B"))
  var link: LinkArgument?

  @Option(
    help: ArgumentHelp(
      "The part of virtual time to draw (default: all of it, or the longest stall).",
      valueName: "from..to"))
  var between: Interval?

  @Option(help: ArgumentHelp("A headline of your own instead of the finding.", valueName: "text"))
  var title: String?

  @Option(help: ArgumentHelp("A line of your own below the picture.", valueName: "text"))
  var note: String?

  /// Where the picture goes: what the options say, or a file in the current folder that has the
  /// trace's name.
  func file(for trace: TraceArgument, suffix: String) throws -> PictureFile {
    let name = trace.path.split(separator: "/").last.map { String($0) } ?? trace.path
    let stem = name.hasSuffix(".sqlite") ? String(name.dropLast(".sqlite".count)) : name
    let ending = format.map { "\(suffix.prefix { $0 != "." }).\($0.rawValue)" } ?? suffix
    return try PictureFile(path: output ?? "\(stem)-\(ending)", format: format)
  }
}

/// A format that pictures are written in.
enum PictureFormat: String, CaseIterable, ExpressibleByArgument {
  case png
  case pdf
  case svg
}
