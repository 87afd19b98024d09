import Figures
import Tickets

/// The list of a pack's files, for programs that attach them.
struct PackManifest {
  let pack: EvidencePack

  /// The manifest as a JSON file.
  var octets: [UInt8] {
    let provenance = pack.subject.provenance(of: "ticket")
    let runs: [JSON] = provenance.runs.map { run in
      .object([
        ("run", .integer(Int64(run.id))), ("build", .string(run.build)),
        ("fingerprint", .string(run.fingerprint)),
      ])
    }
    let value = JSON.object([
      ("title", .string(pack.title)), ("identity", .string(pack.identity)),
      ("tracker", .string(pack.tracker.rawValue)), ("markup", .string(pack.markup.rawValue)),
      ("program", .string(provenance.program)), ("trace", .string(provenance.file)),
      ("runs", .array(runs)), ("reproduce", .string(provenance.command)),
      ("body", .string(pack.body.name)),
      ("files", .array((pack.files + [pack.body]).map { entry(of: $0) })),
      ("missing", .array(pack.missing.map { .string($0) })),
    ])
    return Array((value.lines + "\n").utf8)
  }

  private func entry(of file: EvidencePack.File) -> JSON {
    .object([
      ("name", .string(file.name)), ("type", .string(file.type)),
      ("length", .integer(Int64(file.octets.count))), ("sha256", .string(file.digest)),
      ("purpose", .string(file.purpose)), ("alternative", .optional(file.alternative)),
      ("origin", .string(pack.subject.provenance(of: "ticket").command)),
      ("attached", .boolean(file.objection == nil && file.name != pack.body.name)),
      ("objection", .optional(file.objection)),
    ])
  }
}
