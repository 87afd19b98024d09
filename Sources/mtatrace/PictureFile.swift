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

  private func requireOther(than name: String) throws {
    try FileOutput(path: name).requireOther(than: trace, for: ("picture", "drawn"))
  }

  /// `a.png` for the only page, `a-2.png` for the second of several.
  private func name(ofPage index: Int, of count: Int) -> String {
    count > 1 ? FileOutput(path: path).numbered(index + 1).path : path
  }
}
