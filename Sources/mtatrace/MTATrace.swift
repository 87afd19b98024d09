import ArgumentParser
import Glibc

/// The command line: turns every error into a sentence and an exit code.
@main
struct MTATrace: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mtatrace",
    abstract: "Simulate message transfer agents over DCE/RPC, and draw why mail waits.",
    discussion: """
      New here? Run 'mtatrace demo': it records the mail backlog of Microsoft's article Q181721 on \
      the faulty and on the corrected build, and draws both.

        mtatrace record q181721                          makes traces/q181721.sqlite
        mtatrace info traces/q181721.sqlite              says what is in it
        mtatrace chart traces/q181721.sqlite -o a.png    draws the backlog

      Times are virtual and count from the start of a run: 0:54:00 is 54 minutes. Every picture \
      prints the command that makes it again.

      \(Failure.Code.explanation)
      """,
    version: Version.text,
    subcommands: [
      DemoCommand.self, RecordCommand.self, ImportCommand.self, ReplayCommand.self,
      CompareCommand.self, WhyCommand.self, SliceCommand.self, InfoCommand.self, ShowCommand.self,
      QueryCommand.self, StatsCommand.self, DiagnoseCommand.self, ChartCommand.self,
      DiagramCommand.self,
      ReportCommand.self, TicketCommand.self, ShareCommand.self, ExportCommand.self,
      SchemaCommand.self, ManualCommand.self,
    ])

  static func main() {
    // A limit on the size of files is a full disk, and said like one.
    _ = signal(SIGXFSZ, SIG_IGN)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      exit(reporting: error)
    }
  }

  /// Ends the process with the error's exit code, after one sentence on standard error.
  private static func exit(reporting error: any Error) -> Never {
    if let interruption = error as? Interruption {
      StandardError.print(interruption.description)
      interruption.endProcess()
    }
    // Requests for help and errors of usage: ArgumentParser has words and codes for them.
    if error is ExitCode || exitCode(for: error) != .failure { exit(withError: error) }
    let failure = Failure(explaining: error)
    if !failure.description.isEmpty { StandardError.print(failure.description) }
    Glibc.exit(failure.code.rawValue)
  }
}
