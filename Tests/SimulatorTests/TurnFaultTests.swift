import ScenarioFiles
import Testing
import TraceModel

@testable import Simulator

/// The fault of KB Q166594, and what its service pack changes.
struct TurnFaultTests {
  /// The scenario's run with Exchange in this state.
  private static func sink(_ servicing: ExchangeServicing) throws -> MemorySink {
    try run("q166594", .nt4SP4, seed: 8, [("exchange", servicing.rawValue)])
  }

  @Test func `Exchange as released never grants a turn that was lost on its way`() throws {
    let events = try Self.sink(.rtm).events
    let recovered = try #require(events.last { $0.kind == .associationRecovered })
    let later = events.filter {
      $0.association == recovered.association && $0.sequence > recovered.sequence
    }
    #expect(later.contains { $0.kind == .turnPlease && $0.direction == .received })
    #expect(!later.contains { $0.kind == .turnGive || $0.kind == .transferStarted })
    // Mail waits for the threshold, and no bind is refused meanwhile.
    #expect(
      events.contains {
        $0.kind == .associationOpening && $0.code == OpeningReason.threshold.rawValue
      })
    #expect(!events.contains { $0.kind == .bindNak })
  }

  @Test func `with its service pack the association goes on, and the queue stays short`() throws {
    let sink = try Self.sink(.fixed)
    let recovered = try #require(sink.events.last { $0.kind == .associationRecovered })
    let later = sink.events.filter {
      $0.association == recovered.association && $0.sequence > recovered.sequence
    }
    #expect(later.contains { $0.kind == .turnGive && $0.direction == .received })
    #expect(later.contains { $0.kind == .transferStarted })
    #expect(sink.peakBacklog < 10)
    #expect(!sink.events.contains { $0.kind == .bindNak })
  }
}
