package import TraceModel

extension Recorder: CaptureSink {
  package func declare(_ host: Host) throws { try update { $0.declare(host) } }

  package func declare(_ address: Host.Address, of host: HostIndex) throws {
    try update { $0.declare(address, of: host) }
  }

  package func describe(_ connection: WireConnection) throws {
    try update { run in
      run.capture { $0.describe(connection) }
      return nil
    }
  }

  package func propose(_ context: ProposedContext) throws {
    try update { run in
      run.capture { $0.propose(context) }
      return nil
    }
  }

  package func keep(_ pdu: WirePDU, at event: EventSequence) throws {
    try update { run in
      guard run.last == event.rawValue else {
        return "The PDU of event \(event.rawValue) does not follow its event"
      }
      run.capture { $0.keep(pdu, at: event) }
      return nil
    }
  }

  package func count(_ unread: UnreadCount) throws {
    try update { run in
      run.capture { $0.count(unread) }
      return nil
    }
  }
}
