import Analysis
import Testing
import TraceModel

struct AssumptionTests {
  static func register(_ values: [(id: String, value: String)]) -> [Assumption] {
    var header = MailScript().header
    header.parameters += values.map { Parameter(name: "assumptions.\($0.id)", value: $0.value) }
    return Assumption.register(of: header)
  }

  @Test func `a run of an engine without these parameters has its answers`() {
    let register = Self.register([])
    #expect(register.map(\.id) == (1...12).map { "A\($0)" })
    #expect(register.allSatisfy { $0.isDefault && !$0.answer.isEmpty })
    #expect(register[7].answer == "not in question: this version cancels no call")
    #expect(
      register[8].answer == "not in question: in this version every call is answered or refused")
    #expect(register[4].answer == "60 s, into the same group, without a limit")
  }

  static let usual = [
    "0", "joining", "race", "association", "1 min", "queue", "reached", "operation", "orphaned",
    "checkpoint", "initiator", "reserved",
  ]

  @Test func `what a scenario leaves alone is the default`() {
    let register = Self.register(
      zip(1..., Self.usual).map { (id: "A\($0)", value: $1) })
    #expect(register.allSatisfy { $0.isDefault })
    #expect(register[8].answer.hasPrefix("it is cancelled after two minutes, and orphaned"))
  }

  @Test(arguments: [
    (1, ["1", "2", "9"]), (2, ["bindback", "rebind"]), (3, ["always", "probability"]),
    (4, ["10 min"]), (5, ["30 s", "retries", "newGroup"]), (6, ["bound"]),
    (7, ["exceeded", "perAssociation", "deadNotCounted"]), (8, ["lastUse", "tickCount"]),
    (9, ["infinite", "retried"]), (10, ["message"]), (11, ["responder", "monologue"]),
    (12, ["reusable"]),
  ])
  func `another answer has a sentence of its own and is marked`(number: Int, values: [String]) {
    let id = "A\(number)"
    let answers = ([Self.usual[number - 1]] + values).map {
      Self.register([(id: id, value: $0)])[number - 1]
    }
    #expect(answers.map(\.isDefault) == [true] + values.map { _ in false })
    #expect(Set(answers.map(\.answer)).count == answers.count)
    #expect(answers.allSatisfy { $0.id == id })
  }
}
