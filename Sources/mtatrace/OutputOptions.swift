import ArgumentParser

/// Where a picture goes that can have any format.
struct ImageOutput: ParsableArguments {
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
      "Also write a list of the files, with their digests and what they show, as JSON.",
      valueName: "file"), completion: .file(extensions: ["json"]))
  var manifest: String?

  /// Where the picture goes: what the options say, or a file in the current folder that has the
  /// trace's name.
  func file(for trace: TraceArgument, name: String) throws -> PictureFile {
    let path = output ?? "\(trace.stem)-\(name).\((format ?? .png).rawValue)"
    return try PictureFile(
      path: path, format: format, manifest: manifest, keeping: trace.path)
  }
}

/// Where a report goes, which is a PDF.
struct ReportOutput: ParsableArguments {
  /// The formats that have pages.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case pdf
  }

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp(
      "The file to write, which ends in .pdf; - is standard output.", valueName: "file"),
    completion: .file(extensions: ["pdf"]))
  var output: String?

  @Option(help: "The format, where the ending of the file does not say it.")
  var format: Format?

  @Option(
    help: ArgumentHelp(
      "Also write a list of the files, with their digests and what they show, as JSON.",
      valueName: "file"), completion: .file(extensions: ["json"]))
  var manifest: String?

  /// Where the report goes: what the options say, or a file in the current folder that has the
  /// trace's name.
  func file(for trace: TraceArgument) throws -> PictureFile {
    let path = output ?? "\(trace.stem)-report.pdf"
    guard format == .pdf || path == "-" || path.lowercased().hasSuffix(".pdf") else {
      throw Failure(.usage, "A report has pages and is a PDF; name a file that ends in .pdf.")
    }
    return try PictureFile(
      path: path, format: .pdf, manifest: manifest, keeping: trace.path)
  }
}

/// A format that pictures are written in.
enum PictureFormat: String, CaseIterable, ExpressibleByArgument {
  case png
  case pdf
  case svg
}
