import ScenarioFiles
import Testing
import TraceModel

@testable import Simulator

struct ScenarioTests {
  /// The smallest scenario: two hosts, everything else as by default.
  static let smallest = """
    scenario: small
    hosts:
      A: {addresses: ["ncacn_ip_tcp:10.0.0.1[1024]"]}
      B: {addresses: ["ncacn_ip_tcp:10.0.0.2[1024]", "ncacn_spx:~01[4006]"]}
    """

  static func error(in text: String, settings: [(name: String, value: String)] = [])
    -> ScenarioError?
  {
    #expect(throws: ScenarioError.self) {
      try ScenarioLibrary.scenario(text: text, path: "x.yaml", settings: settings)
    }
  }

  @Test func `a file may leave out what has a default`() throws {
    let scenario = try ScenarioLibrary.scenario(text: Self.smallest, path: "x.yaml")
    #expect(scenario.parameters == ScenarioParameters())
    #expect(scenario.hosts.map(\.name) == ["A", "B"])
    #expect(scenario.hosts[1].addresses[1].shortName == "spx[4006]")
  }

  @Test(arguments: ScenarioLibrary.names)
  func `a built-in scenario states the defaults of the model`(name: String) throws {
    let scenario = try #require(try ScenarioLibrary.scenario(named: name))
    var expected = ScenarioParameters()
    expected.defaultSeed = scenario.defaultSeed
    // What the scenario is about, and its mail, are its own.
    expected.duration = scenario.parameters.duration
    expected.contrast = scenario.parameters.contrast
    expected.topology = scenario.parameters.topology
    expected.workload = scenario.parameters.workload
    expected.crossTraffic = scenario.parameters.crossTraffic
    #expect(scenario.parameters == expected)
    #expect(scenario.name == name)
  }

  @Test func `q181721 states every default of the model`() throws {
    let scenario = try #require(try ScenarioLibrary.scenario(named: "q181721"))
    var expected = ScenarioParameters()
    expected.defaultSeed = scenario.defaultSeed
    #expect(scenario.parameters == expected)
  }

  @Test(arguments: ScenarioLibrary.names)
  func `the file of a built-in scenario names every parameter`(name: String) throws {
    let text = try #require(ScenarioLibrary.text(of: name))
    for definition in ParameterDefinition.all {
      let short = definition.name.split(separator: ".").last ?? ""
      #expect(text.contains("\(short): "), "\(definition.name)")
    }
  }

  @Test func `a wrong name is refused with its line and the nearest right one`() {
    let error = Self.error(in: Self.smallest + "\nmta:\n  treshold: 20\n")
    #expect(error?.line == 6)
    #expect(error?.reason == .unknownName(nearest: "mta.threshold"))
    #expect(
      error?.description
        == "x.yaml:6: there is no parameter “mta.treshold”; did you mean “mta.threshold”?")
  }

  @Test(arguments: [
    ("mta", "threshold", "many"), ("mta", "threshold", "0"), ("mta", "lifetime", "5 parsecs"),
    ("network", "latency", "2 h"), ("network", "bandwidth", "-3 kbit/s"),
    ("workload", "urgentShare", "101 %"), ("assumptions", "A3", "sometimes"),
    ("assumptions", "A1", "10"), ("crossTraffic", "stormRate", "20 per second"),
  ])
  func `a wrong value is refused with its line, what was found and what is allowed`(
    section: String, name: String, value: String
  ) throws {
    let error = try #require(Self.error(in: Self.smallest + "\n\(section):\n  \(name): \(value)\n"))
    #expect(error.line == 6)
    guard case .badValue(let found, let allowed) = error.reason else {
      Issue.record("another reason: \(error)")
      return
    }
    #expect(found == value)
    #expect(error.description.contains(allowed))
  }

  @Test func `a value given twice is refused`() {
    let error = Self.error(in: Self.smallest + "\nduration: 1 h\nduration: 2 h\n")
    #expect(error?.description.contains("given twice") == true)
  }

  @Test(arguments: ["", "just text", "- a\n- list", "a: [1, 2", "a: &x 1\nb: *y", "\u{0}"])
  func `what is no mapping of names to values is refused in one sentence`(text: String) {
    let error = Self.error(in: text)
    #expect(error?.description.hasPrefix("x.yaml") == true)
  }

  @Test(arguments: ["a: &x 1", "? *x\n: 1", "- *x", "a: [*x]", "a: {b: &y 2}", "*x : 1"])
  func `anchors and aliases are refused before they are expanded`(text: String) {
    #expect(Self.error(in: text)?.description.contains("anchor or alias") == true)
  }

  @Test(arguments: ["title: R&D", "title: 'a &b'", "title: \"*x\"", "title: a & b # &c"])
  func `an ampersand that is text is no anchor`(line: String) throws {
    let scenario = try ScenarioLibrary.scenario(text: Self.smallest + "\n" + line, path: "x.yaml")
    #expect(scenario.title.count >= 2)
  }

  @Test func `an endpoint that no PDU could carry is refused`() {
    let long = String(repeating: "9", count: 70_000)
    let error = Self.error(
      in: Self.smallest, settings: [("hosts.A.addresses", "ncacn_ip_tcp:10.0.0.1[\(long)]")])
    #expect(error != nil)
  }

  @Test func `bursts too short for their mail end with the run`() throws {
    let text =
      Self.smallest + """

        duration: 366 h
        workload: {burstLength: 1 s, burstGap: 0 s, messageRate: 1 /h}
        """
    let sink = MemorySink()
    var simulation = Simulation(
      scenario: try scenario(text), build: .nt4SP4, seed: 1, sink: sink)
    try simulation.run()
    #expect(sink.outcome == .finished)
  }

  @Test func `aliases that multiply are refused before they fill memory`() {
    var text = "a: &a {x: 1, y: 2, z: 3}\n"
    var previous = "a"
    for name in ["b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"] {
      let uses = (0..<9).map { "k\($0): *\(previous)" }.joined(separator: ", ")
      text += "\(name): &\(name) {\(uses)}\n"
      previous = name
    }
    #expect(Self.error(in: text) != nil)
  }

  @Test func `a setting may leave its section out`() throws {
    let scenario = try #require(
      try ScenarioLibrary.scenario(
        named: "q181721", settings: [("threshold", "20"), ("network.latency", "1.5 ms")]))
    #expect(scenario.parameters.mta.threshold == 20)
    #expect(scenario.parameters.network.latency == TraceDuration(nanoseconds: 1_500_000))
  }

  @Test func `a setting that nobody knows is refused without a file`() {
    let error = Self.error(in: Self.smallest, settings: [("colour", "red")])
    #expect(error?.file == nil)
    #expect(error?.description.hasPrefix("there is no parameter “colour”") == true)
  }

  @Test func `a link may differ in one direction`() throws {
    let text = Self.smallest + "\nlinks:\n  \"A:B\": {latency: 40 ms}\n"
    let scenario = try ScenarioLibrary.scenario(text: text, path: "x.yaml")
    #expect(scenario.links.count == 1)
    #expect(scenario.links[0].network.latency == .milliseconds(40))
    #expect(scenario.links[0].network.bandwidth == scenario.parameters.network.bandwidth)
  }

  @Test func `what a trace stores makes the same scenario again`() throws {
    let text = Self.smallest + "\nlinks:\n  \"A:B\": {latency: 40 ms, bandwidth: unlimited}\n"
    for scenario in [
      try ScenarioLibrary.scenario(text: text, path: "x.yaml"),
      try #require(try ScenarioLibrary.scenario(named: "q181721", settings: [("A5", "90 s")])),
    ] {
      let header = scenario.header(build: .nt4SP3, seed: 9)
      #expect(try Scenario(replaying: header) == scenario)
    }
  }
}
