package dev.sightline.backfill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyPlaceTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "AWSLogs/o-abcdefghij/111122223333/CloudTrail/eu-west-1/2026/03/10/, 111122223333,"
            + " eu-west-1, 2026-03-10, 2026-03-10",
        "p/AWSLogs/111122223333/Config/eu-west-1/2026/3/1/ConfigHistory/, 111122223333, eu-west-1,"
            + " 2026-03-01, 2026-03-01",
        "AWSLogs/aws-account-id=111122223333/aws-service=vpcflowlogs/aws-region=eu-west-1/year=2026/month=03/day=10/hour=23/,"
            + " 111122223333, eu-west-1, 2026-03-10, 2026-03-10",
        "AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/03/10/23/, 111122223333, eu-west-1,"
            + " 2026-03-10, 2026-03-10",
        "AWSLogs/aws-account-id=111122223333/aws-region=eu-west-1/year=2026/month=03/,"
            + " 111122223333, eu-west-1, 2026-03-01, 2026-03-31",
        "aws/CLOUD_TRAIL_MGMT/2.0/region=eu-west-1/accountId=111122223333/eventDay=20260310/,"
            + " 111122223333, eu-west-1, 2026-03-10, 2026-03-10",
        "firehose/2026/03/10/09/, -, -, 2026-03-10, 2026-03-10",
        "firehose/2026/, -, -, -, -",
        "2026/AWSLogs/111122223333/CloudTrail/eu-west-1/2025/12/31/, 111122223333, eu-west-1,"
            + " 2025-12-31, 2025-12-31",
        "year=2026/month=13/day=99/, -, -, -, -",
        "evidence/case=7/, -, -, -, -"
      })
  void a_key_tells_account_region_and_days(
      String folders, String account, String region, LocalDate first, LocalDate last) {
    assertEquals(new KeyPlace(account, region, first, last), KeyPlace.of(folders));
  }
}
