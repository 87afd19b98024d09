import Testing
import TraceModel

@testable import Simulator

/// What happens to associations, messages and queues reads as in the articles.
struct AssociationEventTextTests {
  @Test func `57 reads as in KB Q194589 and Q197398`() {
    PublishedEntry(
      57, .warning, "X.400 Service", severity: 14,
      """
      The limit on the number of associations allowed to and from entity
      /O=ORGANIZATION/OU=SITENAME/CN=CONFIGURATION/CN=SERVERS/CN=SERVERNAME/CN=MICROSOFT
      MTA has been reached. The limit is 9. [MTA MAIN BASE 1 43] (14)
      """
    )
    .expect(
      .associationLimit(
        entity: "/O=ORGANIZATION/OU=SITENAME/CN=CONFIGURATION/CN=SERVERS/CN=SERVERNAME"
          + "/CN=MICROSOFT MTA", limit: 9))
    PublishedEntry(
      57, .warning, "X.400 Service", severity: 14,
      """
      The limit on the number of associations allowed to and from
      entity /O=MICROSOFT/OU=TEST/CN=CONFIGURATION/CN=SERVERS/CN=TEST\
      /CN=MICROSOFT MTA has been reached. The limit is 2032. [MTA MAIN BASE 1
      43] (14)
      """
    )
    .expect(
      .associationLimit(
        entity: "/O=MICROSOFT/OU=TEST/CN=CONFIGURATION/CN=SERVERS/CN=TEST/CN=MICROSOFT MTA",
        limit: 2032))
  }

  @Test func `289 reads as in KB Q196381 and Q158279`() {
    PublishedEntry(
      289, .warning, "X.400 Service", severity: 12,
      """
      A connection to   /O=OrganizationName/OU=SiteName/CN=Configuration\
      /CN=Connections/CN=ConnectorName could not be opened. [MTA XFER-IN 17
      26] (12)
      """
    )
    .expect(
      .connectionNotOpened(
        to: "/O=OrganizationName/OU=SiteName/CN=Configuration/CN=Connections/CN=ConnectorName"))
    PublishedEntry(
      289, .warning, "X.400 Service", severity: 12,
      """
      A connection to
      /O=MSFT/OU=RANDYYEH_CC1/CN=CONFIGURATION/CN=CONNECTIONS/CN=RAS_CON_80 could
      not be opened. [MTA XFER-IN 19 26] (12)
      """
    )
    .expect(
      .connectionNotOpened(
        to: "/O=MSFT/OU=RANDYYEH_CC1/CN=CONFIGURATION/CN=CONNECTIONS/CN=RAS_CON_80", thread: 19))
  }

  @Test func `301 reads as in KB Q157630, which prints no bracket`() {
    let article = """
      An open retry delay timer started on the association to
      /O=orgname/OU=site/CN=Configuration/CN=Connections/CN=X400ConnectorName on
      control block <##>. Another attempt to reopen the association will be
      made in 600 seconds.
      """
    PublishedEntry(
      301, .information, "X.400 Service", severity: nil, article.replacing("<##>", with: "2004")
    )
    .expect(
      .openRetryDelay(
        entity: "/O=orgname/OU=site/CN=Configuration/CN=Connections/CN=X400ConnectorName",
        controlBlock: 2004, seconds: 600))
  }

  @Test func `1294 reads as in KB Q181513 and Q196381`() {
    PublishedEntry(
      1294, .warning, "X.400 Service", severity: 10,
      """
      An association with entity
      /O=MICROSOFT/OU=THEFORCE/CN=CONFIGURATION/CN=CONNECTIONS/CN=DAGOBAH TO
      PLEASUREDOME ended abnormally. [4 1 0 0 PLATFORM KERNEL 16 130] (10)
      """
    )
    .expect(
      .associationEndedAbnormally(
        entity: "/O=MICROSOFT/OU=THEFORCE/CN=CONFIGURATION/CN=CONNECTIONS"
          + "/CN=DAGOBAH TO PLEASUREDOME"))
    PublishedEntry(
      1294, .warning, "X.400 Service", severity: 10,
      """
      An association with entity
      /O=OrganizationName/OU=SiteName/CN=Configuration\
      /CN=Connections/CN=ConnectorName ended abnormally. [198 1 0 1 PLATFORM
      KERNEL 20 130] (10)
      """
    )
    .expect(
      .associationEndedAbnormally(
        entity: "/O=OrganizationName/OU=SiteName/CN=Configuration/CN=Connections"
          + "/CN=ConnectorName", numbers: "198 1 0 1", thread: 20))
  }

  @Test func `666 and 667 read as in KB Q163085`() {
    PublishedEntry(
      666, .warning, "Resource", severity: 14,
      """
      The MTA work queue is backlogged with 600 messages in
      the queue. [MTA SUBMIT 18 231] (14)
      """
    )
    .expect(.workQueueAlarm(.on, messages: 600))
    PublishedEntry(
      667, .warning, "Resource", severity: 14,
      """
      The MTA work queue backlog has subsided leaving 300 messages in
      the queue. [MTA DISP:RESULT 23 234] (14)
      """
    )
    .expect(.workQueueAlarm(.off, messages: 300))
  }

  @Test func `659 and 660 read as in KB Q163085`() {
    PublishedEntry(
      659, .warning, "Resource", severity: 14,
      """
      The queue for /O=MS/OU=GUITARS/CN=CONFIGURATION\
      /CN=CONNECTIONS/CN=X400 CONNECTOR TO BRASS_KITTEN
      is backlogged with 500 messages in the queue.
      [MTA GATEWAY 45 512] (14)
      """
    )
    .expect(
      .outboundQueueAlarm(
        .on,
        entity: "/O=MS/OU=GUITARS/CN=CONFIGURATION/CN=CONNECTIONS"
          + "/CN=X400 CONNECTOR TO BRASS_KITTEN", messages: 500))
    PublishedEntry(
      660, .warning, "Resource", severity: 14,
      """
      The queue backlog for /O=MICROSOFT/OU=GUITARS\
      /CN=CONFIGURATION/CN=CONNECTIONS/CN=X400 CONNECTOR TO
      BRASS_KITTEN has subsided leaving 250 messages in the
      queue. [MTA GATEWAY 45 512] (14)
      """
    )
    .expect(
      .outboundQueueAlarm(
        .off,
        entity: "/O=MICROSOFT/OU=GUITARS/CN=CONFIGURATION/CN=CONNECTIONS"
          + "/CN=X400 CONNECTOR TO BRASS_KITTEN", messages: 250))
  }
}

/// A returned message reads as in the articles.
struct NonDeliveryTextTests {
  @Test func `290 reads as in KB Q230497`() {
    PublishedEntry(
      290, .warning, "X.400 Service", severity: 12,
      """
      A non-delivery report (reason code transfer-failure and diagnostic code
      MTS-congestion) is being generated for message C=US;A=
      ;P=UTC;L=HSMX30NT-990429133235Z-1108. It was originally destined for
      DN:/o=UTC/ou=HSD/cn=Configuration/cn=Servers/cn=HSMX21NT/cn=Microsoft DSA
      (recipient number 1), and was to be redirected to
      DN:/o=UTC/ou=HSD/cn=CONFIGURATION/cn=SERVERS/cn=HSMX21NT/cn=MICROSOFT DSA
      C=US;A= ;P=UTC;O=HSD;S=HSMX21NT-DSA;. [MTA DISP:RESULT 22 136] (12)
      """
    )
    .expect(
      .nonDeliveryReport(
        reasonCode: .transferFailure, diagnosticCode: .congestion,
        message: "C=US;A= ;P=UTC;L=HSMX30NT-990429133235Z-1108",
        recipient: "DN:/o=UTC/ou=HSD/cn=Configuration/cn=Servers/cn=HSMX21NT/cn=Microsoft DSA",
        redirection: "DN:/o=UTC/ou=HSD/cn=CONFIGURATION/cn=SERVERS/cn=HSMX21NT"
          + "/cn=MICROSOFT DSA C=US;A= ;P=UTC;O=HSD;S=HSMX21NT-DSA;"))
  }

  @Test func `290 reads as in KB Q184681 where there is nowhere to redirect to`() {
    PublishedEntry(
      290, .warning, "X.400 Service", severity: 12,
      """
      A non-delivery report (reason code transfer-failure and
      diagnostic code Omit any diagnostic code) is being generated
      for message C=US;A= ;P=Microsoft;L=MICROSOFT-DOGHOUSE-\
      00000287. It was originally destined for
      DN:/o=Microsoft/ou=DogHouse/cn=Recipients/cn=Someone§
      (recipient number 1), and was to be redirected to . [MTA
      DISP:RESULT 20 136] (12)
      """
    )
    .expect(
      .nonDeliveryReport(
        reasonCode: .transferFailure, diagnosticCode: .omitted,
        message: "C=US;A= ;P=Microsoft;L=MICROSOFT-DOGHOUSE-00000287",
        recipient: "DN:/o=Microsoft/ou=DogHouse/cn=Recipients/cn=Someone§", thread: 20))
  }

  @Test func `290 reads as in KB Q254818 but for the comma that it lacks`() {
    let article = """
      A non-delivery report (reason code transfer-failure and diagnostic code
      MTS-congestion) is being generated for message C=US;A= ;P=Microsoft;
      L=Server1-000114132344Z-648. It was originally destined for
      DN:/o=Microsoft/ou=LC/cn=Recipients/cn=mnadeem§ (recipient number 1) and was
      to be redirected to DN:/o=Microsoft/ou=LC/cn=RECIPIENTS/ cn=mnadeem§C=US;
      ;P=Microsoft;S=Nadeem;G=M;. [MTA DISP:RESULT 22 136] (12)
      """
    PublishedEntry(
      290, .warning, "X.400 Service", severity: 12,
      article.replacing("(recipient number 1) and", with: "(recipient number 1), and")
    )
    .expect(
      .nonDeliveryReport(
        reasonCode: .transferFailure, diagnosticCode: .congestion,
        message: "C=US;A= ;P=Microsoft; L=Server1-000114132344Z-648",
        recipient: "DN:/o=Microsoft/ou=LC/cn=Recipients/cn=mnadeem§",
        redirection: "DN:/o=Microsoft/ou=LC/cn=RECIPIENTS/ cn=mnadeem§C=US; "
          + ";P=Microsoft;S=Nadeem;G=M;"))
  }

  @Test func `290 reads as in KB Q170471 for mail that waited too long, but for a semicolon`() {
    let article = """
      A non-delivery report (reason code unable-to-transfer and diagnostic code
      maximum-time-expired) is being generated for message C=US;A= ;P=Organization;
      L=Server03-970224213600Z-1460. It was originally destined for
      DN:/o=organization/ou=sitename/cn=recipients/cn=recipientnameC=US;A= ;
      P=organization;O=sitename;S=user;G=joe; (recipient number 1); and was to be
      redirected to . [MTA DISP:RESULT 20 136] (12)
      """
    PublishedEntry(
      290, .warning, "X.400 Service", severity: 12,
      article.replacing("(recipient number 1); and", with: "(recipient number 1), and")
    )
    .expect(
      .nonDeliveryReport(
        reasonCode: .unableToTransfer, diagnosticCode: .maximumTimeExpired,
        message: "C=US;A= ;P=Organization; L=Server03-970224213600Z-1460",
        recipient: "DN:/o=organization/ou=sitename/cn=recipients/cn=recipientname"
          + "C=US;A= ; P=organization;O=sitename;S=user;G=joe;", thread: 20))
  }

  @Test func `290 says which recipient of a message it is about`() {
    let entry = EventLogEntry.nonDeliveryReport(
      reasonCode: .transferFailure, diagnosticCode: .congestion, message: "L=A-1",
      recipient: "DN:/o=O", number: 3)
    #expect(entry.text.contains("destined for DN:/o=O (recipient number 3), and"))
  }
}
