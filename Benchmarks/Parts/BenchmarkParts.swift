/// Measures parts of mtatrace that its command line does not show by themselves.
///
/// Each prints how many seconds its work took and how much it was, as the comparators do.
@main
struct BenchmarkParts {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch (arguments.first, arguments.count) {
    case ("kernel", 3...):
      guard let messages = Int(arguments[1]), let queues = Int(arguments[2]) else { break }
      let isDrawn = arguments.last == "drawn"
      return try report(KernelPart(messages: messages, queues: queues, isDrawn: isDrawn))
    case ("recorder", 3): return try report(RecorderPart(of: arguments[1], into: arguments[2]))
    case ("simulation", 2): return try report(SimulationPart(duration: arguments[1]))
    default: break
    }
    print(
      """
      kernel MESSAGES QUEUES [drawn]
      recorder TRACE FILE
      simulation DURATION
      """)
  }

  /// Measures the work of a part that is ready.
  private static func report(_ part: consuming some MeasuredPart) throws {
    let start = ContinuousClock().now
    let count = try part.run()
    let seconds = (ContinuousClock().now - start) / .seconds(1)
    print("seconds \(seconds)\ncount \(count)")
  }
}

/// A part of mtatrace whose preparation is not measured.
protocol MeasuredPart {
  /// Does the work.
  ///
  /// - Returns: How much it was.
  mutating func run() throws -> Int
}
