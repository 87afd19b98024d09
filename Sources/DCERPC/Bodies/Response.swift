/// The body of a `response` PDU: a fragment of a call's output.
///
/// The fields are in wire order: C706, 12.6.4.10, `rpcconn_response_hdr_t`.
package struct Response: Equatable, Sendable {
  /// The octets of stub data in this fragment and those after it, or 0 if unsaid.
  package var allocationHint: UInt32
  /// The presentation context of the request.
  package var contextID: UInt16
  /// The number of cancels that the server had received for the call.
  package var cancelCount: UInt8
  package var stub: Stub

  package init(allocationHint: UInt32, contextID: UInt16, cancelCount: UInt8 = 0, stub: Stub) {
    self.allocationHint = allocationHint
    self.contextID = contextID
    self.cancelCount = cancelCount
    self.stub = stub
  }
}

extension Response: PDUElement {
  package init(parsing input: inout PDUReader) throws(PDUError) {
    allocationHint = try input.readInteger()
    contextID = try input.readInteger()
    cancelCount = try input.readInteger()
    try input.skip(1)
    stub = .octets(try input.readRemainder())
  }

  package func write(to output: inout PDUWriter) {
    output.writeInteger(allocationHint)
    output.writeInteger(contextID)
    output.writeInteger(cancelCount)
    output.writeZeros(1)
    output.writeStub(stub)
  }

  package var length: Int { 8 + stub.count }
}
