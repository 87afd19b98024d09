import TraceModel

/// What the head of an export says of the run and of how it became packets.
struct SectionComment {
  let run: Run

  /// The moment at which simulated runs begin, 1998-01-01T00:00:00Z, in nanoseconds since 1970.
  ///
  /// Virtual time has no date; KB Q181721 is of February 1998.
  static let simulatedEpoch: Int64 = 883_612_800_000_000_000

  /// The parameter of an imported run that says when its capture began, in nanoseconds since 1970.
  static let captureStart = "capture.start"

  /// The moment at which a run begins, in nanoseconds since 1970.
  static func epoch(of header: RunHeader) -> Int64 {
    guard header.source == .capture else { return simulatedEpoch }
    return header.value(of: captureStart).flatMap { Int64($0) } ?? simulatedEpoch
  }

  var text: String {
    let header = run.header
    let facts =
      [
        "scenario \(header.scenario)", "seed \(header.seed)", "run \(run.id)",
        "build \(header.build)", "engine \(header.engineVersion)",
        "fingerprint \(run.fingerprint.text)",
      ].joined(separator: ", ") + (run.status == .interrupted ? ", interrupted" : "")
    guard header.source == .simulation else {
      return "\(facts)\nAn imported capture: only its DCE/RPC is here. \(AddressPlan.rules)"
    }
    return """
      \(facts)
      A simulated run: virtual time 0 is 1998-01-01T00:00:00Z. Each packet stands at the moment \
      its sender sends it. What the simulated network carries again after a loss is one packet, \
      and what never arrives is not acknowledged. Stub data is zeros but for the endpoint \
      mapper's, since its contents are not public.
      \(AddressPlan.rules)
      """
  }
}
