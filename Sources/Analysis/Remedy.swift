import TraceModel
import TraceStore

/// What can be done about refused binds, and where that is said.
package struct Remedy: Equatable, Sendable {
  /// What to do, as an order: `Install Windows NT 4.0 Service Pack 4 on SLPS100`.
  package var action: String
  /// Why it helps, and what it leaves.
  package var reason: String
  /// The articles it rests on: `KB Q181721`.
  package var sources: String
}

extension Contrast {
  /// What to do about the fault that the runs show, the lasting cure first; empty if no bind was
  /// refused.
  package var remedies: [Remedy] {
    guard chosen.contains(where: { $0.naks > 0 && $0.misfiled > 0 }), let first = chosen.first
    else { return [] }
    let (from, to) = (first.fromName, first.toName)
    let threshold = runs.first?.run.header.value(of: "mta.threshold") ?? "50"
    var remedies = [
      Remedy(
        action: "Install Windows NT 4.0 Service Pack 4 on \(to)",
        reason: "The receiving computer's RPC runtime then files an association under the address "
          + "its bind came in on, where the next bind finds it.",
        sources: "KB Q181721, KB Q194834"),
      Remedy(
        action: "Until then, raise the priority of a waiting message on \(from)",
        reason: "Urgent mail opens an association of its own below the threshold, as X.400 "
          + "connectors do; it can be misfiled like any other. Both this and the next were seen "
          + "to free queues that a kindred fault had stopped.",
        sources: "KB Q215472, KB Q194031"),
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
