package import TraceModel

/// A question that public sources leave open, and how a run answers it.
package struct Assumption: Equatable, Sendable {
  /// `A1` to `A12`; an id never changes its meaning.
  package var id: String
  package var question: String
  /// How the run answers it.
  package var answer: String

  /// The register, with the answers of a run.
  ///
  /// An answer that a parameter gives is the parameter's; the others hold in every run of this
  /// version.
  package static func register(of header: RunHeader) -> [Assumption] {
    func value(_ name: String, _ fallback: String) -> String { header.value(of: name) ?? fallback }
    return [
      Assumption(
        id: "A1", question: "Which reject reason does the bind_nak for an unknown group carry?",
        answer: "\(value("assumptions.A1", "0")); Samba, OSF DCE and Wine send 0, not specified"),
      Assumption(
        id: "A2", question: "Which bind is the article's “next bind”?",
        answer:
          "the bind of a side's first transfer, which joins the group of its control connection"),
      Assumption(
        id: "A3", question: "What makes the runtime file an association under a wrong address?",
        answer: misfiling(value("assumptions.A3", "race"), header)),
      Assumption(
        id: "A4", question: "How long does a misfiled entry last?",
        answer: "as long as its association group"),
      Assumption(
        id: "A5",
        question: "How long does the MTA wait between attempts to recover after event 9316?",
        answer: "\(value("assumptions.A5", "60 s")), into the same group, without a limit"),
      Assumption(
        id: "A6", question: "What becomes of mail that waits on a dead association?",
        answer: "it stays in the queue of its peer; any association of its class may take it"),
      Assumption(
        id: "A7", question: "When does the queue open another association?",
        answer: "when it has \(value("assumptions.A7", "reached")) the threshold times the open "
          + "associations, dead ones counted"),
      Assumption(
        id: "A8", question: "What is the “Time (ms)” of event 9277?",
        answer: "not in question: this version cancels no call"),
      Assumption(
        id: "A9", question: "What becomes of a call without a response?",
        answer: "not in question: in this version every call is answered or refused"),
      Assumption(
        id: "A10", question: "Which operation carries a transfer?",
        answer:
          "opnum 2, one request per checkpoint-sized segment, up to "
          + "\(value("mta.window", "5")) outstanding"
      ),
      Assumption(
        id: "A11", question: "Which side starts with the turn?", answer: "the initiator"),
      Assumption(
        id: "A12", question: "What is the control connection used for after MtaBind?",
        answer: "control only; transfers have a connection of their own"),
    ]
  }

  private static func misfiling(_ choice: String, _ header: RunHeader) -> String {
    switch choice {
    case "race":
      "a race: it goes to the address that accepted a connection last, in the time between its own "
        + "connection's acceptance and its bind"
    case "always": "nothing does: it always goes to the next address"
    case "probability":
      "chance: \(header.value(of: "assumptions.A3probability") ?? "a share") of the associations"
    default: choice
    }
  }
}
