import DCERPC
import Testing

struct Win32StatusTests {
  /// [MS-RPCE] 3.1.1.5.5, with the numbers of winerror.h.
  @Test(
    arguments: [
      (0x1C00_000D, 1818), (0x1C00_0009, 1726), (0x1C00_000C, 1727), (0x1C00_000A, 1727),
      (0x1C01_000B, 1728), (0x1C01_0014, 1723), (0x1C01_0002, 1745), (0x1C01_0003, 1717),
      (0x1C00_001A, 1775), (1783, 1783), (5, 5), (0x1C00_FFFF, 0x1C00_FFFF),
    ] as [(UInt32, UInt32)])
  func `a fault becomes the status of Windows`(fault: UInt32, win32: UInt32) {
    #expect(Win32Status(FaultStatus(rawValue: fault)).rawValue == win32)
  }

  /// Wine, `dlls/rpcrt4/rpc_assoc.c`: 0, and every reason that has no line of its own, is 1727.
  @Test(
    arguments: [
      (0, 1727), (1, 1723), (2, 1723), (3, 1727), (4, 1728), (5, 1727), (6, 1727), (7, 1727),
      (8, 1747), (9, 5), (10, 1727), (0xFFFF, 1727),
    ] as [(UInt16, UInt32)])
  func `a refused bind becomes the status of Wine`(reason: UInt16, win32: UInt32) {
    #expect(Win32Status(RejectReason(rawValue: reason)).rawValue == win32)
  }

  /// Wine, `dlls/rpcrt4/rpc_assoc.c`.
  @Test(
    arguments: [
      (0, 0, nil), (0, 2, nil), (1, 0, 1727), (2, 0, 1727), (2, 1, 1717), (2, 2, 1722),
      (2, 3, 1727), (1, 1, 1727), (9, 9, 1727),
    ] as [(UInt16, UInt16, UInt32?)])
  func `a rejected context becomes the status of Wine`(
    outcome: UInt16, reason: UInt16, win32: UInt32?
  ) {
    let result = ContextResult(
      outcome: ContextResult.Outcome(rawValue: outcome),
      reason: ContextResult.Reason(rawValue: reason), transferSyntax: .none)
    #expect(Win32Status(result)?.rawValue == win32)
  }
}
