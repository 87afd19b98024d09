import DCERPC
import Testing
import TraceModel

@testable import Simulator

struct RPCClientConnectionTests {
  static func transfer(_ message: UInt32) -> Operation {
    .transfer(message: MessageID(rawValue: message), octets: 1024, isLast: true)
  }

  /// A connection whose bind was acknowledged.
  static func bound(window: Int) -> RPCClientConnection {
    var connection = RPCClientConnection(joining: 7, window: window)
    connection.connected()
    connection.acknowledged(group: 7)
    return connection
  }

  @Test func `calls wait for the bind and then go out in order, as many as the window allows`() {
    var connection = RPCClientConnection(joining: 7, window: 2)
    for message in 1...3 as ClosedRange<UInt32> { connection.submit(Self.transfer(message)) }
    let early = connection.nextToSend(at: .start)
    #expect(early == nil)
    connection.connected()
    connection.acknowledged(group: 7)
    let sent = [
      connection.nextToSend(at: .start), connection.nextToSend(at: .start),
      connection.nextToSend(at: .start),
    ]
    #expect(sent.map { $0?.operation } == [Self.transfer(1), Self.transfer(2), nil])
    let answered = connection.answered(1)
    #expect(answered == Self.transfer(1))
    let next = connection.nextToSend(at: .start)
    #expect(next?.operation == Self.transfer(3))
  }

  @Test func `a call on a connection that carries one at a time waits for the one before it`() {
    var connection = Self.bound(window: 1)
    connection.submit(.turnPlease)
    connection.submit(.turnGive)
    let sent = [connection.nextToSend(at: .start), connection.nextToSend(at: .start)]
    #expect(sent.map { $0?.operation } == [.turnPlease, nil])
  }

  @Test func `an answer to a call that was never made completes nothing`() {
    var connection = Self.bound(window: 1)
    let answered = connection.answered(99)
    #expect(answered == nil)
  }

  @Test(arguments: [
    (RejectReason.notSpecified, Win32Status.callFailedDidNotExecute),
    (.localLimitExceeded, .serverTooBusy), (.protocolVersionNotSupported, .protocolError),
  ])
  func `a refused bind fails the call with the status that Wine maps its reason to`(
    reason: RejectReason, status: Win32Status
  ) {
    var connection = RPCClientConnection(joining: 7, window: 1)
    connection.submit(Self.transfer(1))
    connection.connected()
    let failure = connection.refused(reason)
    #expect(failure.status == status)
    #expect(failure.operation == Self.transfer(1))
    #expect(connection.state == .closed)
  }

  @Test func `a connection that cannot be made fails the call with 1722`() {
    var connection = RPCClientConnection(joining: 0, window: 1)
    connection.submit(.mtaBind(urgent: false, recovery: nil))
    let failure = connection.connectRefused()
    #expect(failure.status.rawValue == 1722)
    #expect(failure.operation == .mtaBind(urgent: false, recovery: nil))
  }

  @Test func `a lost connection is 1726 if a call was sent and 1727 if none was`() {
    var busy = Self.bound(window: 1)
    busy.submit(Self.transfer(1))
    _ = busy.nextToSend(at: .start)
    let afterData = busy.lost()
    #expect(afterData.status.rawValue == 1726)
    var idle = Self.bound(window: 1)
    let beforeData = idle.lost()
    #expect(beforeData.status.rawValue == 1727)
    #expect(beforeData.operation == nil)
  }
}
