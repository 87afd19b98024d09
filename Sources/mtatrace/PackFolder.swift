import Tickets

/// The folder of a pack, whose files appear together.
struct PackFolder {
  static let manifest = "manifest.json"

  let path: String
  private let replacing: Bool
  /// Whether there is a pack already.
  private let hasPack: Bool

  /// - Parameter replacing: Whether a pack that is there may be replaced by another.
  /// - Throws: ``Failure`` with code 73 if there is something else.
  init(path: String, replacing: Bool) throws {
    self.path = path
    self.replacing = replacing
    let names = try Self.names(in: path)
    hasPack = !names.isEmpty
    guard names.isEmpty || names.contains(Self.manifest) else {
      throw Failure(
        .cannotCreate, "\(path) holds something that is no pack; name another folder with -o.")
    }
  }

  /// What is in the folder; nothing if there is none.
  private static func names(in path: String) throws -> [String] {
    switch FileSystem.kind(of: path) {
    case .nothing: return []
    case .file, .other:
      throw Failure(.cannotCreate, "\(path) is no folder; name another one with -o.")
    case .folder: break
    }
    guard let names = FileSystem.names(in: path) else {
      throw Failure(.cannotCreate, "\(path) cannot be read; name another folder with -o.")
    }
    return names
  }

  /// Writes a pack and removes what an earlier one left; one that is there already stays.
  ///
  /// - Returns: The paths of its files: the body, those beside it, and the manifest.
  /// - Throws: ``Failure`` with code 73 if another pack is there that may not be replaced.
  func write(_ pack: EvidencePack) throws -> [String] {
    var files = FileSet()
    defer { files.discard() }
    let former = formerNames
    let manifest = EvidencePack.File(
      name: Self.manifest, octets: PackManifest(pack: pack).octets, purpose: "this list")
    let all = [pack.body] + pack.files + [manifest]
    let paths = all.map { "\(path)/\($0.name)" }
    if hasPack, !replacing {
      let isThere = zip(all, paths).allSatisfy { file, path in
        (try? FileSystem.octets(of: path)) == file.octets
      }
      guard !isThere else { return paths }
      throw Failure(
        .cannotCreate,
        "\(path) holds another pack; --force replaces it, -o names another folder.")
    }
    try FileOutput(path: paths[0]).makeFolder()
    for (file, path) in zip(all, paths) { try files.add(file.octets, at: path) }
    try files.appear()
    for name in former where !all.contains(where: { $0.name == name }) {
      FileSystem.remove("\(path)/\(name)")
    }
    return paths
  }

  /// The files of the pack that is there, as its manifest lists them: each on a line of its own.
  private var formerNames: [String] {
    guard let octets = try? FileSystem.octets(of: "\(path)/\(Self.manifest)") else { return [] }
    let start = "\"name\": \""
    return String(decoding: octets, as: UTF8.self).split(separator: "\n").compactMap { line in
      let member = line.drop { $0 == " " }
      guard member.hasPrefix(start) else { return nil }
      let name = member.dropFirst(start.count).prefix { $0 != "\"" }
      return name.contains("/") ? nil : String(name)
    }
  }
}
