/// A server's answer to one proposed presentation context: `p_result_t` of C706, 12.6.3.
package struct ContextResult: Hashable, Sendable {
  /// Whether the context may be used: `p_cont_def_result_t` of C706, 12.6.3.
  package struct Outcome: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let acceptance = Self(rawValue: 0)
    package static let userRejection = Self(rawValue: 1)
    package static let providerRejection = Self(rawValue: 2)
    /// The answer to a negotiation of features: [MS-RPCE] 2.2.2.4.
    package static let negotiateAck = Self(rawValue: 3)
  }

  /// Why a provider rejected the context: `p_provider_reason_t` of C706, 12.6.3.
  package struct Reason: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let notSpecified = Self(rawValue: 0)
    package static let abstractSyntaxNotSupported = Self(rawValue: 1)
    package static let transferSyntaxesNotSupported = Self(rawValue: 2)
    package static let localLimitExceeded = Self(rawValue: 3)
  }

  package var outcome: Outcome
  /// The reason of a rejection; a bit mask of features where the outcome is a
  /// ``Outcome/negotiateAck``.
  package var reason: Reason
  /// The representation chosen; all zeros where there is none.
  package var transferSyntax: SyntaxID

  package init(outcome: Outcome, reason: Reason, transferSyntax: SyntaxID) {
    self.outcome = outcome
    self.reason = reason
    self.transferSyntax = transferSyntax
  }

  /// The context is accepted with NDR.
  package static let accepted = Self(
    outcome: .acceptance, reason: .notSpecified, transferSyntax: .ndr)

  /// A rejection by the server's runtime.
  package static func rejected(_ reason: Reason) -> Self {
    Self(outcome: .providerRejection, reason: reason, transferSyntax: .none)
  }
}

extension ContextResult: PDUElement {
  package init(parsing input: inout PDUReader) throws(PDUError) {
    outcome = Outcome(rawValue: try input.readInteger())
    reason = Reason(rawValue: try input.readInteger())
    transferSyntax = try SyntaxID(parsing: &input)
  }

  package func write(to output: inout PDUWriter) {
    output.writeInteger(outcome.rawValue)
    output.writeInteger(reason.rawValue)
    transferSyntax.write(to: &output)
  }

  package var length: Int { 24 }
}
