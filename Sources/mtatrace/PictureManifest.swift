import Cairo
import Drawing

/// A list of the files that a picture was written to, for programs that attach them.
struct PictureManifest {
  /// One file.
  struct Entry {
    /// Its name, without the folder: the manifest lies beside it.
    var name: String
    /// The page that it shows, from 1; `nil` if it has all of them.
    var page: Int?
    /// How many pages it has.
    var pages: Int
    /// In pixels for a PNG, in points otherwise.
    var size: Size
    /// In octets.
    var length: Int
    /// SHA-256 in hexadecimal digits.
    var digest: String
    /// What it shows, in a sentence.
    var alternative: String
  }

  let format: PictureFormat
  let metadata: Document.Metadata
  var entries: [Entry] = []

  init(format: PictureFormat, metadata: Document.Metadata) {
    self.format = format
    self.metadata = metadata
  }

  /// The manifest as a JSON file.
  var octets: [UInt8] {
    var members: [(name: String, value: JSON)] = [
      ("title", .string(metadata.title)), ("subject", .string(metadata.subject)),
      ("program", .string(metadata.creator)),
    ]
    for field in metadata.provenance {
      members.append((field.name.lowercased(), .string(field.value)))
    }
    members.append(("format", .string(format.rawValue)))
    members.append(("files", .array(entries.map { json($0) })))
    let value = JSON.object(members)
    return Array((value.lines + "\n").utf8)
  }

  private func json(_ entry: Entry) -> JSON {
    .object([
      ("name", .string(entry.name)), ("page", .optional(entry.page)),
      ("pages", .integer(Int64(entry.pages))),
      ("width", .integer(Int64(entry.size.width.rounded()))),
      ("height", .integer(Int64(entry.size.height.rounded()))),
      ("unit", .string(format == .png ? "pixel" : "point")),
      ("length", .integer(Int64(entry.length))), ("sha256", .string(entry.digest)),
      ("alternative", .string(entry.alternative)),
    ])
  }
}
