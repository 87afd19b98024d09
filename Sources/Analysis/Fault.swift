import TraceModel
import TraceStore

/// A fault that a trace shows by its signature.
package enum Fault: CaseIterable, Sendable {
  /// Groups were filed under wrong addresses, and binds that would join them refused: KB Q181721.
  case misfiledGroup
  /// Requests for the turn were never granted while mail waited, and no bind was refused: KB
  /// Q166594.
  case lostTurn
  /// Calls outlived two minutes and were cancelled, and no bind was refused: KB Q189494.
  case slowCalls
}

extension LinkSummary {
  /// Whether the recipient misfiled groups and refused the binds into them.
  var isMisfiled: Bool { naks > 0 && misfiled > 0 }

  /// Whether the sender misfiled groups of the recipient and refused its binds on the way back, so
  /// that calls of the sender hung: assumption A2 = bindback.
  var isMisfiledOnTheWayBack: Bool {
    naks == 0 && cancels > 0 && trouble.naksBack > 0 && trouble.misfiledBack > 0
  }
}

extension RunSummary {
  /// The faults that the mail of a direction shows.
  ///
  /// A bind that either side had refused explains cancelled calls and idle associations too, so
  /// that they then stand for nothing by themselves.
  package func faults(on link: Link) -> [Fault] {
    let summary = self[link]
    let isRefused = summary.naks + summary.trouble.naksBack > 0
    return Fault.allCases.filter { fault in
      switch fault {
      case .misfiledGroup: summary.isMisfiled || summary.isMisfiledOnTheWayBack
      case .lostTurn:
        summary.trouble.unansweredTurnRequests > 0 && !summary.stalls.isEmpty && !isRefused
      case .slowCalls: summary.cancels > 0 && summary.trouble.logged(9277) > 0 && !isRefused
      }
    }
  }

  /// What disturbed a direction within its stalls or up to five minutes before one, in the order of
  /// time.
  package func disturbances(behindStallsOn link: Link) -> [Disturbance] {
    let stalls = self[link].stalls
    return disturbances.filter { disturbance in
      disturbance.concerns(link) && stalls.contains { disturbance.precedes($0) }
    }
  }
}

extension Disturbance {
  /// Whether it lies within a stall or up to five minutes before it: as long as an association
  /// stays open without mail.
  package func precedes(_ stall: Stall) -> Bool {
    start < stall.end && end + .minutes(5) > stall.start
  }
}
