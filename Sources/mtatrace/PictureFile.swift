import Cairo
import Drawing

/// Where a picture goes, and in which format.
struct PictureFile {
  /// The path, or `-` for standard output.
  let path: String
  let format: PictureFormat

  /// Chooses the format by what the options say, or by the ending of the path.
  ///
  /// - Throws: ``Failure`` with code 64 if neither says it.
  init(path: String, format: PictureFormat?) throws {
    self.path = path
    let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
    guard let format = format ?? (path == "-" ? .png : PictureFormat(rawValue: ending)) else {
      throw Failure(
        .usage, "\(path) does not end in .png, .pdf or .svg; name a format with --format.")
    }
    self.format = format
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
    return try document.pages.indices.map { index in
      let name = name(ofPage: index, of: document.pages.count)
      let octets =
        format == .png
        ? try renderer.png(document, page: index, scale: scale)
        : try renderer.svg(document, page: index)
      try FileOutput(path: name).write(octets)
      return name
    }
  }

  /// `a.png` for the only page, `a-2.png` for the second of several.
  private func name(ofPage index: Int, of count: Int) -> String {
    guard count > 1 else { return path }
    let slash = path.lastIndex(of: "/") ?? path.startIndex
    guard let dot = path.lastIndex(of: "."), dot > slash else { return "\(path)-\(index + 1)" }
    return "\(path[..<dot])-\(index + 1)\(path[dot...])"
  }
}
