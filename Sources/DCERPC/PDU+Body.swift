extension PDU {
  /// What a PDU says, by its type.
  package enum Body: Equatable, Sendable {
    case request(Request)
    case response(Response)
    case fault(Fault)
    case bind(Bind)
    case bindAck(BindAck)
    case bindNak(BindNak)
    case alterContext(AlterContext)
    case alterContextResponse(AlterContextResponse)
    case auth3(Auth3)
    /// The server asks the client to close the connection: C706, 12.6.4.11.
    case shutdown
    /// The client asks for the end of a call: C706, 12.6.4.6.
    case coCancel
    /// The client has abandoned a call: C706, 12.6.4.8.
    case orphaned
  }
}

extension PDU.Body {
  package var type: PDUType {
    switch self {
    case .request: .request
    case .response: .response
    case .fault: .fault
    case .bind: .bind
    case .bindAck: .bindAck
    case .bindNak: .bindNak
    case .alterContext: .alterContext
    case .alterContextResponse: .alterContextResponse
    case .auth3: .auth3
    case .shutdown: .shutdown
    case .coCancel: .coCancel
    case .orphaned: .orphaned
    }
  }

  /// The number of octets after the header and before an authentication.
  package var length: Int {
    switch self {
    case .request(let body): body.length
    case .response(let body): body.length
    case .fault(let body): body.length
    case .bind(let body), .alterContext(let body): body.length
    case .bindAck(let body), .alterContextResponse(let body): body.length
    case .bindNak(let body): body.length
    case .auth3(let body): body.length
    case .shutdown, .coCancel, .orphaned: 0
    }
  }

  /// Reads the body of a PDU of this type.
  init(parsing input: inout PDUReader, type: PDUType) throws(PDUError) {
    self =
      switch type {
      case .request: .request(try Request(parsing: &input))
      case .response: .response(try Response(parsing: &input))
      case .fault: .fault(try Fault(parsing: &input))
      case .bind: .bind(try Bind(parsing: &input))
      case .bindAck: .bindAck(try BindAck(parsing: &input))
      case .bindNak: .bindNak(try BindNak(parsing: &input))
      case .alterContext: .alterContext(try AlterContext(parsing: &input))
      case .alterContextResponse:
        .alterContextResponse(try AlterContextResponse(parsing: &input))
      case .auth3: .auth3(try Auth3(parsing: &input))
      case .shutdown: .shutdown
      case .coCancel: .coCancel
      case .orphaned: .orphaned
      }
  }

  func write(to output: inout PDUWriter) {
    switch self {
    case .request(let body): body.write(to: &output)
    case .response(let body): body.write(to: &output)
    case .fault(let body): body.write(to: &output)
    case .bind(let body), .alterContext(let body): body.write(to: &output)
    case .bindAck(let body), .alterContextResponse(let body): body.write(to: &output)
    case .bindNak(let body): body.write(to: &output)
    case .auth3(let body): body.write(to: &output)
    case .shutdown, .coCancel, .orphaned: break
    }
  }
}
