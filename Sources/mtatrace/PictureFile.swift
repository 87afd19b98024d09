import Cairo
import Drawing

/// Where a picture goes, and in which format.
struct PictureFile {
  /// The path, or `-` for standard output.
  let path: String
  let format: PictureFormat
  /// The trace that the picture is drawn from.
  private let trace: String

  /// Chooses the format by what the options say, or by the ending of the path.
  ///
  /// - Parameter trace: The trace that the picture is drawn from, which it never replaces.
  /// - Throws: ``Failure`` with code 64 if neither says it, or if the path is the trace's.
  init(path: String, format: PictureFormat?, keeping trace: String) throws {
    self.path = path
    self.trace = trace
    let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
    guard let format = format ?? (path == "-" ? .png : PictureFormat(rawValue: ending)) else {
      throw Failure(
        .usage, "\(path) does not end in .png, .pdf or .svg; name a format with --format.")
    }
    self.format = format
    try requireOther(than: path)
  }

  /// Draws the document and writes it; each page of a longer PNG or SVG gets a file of its own.
  ///
  /// - Parameter scale: Pixels a point of a PNG.
  /// - Returns: The paths written, in the order of pages.
  func write(_ document: Document, with renderer: Renderer, scale: Double) throws -> [String] {
    if format == .pdf {
      try FileOutput(path: path).write(renderer.pdf(document))
      return [path]
    }
    guard document.pages.count == 1 || path != "-" else {
      throw Failure(
        .usage,
        "The picture has \(document.pages.count) pages, and only a PDF takes them all; "
          + "use --format pdf, or name a file with -o.")
    }
    let names = document.pages.indices.map { name(ofPage: $0, of: document.pages.count) }
    for name in names { try requireOther(than: name) }
    return try names.enumerated().map { index, name in
      let octets =
        format == .png
        ? try renderer.png(document, page: index, scale: scale)
        : try renderer.svg(document, page: index)
      try FileOutput(path: name).write(octets)
      return name
    }
  }

  /// Throws if a name that the picture is to have is the trace's, also by way of a link, or that
  /// of another database: a picture can be drawn again, and a recording may be all there is.
  private func requireOther(than name: String) throws {
    guard name != "-" else { return }
    guard !FileSystem.areSame(name, trace) else {
      throw Failure(
        .usage, "\(name) is the trace that the picture is drawn from; name another file with -o.")
    }
    guard FileSystem.kind(of: name) != .file || !FileSystem.begins(name, with: Self.database) else {
      throw Failure(
        .cannotCreate,
        "\(name) is a trace or another database, which no picture replaces; "
          + "remove it first, or name another file with -o.")
    }
  }

  /// How a database of SQLite begins: https://sqlite.org/fileformat2.html, 1.3.1.
  private static let database = Array("SQLite format 3\0".utf8)

  /// `a.png` for the only page, `a-2.png` for the second of several.
  private func name(ofPage index: Int, of count: Int) -> String {
    guard count > 1 else { return path }
    let slash = path.lastIndex(of: "/") ?? path.startIndex
    guard let dot = path.lastIndex(of: "."), dot > slash else { return "\(path)-\(index + 1)" }
    return "\(path[..<dot])-\(index + 1)\(path[dot...])"
  }
}
