/// The kind of a connection-oriented PDU: the PTYPE of C706, chapter 12, and of [MS-RPCE] 2.2.2.10.
///
/// The values 1 and 4 to 10 belong to the connectionless protocol, and 20 to RPC over HTTP: none of
/// them is a PDU here.
package enum PDUType: UInt8, CaseIterable, Sendable {
  case request = 0
  case response = 2
  case fault = 3
  case bind = 11
  case bindAck = 12
  case bindNak = 13
  case alterContext = 14
  case alterContextResponse = 15
  /// The third leg of an authentication: [MS-RPCE] 2.2.2.10.
  case auth3 = 16
  case shutdown = 17
  case coCancel = 18
  case orphaned = 19
}
