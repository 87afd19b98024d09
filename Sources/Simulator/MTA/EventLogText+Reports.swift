import TraceModel

/// Why a message is returned: the reason codes of X.411 in the words of event 290 (KB Q174175).
enum NonDeliveryReason: String {
  /// 0: passing it on failed, such as after the last open retry (KB Q230497).
  case transferFailure = "transfer-failure"
  /// 1: it cannot be passed on, such as when it has waited too long (KB Q170471).
  case unableToTransfer = "unable-to-transfer"
}

/// More about why a message is returned: diagnostic codes of X.411 in the words of event 290
/// (KB Q174175).
enum NonDeliveryDiagnostic: String {
  /// 2: the next MTA could not be reached in all open retries (KB Q157630, Q230497).
  case congestion = "MTS-congestion"
  /// 5: the message waited longer than its priority allows (KB Q170471, Q178539).
  case maximumTimeExpired = "maximum-time-expired"
  /// 255: there is none.
  case omitted = "Omit any diagnostic code"
}

/// The text of a message that is returned.
extension EventLogEntry {
  /// 290: a message is returned to its originator (KB Q230497, Q184681; type, category: Q254264).
  ///
  /// Behind the recipient's number Q254818 has no comma, and Q170471 a semicolon; the others have a
  /// comma.
  ///
  /// - Parameters:
  ///   - message: The message's id: `C=US;A= ;P=UTC;L=HSMX30NT-990429133235Z-1108`, which holds
  ///     country, management domains, and a local part of server, time and number.
  ///   - recipient: Where it was to go: `DN:/o=…/ou=…/cn=…`.
  ///   - number: The recipient's place in the message, from 1.
  ///   - redirection: Where it was to be redirected to; nothing in most samples.
  ///   - thread: 22 and 20 in the samples.
  static func nonDeliveryReport(
    reasonCode: NonDeliveryReason, diagnosticCode: NonDeliveryDiagnostic, message: String,
    recipient: String, number: Int = 1, redirection: String = "", thread: Int = 22
  ) -> EventLogEntry {
    EventLogEntry(
      id: 290, type: .warning, category: "X.400 Service",
      text: "A non-delivery report (reason code \(reasonCode.rawValue) "
        + "and diagnostic code \(diagnosticCode.rawValue)) is being generated "
        + "for message \(message). It was originally destined for \(recipient) "
        + "(recipient number \(number)), and was to be redirected to \(redirection). "
        + "[MTA DISP:RESULT \(thread) 136] (12)")
  }
}
