import Analysis
import Foundation
import Testing

/// Moments of the calendar, judged by the program `date`.
struct UnixTimeTests {
  @Test(arguments: [
    0, 1_795_351_188, 951_782_399, 951_782_400, 4_107_542_399, -1, -2_203_891_200, 9_223_372_035,
  ])
  func `a moment is told as date tells it`(seconds: Int) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["date", "--utc", "--date=@\(seconds)", "+%Y-%m-%dT%H:%M:%S"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let expected = String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self
    ).trimmingCharacters(in: .newlines)
    process.waitUntilExit()
    let moment = UnixTime(nanoseconds: Int64(seconds) * 1_000_000_000 + 7)
    #expect(moment.text == "\(expected).000000007Z")
  }
}
