import DCERPC
import Testing

struct ValueTests {
  /// KB Q159298 for the interfaces, Samba's `librpc/ndr/ndr.c` for NDR.
  @Test(
    arguments: [
      (SyntaxID.mta, "9e8ee830-4459-11ce-979b-00aa005ffebe", 2),
      (.endpointMapper, "e1af8308-5d1f-11c9-91a4-08002b14a0fa", 3),
      (.ndr, "8a885d04-1ceb-11c9-9fe8-08002b104860", 2),
      (.none, "00000000-0000-0000-0000-000000000000", 0),
    ] as [(SyntaxID, String, UInt16)])
  func `a syntax has a UUID and a version`(syntax: SyntaxID, uuid: String, version: UInt16) {
    #expect(syntax.uuid.description == uuid)
    #expect(syntax.majorVersion == version)
    #expect(syntax.minorVersion == 0)
  }

  @Test(arguments: [0, 1, UInt128.max, 0x0123_4567_89ab_cdef_0011_2233_4455_6677])
  func `a UUID keeps its number`(number: UInt128) {
    #expect(UUID128(rawValue: number).rawValue == number)
  }

  @Test(
    arguments: [
      ([0x31, 0x33, 0x35, 0], "135"), ([0], ""), ([], nil), ([0x31], nil),
      ([0x31, 0, 0x32, 0], nil),
      ([0xFF, 0], nil),
    ] as [([UInt8], String?)])
  func `a secondary address is text only if it ends with its one NUL`(
    octets: [UInt8], text: String?
  ) {
    #expect(SecondaryAddress(octets: octets).text == text)
  }

  @Test func `a secondary address of text has a NUL`() {
    #expect(SecondaryAddress("4764").octets == [0x34, 0x37, 0x36, 0x34, 0])
  }
}
