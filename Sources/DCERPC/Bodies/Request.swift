/// The body of a `request` PDU: a fragment of a call's input.
///
/// The fields are in wire order: C706, 12.6.4.9, `rpcconn_request_hdr_t`.
package struct Request: Equatable, Sendable {
  /// The octets of stub data in this fragment and those after it, or 0 if unsaid.
  package var allocationHint: UInt32
  /// The presentation context, which names the interface.
  package var contextID: UInt16
  /// The number of the operation within the interface.
  package var opnum: UInt16
  /// The object that the call is for, or `nil`; the PDU's flags say whether there is one.
  package var object: UUID128?
  package var stub: Stub

  package init(
    allocationHint: UInt32, contextID: UInt16, opnum: UInt16, object: UUID128? = nil, stub: Stub
  ) {
    self.allocationHint = allocationHint
    self.contextID = contextID
    self.opnum = opnum
    self.object = object
    self.stub = stub
  }
}

extension Request: PDUElement {
  package init(parsing input: inout PDUReader) throws(PDUError) {
    allocationHint = try input.readInteger()
    contextID = try input.readInteger()
    opnum = try input.readInteger()
    object = input.flags.contains(.objectUUID) ? try UUID128(parsing: &input) : nil
    stub = .octets(try input.readRemainder())
  }

  package func write(to output: inout PDUWriter) {
    output.writeInteger(allocationHint)
    output.writeInteger(contextID)
    output.writeInteger(opnum)
    object?.write(to: &output)
    output.writeStub(stub)
  }

  package var length: Int { 8 + (object?.length ?? 0) + stub.count }
}
