import Simulator
import Testing
import TraceModel

/// What the article describes comes out of the rules for most seeds, not for a lucky one.
struct DynamicsTests {
  /// What one run shows in the direction that is refused, from the first host to the second.
  struct Picture {
    var stalls = 0
    var rescues = 0
    var misfiledRescues = 0
    var peak: UInt32 = 0
  }

  /// Counts stalls by their definition: more than 60 s with a backlog and without a delivery.
  static func picture(of sink: MemorySink) -> Picture {
    var picture = Picture()
    var waitsSince = TraceInstant.start
    var backlog: UInt32 = 0
    var rescuing: Set<MTAAssociationID> = []
    var misfiled: Set<MTAAssociationID> = []
    func endWait(at time: TraceInstant) -> Bool { backlog > 0 && time - waitsSince > .seconds(60) }
    for event in sink.events {
      switch (event.kind, event.host.rawValue) {
      case (.messageEnqueued, 0):
        if backlog == 0 { waitsSince = event.time }
        backlog = event.queue ?? 0
        picture.peak = max(picture.peak, backlog)
      case (.messageDelivered, 1):
        if endWait(at: event.time) {
          picture.stalls += 1
          if let association = event.association, rescuing.contains(association) {
            picture.rescues += 1
          }
        }
        waitsSince = event.time
        backlog = event.queue ?? 0
      case (.associationOpening, _) where event.code == OpeningReason.threshold.rawValue:
        event.association.map { _ = rescuing.insert($0) }
      case (.groupFiled, _) where event.code != 0:
        event.association.map { _ = misfiled.insert($0) }
      default: break
      }
    }
    if let end = sink.end, endWait(at: end) { picture.stalls += 1 }
    picture.misfiledRescues = rescuing.intersection(misfiled).count
    return picture
  }

  @Test func `over fifty seeds most runs stall on SP3, peak at the threshold and are rescued`()
    throws
  {
    let pictures = try (1...50).map { try Self.picture(of: run("q181721", .nt4SP3, seed: $0)) }
    #expect(pictures.filter { $0.stalls == 0 }.count <= 7)
    #expect(pictures.map(\.peak).sorted()[25] == 50)
    #expect(pictures.filter { $0.rescues >= 2 }.count >= 25)
    let rescues = pictures.reduce(0) { $0 + $1.rescues }
    #expect(pictures.reduce(0) { $0 + $1.misfiledRescues } * 10 < rescues)
  }

  @Test func `over fifty seeds nothing stalls on SP4`() throws {
    for seed in 1...50 as ClosedRange<UInt64> {
      let picture = Self.picture(of: try run("q181721", .nt4SP4, seed: seed))
      #expect(picture.stalls == 0 && picture.peak <= 6, "seed \(seed)")
    }
  }
}
