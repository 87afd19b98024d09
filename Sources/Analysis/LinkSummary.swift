package import TraceModel
import TraceStore

/// What a run did with the mail of one direction.
package struct LinkSummary: Hashable, Sendable {
  package var link: Link
  package var fromName: String
  package var toName: String
  /// Messages enqueued at `from` for `to`.
  package var enqueued: Int
  /// Messages that `to` accepted whole.
  package var delivered: Int
  /// Messages that `from` gave up.
  package var nonDelivered: Int
  /// From enqueueing to delivery; `nil` if nothing was delivered.
  package var deliveryTime: Quantiles?
  package var peakBacklog: UInt32
  /// When the backlog first was that large.
  package var peakAt: TraceInstant
  /// In the order of time.
  package var stalls: [Stall]
  /// The `bind_nak` PDUs that `from` received of `to`.
  package var naks: Int
  /// The `co_cancel` PDUs that `from` sent to `to`.
  package var cancels: Int
  /// The openings of associations between the two hosts, whichever opened them.
  package var openings: Int
  /// The groups of `from` that `to` filed under another address than their bind came in on.
  package var misfiled: Int
  package var trouble: LinkTrouble

  package init(
    link: Link, fromName: String, toName: String, enqueued: Int = 0, delivered: Int = 0,
    nonDelivered: Int = 0, deliveryTime: Quantiles? = nil, peakBacklog: UInt32 = 0,
    peakAt: TraceInstant = .start, stalls: [Stall] = [], naks: Int = 0, cancels: Int = 0,
    openings: Int = 0, misfiled: Int = 0, trouble: LinkTrouble = LinkTrouble()
  ) {
    self.link = link
    self.fromName = fromName
    self.toName = toName
    self.enqueued = enqueued
    self.delivered = delivered
    self.nonDelivered = nonDelivered
    self.deliveryTime = deliveryTime
    self.peakBacklog = peakBacklog
    self.peakAt = peakAt
    self.stalls = stalls
    self.naks = naks
    self.cancels = cancels
    self.openings = openings
    self.misfiled = misfiled
    self.trouble = trouble
  }

  /// Messages that wait when the run ends.
  package var waiting: Int { enqueued - delivered - nonDelivered }
  /// Stalls that an association opened because of the threshold ended.
  package var rescues: Int { stalls.count { $0.ending == .rescue } }
  /// Stalls that the end of the run or of an association ended.
  package var strands: Int { stalls.count { $0.ending == .strand } }
  /// How long nothing was delivered although mail waited, all stalls together.
  package var stalledTime: TraceDuration { stalls.reduce(.zero) { $0 + $1.duration } }
  /// The longest stall; the first of them if there are several.
  package var longestStall: Stall? {
    stalls.reduce(nil) { longest, stall in
      stall.duration > longest?.duration ?? .zero ? stall : longest
    }
  }
}

/// What a run did with the mail of every direction that had any.
package struct RunSummary: Equatable, Sendable {
  package var run: Run
  /// In the order of hosts.
  package var links: [LinkSummary]
  /// What disturbed it from outside, in the order of time.
  package var disturbances: [Disturbance]
  /// What of a capture could not be read.
  package var unread: [UnreadCount]
  /// The event logs of real machines that were laid on it.
  package var logs: [ImportedLog]

  package init(
    run: Run, links: [LinkSummary], disturbances: [Disturbance] = [], unread: [UnreadCount] = [],
    logs: [ImportedLog] = []
  ) {
    self.run = run
    self.links = links
    self.disturbances = disturbances
    self.unread = unread
    self.logs = logs
  }

  /// The summary of one direction; one without any mail if it had none.
  package subscript(_ link: Link) -> LinkSummary {
    links.first { $0.link == link }
      ?? LinkSummary(link: link, fromName: run.name(of: link.from), toName: run.name(of: link.to))
  }
}
