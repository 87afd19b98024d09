import Cairo
import Drawing

/// Where a picture goes, and in which format.
struct PictureFile {
  /// The path, or `-` for standard output.
  let path: String
  let format: PictureFormat
  /// Where a list of the files goes; `nil` for none, unless there are several.
  let manifest: String?
  /// The trace that the picture is drawn from.
  private let trace: String

  /// Chooses the format by what the options say, or by the ending of the path.
  ///
  /// - Parameter trace: The trace that the picture is drawn from, which it never replaces.
  /// - Throws: ``Failure`` with code 64 if neither says it, or if the path is the trace's.
  init(
    path: String, format: PictureFormat?, manifest: String? = nil, keeping trace: String
  ) throws {
    self.path = path
    self.manifest = manifest
    self.trace = trace
    let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
    guard let format = format ?? (path == "-" ? .png : PictureFormat(rawValue: ending)) else {
      throw Failure(
        .usage, "\(path) does not end in .png, .pdf or .svg; name a format with --format.")
    }
    self.format = format
    try requireOther(than: path)
  }

  /// Draws the document and writes it; each page of a longer PNG or SVG gets a file of its own, and
  /// all of them a manifest.
  ///
  /// - Parameters:
  ///   - scale: Pixels a point of a PNG.
  ///   - data: The numbers of its figures, which go into a folder beside it, by name.
  /// - Returns: The paths written, in the order of pages, then those of data, and the manifest's.
  func write(
    _ document: Document, with renderer: Renderer, scale: Double,
    data: [(name: String, octets: [UInt8])] = []
  ) throws -> [String] {
    let count = format == .pdf ? 1 : document.pages.count
    guard count == 1 || path != "-" else {
      throw Failure(
        .usage,
        "The picture has \(document.pages.count) pages, and only a PDF takes them all; "
          + "use --format pdf, or name a file with -o.")
    }
    let names = (0..<count).map { name(ofPage: $0, of: count) }
    for name in names { try requireOther(than: name) }
    let manifestPath =
      manifest ?? (count > 1 ? FileOutput(path: path).withEnding("json").path : nil)
    if let manifestPath { try requireManifest(manifestPath, beside: names) }
    if path == "-" {
      try FileOutput(path: path).write(draw(document, page: 0, with: renderer, scale: scale))
      return [path]
    }
    var files = FileSet()
    defer { files.discard() }
    var list = PictureManifest(format: format, metadata: document.metadata)
    for (index, name) in names.enumerated() {
      let octets = try draw(document, page: index, with: renderer, scale: scale)
      try files.add(octets, at: name)
      list.entries.append(entry(name, octets, of: document, page: index, scale: scale))
    }
    let tables = data.map { dataPath(of: $0.name) }
    for (table, octets) in zip(tables, data.map(\.octets)) {
      try FileOutput(path: table).makeFolder()
      try files.add(octets, at: table)
    }
    if let manifestPath { try files.add(list.octets, at: manifestPath) }
    try files.appear()
    return names + tables + (manifestPath.map { [$0] } ?? [])
  }

  /// A page as a file, or all pages as a PDF.
  private func draw(
    _ document: Document, page: Int, with renderer: Renderer, scale: Double
  ) throws -> [UInt8] {
    switch format {
    case .pdf: try renderer.pdf(document)
    case .png: try renderer.png(document, page: page, scale: scale)
    case .svg: try renderer.svg(document, page: page)
    }
  }

  private func entry(
    _ name: String, _ octets: [UInt8], of document: Document, page: Int, scale: Double
  ) -> PictureManifest.Entry {
    let size = document.pages[page].content.size
    let factor = format == .png ? scale : 1
    return PictureManifest.Entry(
      name: name.split(separator: "/").last.map { String($0) } ?? name,
      page: format == .pdf ? nil : page + 1,
      pages: format == .pdf ? document.pages.count : 1,
      size: Size(
        width: (size.width * factor).rounded(.up), height: (size.height * factor).rounded(.up)),
      length: octets.count, digest: OctetDigest.sha256(octets),
      alternative: document.alternative(ofPage: page))
  }

  /// `a-data/backlog.csv` beside `a.pdf`.
  private func dataPath(of name: String) -> String {
    FileOutput(path: path).withEnding("").path + "-data/\(name).csv"
  }

  /// - Throws: ``Failure`` with code 64 if the list has no file of its own.
  private func requireManifest(_ manifest: String, beside names: [String]) throws {
    try requireOther(than: manifest)
    if path == "-" || manifest == "-" {
      throw Failure(
        .usage,
        "A list of files lies beside them: name a file with -o and another with --manifest.")
    }
    if names.contains(where: { FileSystem.areOne($0, manifest) }) {
      throw Failure(
        .usage,
        "\(manifest) is a file of the picture; name another one with --manifest.")
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
