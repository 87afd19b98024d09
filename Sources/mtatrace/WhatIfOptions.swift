import Analysis
import ArgumentParser
import Simulator
import TraceModel
import TraceStore

/// Where and how a what-if leaves its parent.
struct WhatIfOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Branch: simulate the run up to this event, or moment, and change it there.",
      valueName: "event"))
  var at: EventArgument?

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "A parameter's value from there on, or build=nt4-sp4; may be given several times.",
      valueName: "name=value"))
  var settings: [SettingArgument] = []

  @Option(
    help: ArgumentHelp(
      "Install the service pack on this host there; may be given several times.",
      valueName: "host"))
  var upgrade: [String] = []

  @Option(
    help: ArgumentHelp(
      "How long a host is down for its service pack.", valueName: "duration"))
  var downtime = "10 min"

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp(
      "Leave the trace as it is, and write a copy that has the branch.", valueName: "file"),
    completion: .file(extensions: ["sqlite"]))
  var output: String?

  @Flag(help: "Replace the copy if it is there already.")
  var force = false

  /// Whether a branch is asked for.
  var isGiven: Bool { at != nil || !settings.isEmpty || !upgrade.isEmpty || output != nil }

  /// What a run becomes.
  ///
  /// - Throws: `ScenarioError`, or ``Failure`` with code 64.
  func variant(
    of last: Scenario.Variant, _ run: Run, at time: TraceInstant
  ) throws -> Scenario.Variant {
    var build = last.build
    var overrides: [Scenario.Setting] = []
    for setting in settings {
      if setting.name == "build" {
        guard let named = Build(rawValue: setting.value) else {
          let builds = Build.allCases.map(\.rawValue).joined(separator: ", ")
          throw Failure(.usage, "There is no build \(setting.value); the builds are \(builds).")
        }
        build = named
      } else {
        overrides.append(Scenario.Setting(name: setting.name, value: setting.value))
      }
    }
    overrides += try upgrades(of: run, last, at: time)
    let scenario = try Scenario(
      run.header.parameters.map { Scenario.Setting(name: $0.name, value: $0.value) },
      overrides: overrides, file: nil)
    return Scenario.Variant(scenario: scenario, build: build)
  }

  private func upgrades(
    of run: Run, _ last: Scenario.Variant, at time: TraceInstant
  ) throws -> [Scenario.Setting] {
    guard !upgrade.isEmpty else { return [] }
    guard let length = TraceDuration(text: downtime), length > .zero else {
      throw Failure(
        .usage, "--downtime takes a duration such as 90 s or 10 min, not '\(downtime)'.")
    }
    let hosts = last.scenario.hosts
    return try upgrade.map { name in
      guard let host = hosts.first(where: { $0.name == name }) else {
        let names = hosts.prefix(8).map(\.name).joined(separator: ", ")
        throw Failure(.usage, "There is no host \(name) in run \(run.id); it has \(names).")
      }
      let current = host.build ?? last.build
      guard let build = current.upgraded else {
        throw Failure(
          .usage, "\(name) has its service pack already (\(current.rawValue)); upgrade another.")
      }
      let fault = "upgrade-\(name)"
      return Scenario.Setting(
        name: "faults.\(fault)",
        value: ScheduledFault.upgrade(of: name, to: build, at: time, lasting: length))
    }
  }
}
