import Testing

@testable import Cairo

struct CRC32Tests {
  @Test func `the check value of ISO-HDLC and the IEND chunk of every PNG agree`() {
    #expect(CRC32.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(CRC32.checksum(Array("IEND".utf8)) == 0xAE42_6082)
  }
}
