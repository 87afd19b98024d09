package import TraceModel

/// A question that public sources leave open, and how a run answers it.
package struct Assumption: Equatable, Sendable {
  /// `A1` to `A12`; an id never changes its meaning.
  package var id: String
  package var question: String
  /// How the run answers it.
  package var answer: String
  /// Whether the run answers it as every run does whose scenario leaves the answer alone.
  package var isDefault: Bool

  package init(id: String, question: String, answer: String, isDefault: Bool) {
    self.id = id
    self.question = question
    self.answer = answer
    self.isDefault = isDefault
  }

  /// The register, with the answers of a run.
  ///
  /// An answer is the run's parameter of this name, `assumptions.A2`. Runs of engines that had no
  /// such parameter followed one rule, which is then the answer.
  package static func register(of header: RunHeader) -> [Assumption] {
    questions.map { question in
      let value = header.value(of: "assumptions.\(question.id)")
      return Assumption(
        id: question.id, question: question.text, answer: question.answer(value, header),
        isDefault: value.map(question.usual.contains) ?? true)
    }
  }

  private struct Question {
    var id: String
    var text: String
    /// How the value may be spelled that a scenario has if nobody changes it.
    var usual: [String]
    /// The answer for a value, which is `nil` where the engine had no such parameter.
    var answer: @Sendable (_ value: String?, _ header: RunHeader) -> String
  }

  private static let questions = aboutRPC + aboutMTA

  private static let aboutRPC = [
    Question(
      id: "A1", text: "Which reject reason does the bind_nak for an unknown group carry?",
      usual: ["0"]
    ) { value, _ in "\(value ?? "0"); Samba, OSF DCE and Wine send 0, not specified" },
    Question(id: "A2", text: "Which bind is the article's “next bind”?", usual: ["joining"]) {
      value, _ in
      switch value ?? "joining" {
      case "joining":
        "the bind of a side's first transfer, which joins the group of its control connection"
      case "bindback":
        "the bind on the way back, for MtaBindBack: MtaBind waits until it is cancelled"
      case "rebind": "the bind after a lost connection, into the group it belonged to"
      case let other: other
      }
    },
    Question(
      id: "A3", text: "What makes the runtime file an association under a wrong address?",
      usual: ["race"]
    ) { value, header in misfiling(value ?? "race", header) },
    Question(id: "A4", text: "How long does a misfiled entry last?", usual: ["association"]) {
      value, _ in
      switch value ?? "association" {
      case "association": "as long as its association group"
      case let time: "\(time), then it is where its bind came in"
      }
    },
    Question(
      id: "A5", text: "How long does the MTA wait between attempts to recover after event 9316?",
      usual: ["1 min", "60 s"]
    ) { value, _ in
      switch value ?? "60 s" {
      case "retries":
        "the transfer interval, as often as a transfer is retried, then the open interval"
      case "newGroup": "no time: it opens a new group"
      case let time: "\(time), into the same group, without a limit"
      }
    },
  ]

  private static let aboutMTA = [
    Question(
      id: "A6", text: "What becomes of mail that waits on a dead association?", usual: ["queue"]
    ) { value, _ in
      switch value ?? "queue" {
      case "queue":
        "it stays in the queue of its peer; any association of its class may take it"
      case "bound": "it stays with its association until that ends"
      case let other: other
      }
    },
    Question(
      id: "A7", text: "When does the queue open another association?", usual: ["reached"]
    ) { value, _ in
      switch value ?? "reached" {
      case "perAssociation": "when the mail of one association has reached the threshold"
      case "deadNotCounted":
        "when it has reached the threshold times the open associations, dead ones not counted"
      case let test:
        "when it has \(test) the threshold times the open associations, dead ones counted"
      }
    },
    Question(
      id: "A8", text: "What is the “Time (ms)” of event 9277?", usual: ["operation"]
    ) { value, _ in
      switch value {
      case "operation": "how long the current operation of the locality table's entry has run"
      case "lastUse": "the time since the locality table's entry was last used"
      case "tickCount": "the milliseconds since the computer was started"
      case nil: "not in question: this version cancels no call"
      case let other?: other
      }
    },
    Question(id: "A9", text: "What becomes of a call without a response?", usual: ["orphaned"]) {
      value, _ in
      switch value {
      case "orphaned":
        "it is cancelled after two minutes, and orphaned when the cancel timeout has passed"
      case "infinite": "it is cancelled after two minutes, and waits for ever"
      case "retried": "it is cancelled after two minutes, and again and again"
      case nil: "not in question: in this version every call is answered or refused"
      case let other?: other
      }
    },
    Question(id: "A10", text: "Which operation carries a transfer?", usual: ["checkpoint"]) {
      value, header in
      switch value ?? "checkpoint" {
      case "checkpoint":
        "opnum 2, one request per checkpoint-sized segment, up to "
          + "\(header.value(of: "mta.window") ?? "5") outstanding"
      case "message": "opnum 2, one request for the whole message"
      case let other: other
      }
    },
    Question(id: "A11", text: "Which side starts with the turn?", usual: ["initiator"]) {
      value, _ in
      switch value ?? "initiator" {
      case "monologue": "the initiator, and it keeps it: mail goes one way"
      case let side: "the \(side)"
      }
    },
    Question(
      id: "A12", text: "What is the control connection used for after MtaBind?",
      usual: ["reserved"]
    ) { value, _ in
      switch value ?? "reserved" {
      case "reserved": "control only; transfers have a connection of their own"
      case "reusable": "control and transfers: no bind joins its group"
      case let other: other
      }
    },
  ]

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
