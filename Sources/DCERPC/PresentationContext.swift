/// An interface that a client proposes to use, and how its data may be represented: `p_cont_elem_t`
/// of C706, 12.6.3.
package struct PresentationContext: Hashable, Sendable {
  /// The number by which requests will name this context.
  package var id: UInt16
  /// The interface.
  package var abstractSyntax: SyntaxID
  /// The representations offered: 0 to 255, though a server accepts none of 0.
  package var transferSyntaxes: [SyntaxID]

  package init(id: UInt16, abstractSyntax: SyntaxID, transferSyntaxes: [SyntaxID]) {
    self.id = id
    self.abstractSyntax = abstractSyntax
    self.transferSyntaxes = transferSyntaxes
  }

  /// The MTA's interface over NDR as context 0.
  package static let mta = Self(id: 0, abstractSyntax: .mta, transferSyntaxes: [.ndr])
  /// The endpoint mapper's interface over NDR as context 0.
  package static let endpointMapper = Self(
    id: 0, abstractSyntax: .endpointMapper, transferSyntaxes: [.ndr])
}

extension PresentationContext: PDUElement {
  package init(parsing input: inout PDUReader) throws(PDUError) {
    id = try input.readInteger()
    let count: UInt8 = try input.readInteger()
    try input.skip(1)
    abstractSyntax = try SyntaxID(parsing: &input)
    transferSyntaxes = try input.readElements(count)
  }

  package func write(to output: inout PDUWriter) {
    output.writeInteger(id)
    output.writeCount(of: transferSyntaxes)
    output.writeZeros(1)
    abstractSyntax.write(to: &output)
    output.writeElements(transferSyntaxes)
  }

  package var length: Int { 24 + 20 * transferSyntaxes.count }
}
