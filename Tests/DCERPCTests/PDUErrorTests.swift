import DCERPC
import Testing

struct PDUErrorTests {
  @Test(arguments: [
    (
      PDUError(.truncated(needed: 4, available: 1), at: 16),
      "Octet 16: the field needs 4 octets and 1 are left; check that the PDU is whole."
    ),
    (
      PDUError(.unsupportedVersion(ProtocolVersion(major: 4, minor: 0)), at: 0),
      "Octet 0: the version is 4.0, but only 5.0 and 5.1 can be read."
    ),
    (
      PDUError(.unknownType(20), at: 2),
      "Octet 2: 20 is not the type of a connection-oriented PDU; check that the stream is DCE/RPC."
    ),
    (
      PDUError(.unknownByteOrder(0x20), at: 4),
      "Octet 4: the data representation begins with 32, which is neither big nor little endian."
    ),
    (
      PDUError(.fragmentTooShort(length: 3), at: 8),
      "Octet 8: the fragment length is 3, but a PDU has at least 16 octets."
    ),
    (
      PDUError(.fragmentLengthDiffers(length: 72, octets: 71), at: 8),
      "Octet 8: the fragment length is 72, but 71 octets were given; pass exactly one PDU."
    ),
    (
      PDUError(.authenticationTooLong(length: 60, fragment: 72), at: 10),
      "Octet 10: an authentication of 60 octets does not fit in a fragment of 72."
    ),
    (
      PDUError(.paddingTooLong(length: 5, available: 4), at: 22),
      "Octet 22: 5 octets of padding are claimed where there is room for 4."
    ),
    (
      PDUError(.unreadOctets(count: 8), at: 16),
      "Octet 16: 8 octets are left after the body; check its counts and `auth_length`."
    ),
  ])
  func `an error says what was found and where`(error: PDUError, description: String) {
    #expect("\(error)" == description)
  }
}
