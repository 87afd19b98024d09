package import TraceModel
import TraceStore

extension TraceAnalysis {
  /// What a run shows of the known faults, from one pass over its events.
  ///
  /// Between two hosts a misfiled group explains calls that hang and turns that are not given, so
  /// that these are then no findings of their own.
  package func diagnosis(of run: Run) throws -> Diagnosis {
    var binds = BindWatch(connections: try reader.connections(of: run.id))
    var calls = CallWatch()
    var turns = TurnWatch()
    let kinds = Set(BindWatch.kinds + CallWatch.kinds + TurnWatch.kinds)
    let filter = EventFilter(kinds: EventKind.allCases.filter(kinds.contains))
    try reader.forEachEvent(of: run.id, filter) { event in
      binds.take(event)
      calls.take(event)
      turns.take(event)
    }
    turns.finish(at: run.end)
    let misfiled = Self.findings(of: binds.refused)
    let explained = Set(misfiled.flatMap { [$0.link, $0.link.reversed] })
    let slow = calls.slow.filter { !explained.contains($0.link) }.map { slow in
      Finding(
        fault: .slowCalls, sureness: .certain, link: slow.link, count: slow.count,
        places: slow.connections.count, evidence: slow.evidence.sorted { $0.event < $1.event })
    }
    let lost = Self.findings(of: turns.unanswered).filter { !explained.contains($0.link) }
    var diagnosis = Diagnosis(run: run, faults: misfiled + lost + slow, refusals: binds.others)
    if run.header.source == .capture {
      diagnosis.unread = try reader.unreadCounts(of: run.id)
      try locateFrames(of: &diagnosis)
    }
    return diagnosis
  }

  /// Names the frame of the capture behind each piece of evidence.
  private func locateFrames(of diagnosis: inout Diagnosis) throws {
    let run = diagnosis.run.id
    func locate(_ evidence: inout [Evidence]) throws {
      for place in evidence.indices {
        evidence[place].frame = try reader.frame(at: evidence[place].event, of: run)
      }
    }
    for place in diagnosis.faults.indices { try locate(&diagnosis.faults[place].evidence) }
    for place in diagnosis.refusals.indices { try locate(&diagnosis.refusals[place].evidence) }
  }

  /// One finding for each pair of client and server, in the order of their first refusals.
  private static func findings(of groups: [BindWatch.RefusedGroup]) -> [Finding] {
    var found: [Finding] = []
    for group in groups {
      let place = found.firstIndex { $0.link == group.link } ?? found.count
      if place == found.count {
        found.append(
          Finding(
            fault: .misfiledGroup, sureness: .likely, link: group.link, count: 0, places: 0,
            evidence: []))
      }
      found[place].count += group.count
      found[place].places += 1
      if group.misfiling != nil || group.answer != nil { found[place].sureness = .certain }
      let evidence = [
        group.misfiling, group.acknowledgement, group.bind, group.refusal, group.answer,
      ].compactMap { $0 }
      if found[place].evidence.count + evidence.count <= Finding.evidenceLimit {
        found[place].evidence += evidence
      }
    }
    for place in found.indices { found[place].evidence.sort { $0.event < $1.event } }
    return found
  }

  private static func findings(of requests: [TurnWatch.Request]) -> [Finding] {
    var found: [Finding] = []
    for request in requests {
      let place = found.firstIndex { $0.link == request.link } ?? found.count
      if place == found.count {
        found.append(
          Finding(
            fault: .lostTurn, sureness: .certain, link: request.link, count: 0, places: 0,
            evidence: []))
      }
      found[place].count += request.count
      found[place].places += 1
      guard found[place].evidence.count < Finding.evidenceLimit else { continue }
      found[place].evidence.append(
        Evidence(
          event: request.event, time: request.time, link: request.link, connection: nil,
          role: .asksForTurn(times: request.count)))
    }
    for place in found.indices { found[place].evidence.sort { $0.event < $1.event } }
    return found
  }
}
