/// A PDU of the connection-oriented protocol, C706, 12.6: one fragment, as a connection carries it.
package struct PDU: Sendable {
  package var version: ProtocolVersion
  package var dataRepresentation: DataRepresentation
  /// The call that the PDU belongs to, by the number that its client gave it.
  package var callID: UInt32
  package var body: Body
  /// The authentication, or `nil` without one.
  package var authentication: Authentication?
  /// The flags as they were set, right but for a request's `objectUUID`.
  private var givenFlags: PDUFlags

  package init(
    flags: PDUFlags = .whole, callID: UInt32, body: Body, authentication: Authentication? = nil,
    dataRepresentation: DataRepresentation = .littleEndian,
    version: ProtocolVersion = .connectionOriented
  ) {
    self.version = version
    self.dataRepresentation = dataRepresentation
    self.callID = callID
    self.body = body
    self.authentication = authentication
    givenFlags = flags
  }

  /// The flags on the wire.
  ///
  /// On a request, `objectUUID` says whether it has an object, whatever was set.
  package var flags: PDUFlags {
    get {
      guard case .request(let request) = body else { return givenFlags }
      return request.object == nil
        ? givenFlags.subtracting(.objectUUID) : givenFlags.union(.objectUUID)
    }
    set { givenFlags = newValue }
  }

  package var type: PDUType { body.type }

  /// The octets of the whole PDU, found without encoding it and without allocation.
  ///
  /// No PDU on a wire has more than 65,535.
  package var fragmentLength: Int {
    PDUHeader.length + body.length + (authentication?.length ?? 0)
  }
}

extension PDU {
  /// Encodes the PDU; reserved fields and alignment become zeros.
  ///
  /// - Precondition: ``fragmentLength`` is at most 65,535, and no list has more than 255 elements.
  package func encode() -> [UInt8] {
    let length = fragmentLength
    precondition(length <= UInt16.max, "A PDU has at most 65,535 octets: fragment the call.")
    let header = PDUHeader(
      version: version, type: type, flags: flags, dataRepresentation: dataRepresentation,
      fragmentLength: UInt16(length),
      authenticationLength: UInt16(authentication?.value.count ?? 0), callID: callID)
    var output = PDUWriter(capacity: length)
    header.write(to: &output)
    body.write(to: &output)
    authentication?.write(to: &output)
    return output.octets
  }

  /// Decodes the octets of exactly one PDU.
  ///
  /// - Throws: ``PDUError`` at the first field that is wrong.
  package init(decoding octets: [UInt8]) throws(PDUError) {
    var input = PDUReader(octets.span)
    let header = try PDUHeader(parsing: &input)
    let length = Int(header.fragmentLength)
    guard length == octets.count else {
      throw PDUError(.fragmentLengthDiffers(length: length, octets: octets.count), at: 8)
    }
    let padLength = try Self.padLength(in: input, header)
    let valueLength = Int(header.authenticationLength)
    if let padLength {
      input.endPart(at: length - valueLength - Authentication.trailerLength - padLength)
    }
    let body = try Body(parsing: &input, type: header.type)
    guard input.remaining == 0 else {
      throw PDUError(.unreadOctets(count: input.remaining), at: input.offset)
    }
    input.endPart(at: length)
    let authentication: Authentication? =
      if let padLength {
        try Authentication(parsing: &input, padLength: padLength, valueLength: valueLength)
      } else {
        nil
      }
    self.init(
      flags: header.flags, callID: header.callID, body: body, authentication: authentication,
      dataRepresentation: header.dataRepresentation, version: header.version)
  }

  /// The length of the padding before an authentication trailer, or `nil` if there is no trailer.
  ///
  /// The trailer is found from the end of the PDU, and its third octet says how far before it the
  /// body ends.
  private static func padLength(
    in input: borrowing PDUReader, _ header: PDUHeader
  ) throws(PDUError) -> Int? {
    let valueLength = Int(header.authenticationLength)
    guard valueLength > 0 else { return nil }
    let length = Int(header.fragmentLength)
    let trailer = length - valueLength - Authentication.trailerLength
    guard trailer >= PDUHeader.length, let octet = input.octet(at: trailer + 2) else {
      throw PDUError(.authenticationTooLong(length: valueLength, fragment: length), at: 10)
    }
    let available = trailer - PDUHeader.length
    guard octet <= available else {
      throw PDUError(.paddingTooLong(length: Int(octet), available: available), at: trailer + 2)
    }
    return Int(octet)
  }
}

extension PDU: Equatable {
  package static func == (a: Self, b: Self) -> Bool {
    a.version == b.version && a.dataRepresentation == b.dataRepresentation
      && a.callID == b.callID && a.flags == b.flags && a.body == b.body
      && a.authentication == b.authentication
  }
}
