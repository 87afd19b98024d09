/// The version of Exchange Server whose MTA runs on a host.
///
/// - 4.0 and 5.0 use one control block for all associations of a connector. 5.5 uses one for each
///   association, and opens at most ten to another MTA: nine for normal and non-urgent mail and one
///   for urgent mail (KB Q194589).
/// - How long mail may wait before it is returned can be changed from 5.5 on (KB Q178539).
/// - Queue alarms, events 659, 660, 666 and 667, come with 5.0 Service Pack 2 (KB Q163085).
/// - Events 9318 and 9322 name the remote server in 5.5 only (KB Q323733 against Q170056 and
///   Q153758).
///
/// It is independent of `Build`: the fault of KB Q181721 is Windows NT's, and the article names all
/// three versions.
package enum ExchangeVersion: String, CaseIterable, Sendable {
  case v4_0 = "4.0"
  case v5_0 = "5.0"
  case v5_5 = "5.5"
}
