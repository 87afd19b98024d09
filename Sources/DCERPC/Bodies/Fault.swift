/// The body of a `fault` PDU: a call that failed at the server.
///
/// The fields are in wire order: C706, 12.6.4.7, `rpcconn_fault_hdr_t`.
package struct Fault: Equatable, Sendable {
  /// The octets of stub data, or 0 if unsaid.
  ///
  /// Samba says 24 without having any.
  package var allocationHint: UInt32
  /// The presentation context of the request.
  package var contextID: UInt16
  /// The number of cancels that the server had received for the call.
  package var cancelCount: UInt8
  /// Reserved in C706; 0x01 says that the stub is extended error information: [MS-RPCE] 2.2.2.8.
  package var flags: UInt8
  package var status: FaultStatus
  package var stub: Stub

  package init(
    allocationHint: UInt32 = 0, contextID: UInt16, cancelCount: UInt8 = 0, flags: UInt8 = 0,
    status: FaultStatus, stub: Stub = .empty
  ) {
    self.allocationHint = allocationHint
    self.contextID = contextID
    self.cancelCount = cancelCount
    self.flags = flags
    self.status = status
    self.stub = stub
  }
}

extension Fault: PDUElement {
  package init(parsing input: inout PDUReader) throws(PDUError) {
    allocationHint = try input.readInteger()
    contextID = try input.readInteger()
    cancelCount = try input.readInteger()
    flags = try input.readInteger()
    status = FaultStatus(rawValue: try input.readInteger())
    try input.skip(4)
    stub = .octets(try input.readRemainder())
  }

  package func write(to output: inout PDUWriter) {
    output.writeInteger(allocationHint)
    output.writeInteger(contextID)
    output.writeInteger(cancelCount)
    output.writeInteger(flags)
    output.writeInteger(status.rawValue)
    output.writeZeros(4)
    output.writeStub(stub)
  }

  package var length: Int { 16 + stub.count }
}
