import DCERPC
import TraceModel

/// A host with its RPC server runtime and its MTA.
struct SimulatedHost {
  var build: Build
  var rpcServer: RPCServer
  var mta: MessageTransferAgent
  /// Whether it has stopped and not started again.
  var isDown = false
  /// How many faults make its MTA hang at the moment.
  var hangs = 0
  /// Calls that wait until the MTA answers again.
  var heldCalls: [Simulation.HeldCall] = []
  /// How many groups its server has formed: a key of random draws.
  var groupCount: UInt64 = 0
  /// The endpoints of its addresses, as a bind_ack names them.
  let endpoints: [SecondaryAddress]

  init(
    scenario: Scenario, index: HostIndex, names: [String], bindings: [String], build: Build
  ) {
    let parameters = scenario.parameters
    let described = scenario.hosts[Int(index.rawValue)]
    self.build = build
    rpcServer = RPCServer(
      addressCount: described.addresses.count, build: build, assumptions: parameters.assumptions)
    mta = MessageTransferAgent(
      host: index, names: names, bindings: bindings, parameters: parameters.mta,
      assumptions: parameters.assumptions)
    endpoints = described.addresses.map { SecondaryAddress($0.endpoint) }
  }

  /// Begins with a runtime that knows no groups, as after a start.
  mutating func startRuntime(_ described: ScenarioHost, _ assumptions: Assumptions) {
    rpcServer = RPCServer(
      addressCount: described.addresses.count, build: build, assumptions: assumptions)
  }
}
