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

/// Where a report goes: a PDF, or a page for browsers.
struct ReportOutput: ParsableArguments {
  /// The formats that take all of it.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case pdf
    case html
  }

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp(
      "The file to write; its ending chooses .pdf or .html, and - is standard output.",
      valueName: "file"),
    completion: .file(extensions: ["pdf", "html"]))
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
  func destination(for trace: TraceArgument) throws -> Destination {
    let path = output ?? "\(trace.stem)-report.\((format ?? .pdf).rawValue)"
    let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
    guard let format = format ?? (path == "-" ? .pdf : Format(rawValue: ending)) else {
      throw Failure(
        .usage, "A report is a PDF or a page: name a file that ends in .pdf or .html.")
    }
    switch format {
    case .pdf:
      return .document(
        try PictureFile(path: path, format: .pdf, manifest: manifest, keeping: trace.path))
    case .html:
      guard manifest == nil else {
        throw Failure(.usage, "A page is a single file, and --manifest has nothing to list.")
      }
      let file = FileOutput(path: path)
      try file.requireOther(than: trace.path, for: ("page", "made"))
      return .page(file)
    }
  }

  /// A file, and what it gets.
  enum Destination {
    case document(PictureFile)
    case page(FileOutput)
  }
}

/// A format that pictures are written in.
enum PictureFormat: String, CaseIterable, ExpressibleByArgument {
  case png
  case pdf
  case svg
}
