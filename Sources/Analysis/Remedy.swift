import TraceModel
import TraceStore

/// What can be done about a fault, and where that is said.
package struct Remedy: Equatable, Sendable {
  /// What to do, as an order: `Install Windows NT 4.0 Service Pack 4 on SLPS100`.
  package var action: String
  /// Why it helps, and what it leaves.
  package var reason: String
  /// The articles it rests on: `KB Q181721`.
  package var sources: String
}

extension Contrast {
  /// What to do about the faults that the runs show, lasting cures first; empty if they show none.
  package var remedies: [Remedy] {
    let faults = Fault.allCases.filter { fault in
      runs.contains { $0.faults(on: link).contains(fault) }
    }
    let stopsQueues = faults.contains(.misfiledGroup) || faults.contains(.lostTurn)
    return faults.map(cure(of:)) + (stopsQueues ? reliefs(for: faults) : [])
  }

  private func cure(of fault: Fault) -> Remedy {
    let (from, to) = (chosen.first?.fromName ?? "", chosen.first?.toName ?? "")
    switch fault {
    case .misfiledGroup:
      return Remedy(
        action: "Install \(servicePack) on "
          + (chosen.contains(where: \.isMisfiled) ? to : from),
        reason: "The receiving computer's RPC runtime then files an association under the address "
          + "its bind came in on, where the next bind finds it.",
        sources: "KB Q181721, KB Q194834")
    case .lostTurn:
      return Remedy(
        action: "Install the latest Exchange service pack on \(from) and \(to)",
        reason: "After an association is lost and recovered, both MTAs then agree on who holds "
          + "the turn. No service pack of Windows NT helps.",
        sources: "KB Q166594")
    case .slowCalls:
      return Remedy(
        action: "Find out what is slow between \(from) and \(to): the network, or the MTA of \(to)",
        reason: "The MTA cancels a call that has no response within two minutes and logs event "
          + "9277. Now and then that is normal; hundreds of entries mean trouble in the network. "
          + "No service pack helps.",
        sources: "KB Q189494")
    }
  }

  /// The service pack of the edition that the receiver runs.
  private var servicePack: String {
    let misfiler = chosen.contains(where: \.isMisfiled) ? link.to : link.from
    let host = Int(misfiler.rawValue)
    let isTerminalServer = runs.contains { run in
      let hosts = run.run.header.hosts
      return hosts.indices.contains(host) && hosts[host].build == "nt4-tse"
    }
    return isTerminalServer
      ? "Service Pack 4 of Windows NT Server 4.0, Terminal Server Edition,"
      : "Windows NT 4.0 Service Pack 4"
  }

  /// What gets waiting mail moving until the cure is there.
  private func reliefs(for faults: [Fault]) -> [Remedy] {
    let from = chosen.first?.fromName ?? ""
    let threshold = runs.first?.run.header.value(of: "mta.threshold") ?? "50"
    let caution =
      faults.contains(.misfiledGroup)
      ? "Urgent mail opens an association of its own below the threshold, as X.400 "
        + "connectors do; it can be misfiled like any other. Both this and the next were seen "
        + "to free queues that a kindred fault had stopped."
      : "Urgent mail opens an association of its own below the threshold, as X.400 connectors do. "
        + "Both this and the next were seen to free queues that a kindred fault had stopped."
    var remedies = [
      Remedy(
        action: "Until then, raise the priority of a waiting message on \(from)",
        reason: caution, sources: "KB Q215472, KB Q194031"),
      Remedy(
        action: "Or restart the MTA on \(from)",
        reason: "Its associations end, and waiting mail is sent over new ones.",
        sources: "KB Q194031"),
    ]
    if let limit = Int(threshold), limit > 1 {
      remedies.append(
        Remedy(
          action: "Or lower the threshold below \(limit) messages on \(from)",
          reason: "The next association is opened when the queue reaches it: fewer messages wait. "
            + "This follows from the cause; no article advises it.",
          sources: "KB Q234157 for the setting"))
    }
    return remedies
  }
}
