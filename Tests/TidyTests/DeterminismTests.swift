import Testing

/// Equal scenario, seed and engine version give equal traces: what would break that is not written.
struct DeterminismTests {
  private static let core: Set = ["Simulator", "TraceModel", "DCERPC"]

  private static func isCore(_ file: SourceFile) -> Bool {
    file.isSource && core.contains(file.target)
  }

  @Test func `the simulated world has no clock but its own`() {
    let rule = Rule.bans(
      [
        "Date(", "ContinuousClock", "SuspendingClock", "DispatchTime", "clock_gettime",
        "gettimeofday", "time(nil)", "async", "await", "Task", "Thread",
      ], in: Self.isCore, because: "time comes in as an argument, on one thread")
    rule.expect([1, 3], in: "let now = ContinuousClock().now\n// Task\nfunc f() async {}")
    rule.enforce()
  }

  @Test func `every draw comes from a named stream`() {
    let rule = Rule.bans(
      [
        "SystemRandomNumberGenerator", "random(in:", "random(", "shuffled(", "shuffle(",
        "randomElement(", "UUID(", "Hasher(", ".hashValue", "getenv(", "ProcessInfo",
      ], in: Self.isCore, because: "the standard library promises no order and no sequence")
    rule.expect([1, 2, 2], in: "a.shuffled()\nInt.random(in: 0..<3)")
    rule.enforce()
  }

  @Test func `no decision rests on floating point`() {
    let rule = Rule.bans(
      ["Double", "Float", "CGFloat"], in: Self.isCore,
      because: "times are integers and probabilities ratios; no two libms agree")
    rule.expect([1], in: "let chance: Double\nlet name = \"Double\"")
    rule.enforce()
  }

  @Test func `nobody walks through a Dictionary or a Set`() {
    let rule = Rule { file in
      guard Self.isCore(file) else { return [] }
      let names = hashedNames(in: file.tokens)
      return file.tokens.indices.compactMap { place in
        guard file.tokens[place].kind == .word, names.contains(file.tokens[place].text),
          isWalk(at: place, in: file.tokens)
        else { return nil }
        let name = file.tokens[place].text
        return .init(line: file.tokens[place].line, complaint: "\(name) has an order of its own")
      }
    }
    rule.expect(
      [4, 5, 6],
      in: """
        var groups: [GroupID: Group] = [:]
        let seen = Set<Int>()
        var list: [Group] = []
        for (id, group) in self.groups { }
        let all = groups.values.map(\\.id)
        seen.forEach { _ in }
        for group in list where seen.contains(group.id) { }
        let sorted = groups.keys.sorted()
        for id in groups.keys.sorted() { }
        let one = groups[id]
        """)
    rule.enforce()
  }

  /// The names that a file declares as dictionaries or sets.
  private func hashedNames(in tokens: [Token]) -> Set<String> {
    var names: Set<String> = []
    for place in tokens.indices.dropLast(3) {
      let next = tokens[place + 2]
      guard tokens[place].kind == .word, [":", "="].contains(tokens[place + 1].text) else {
        continue
      }
      if ["Set", "Dictionary"].contains(next.text) || isDictionaryType(at: place + 2, in: tokens) {
        names.insert(tokens[place].text)
      }
    }
    return names
  }

  /// Whether `[K: V]` or `[:]` begins here.
  private func isDictionaryType(at place: Int, in tokens: [Token]) -> Bool {
    guard tokens[place].text == "[" else { return false }
    var depth = 0
    for token in tokens[place...] {
      switch token.text {
      case "[", "(": depth += 1
      case "]", ")":
        depth -= 1
        if depth == 0 { return false }
      case ":" where depth == 1: return true
      default: break
      }
    }
    return false
  }

  /// Whether the name at this place is walked through in the order of its hashes.
  private func isWalk(at place: Int, in tokens: [Token]) -> Bool {
    func text(_ offset: Int) -> String {
      tokens.indices.contains(place + offset) ? tokens[place + offset].text : ""
    }
    let walks: Set = [
      "map", "compactMap", "flatMap", "forEach", "enumerated", "first", "popFirst", "makeIterator",
      "keys", "values", "min", "max", "reduce", "prefix", "joined",
    ]
    if text(1) == "." { return walks.contains(text(2)) && text(4) != "sorted" }
    let isLoop = text(-1) == "in" || (text(-1) == "." && text(-3) == "in")
    return isLoop && ["{", "where"].contains(text(1))
  }
}
