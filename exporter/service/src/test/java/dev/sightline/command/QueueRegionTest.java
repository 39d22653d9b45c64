package dev.sightline.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.regions.Region;

/** Where a queue lies is read off its address, whatever AWS_REGION says. */
class QueueRegionTest {
  @ParameterizedTest
  @CsvSource({
    "https://sqs.eu-central-1.amazonaws.com/1/q, eu-central-1",
    "https://eu-central-1.queue.amazonaws.com/1/q, eu-central-1",
    "https://sqs.us-gov-west-1.amazonaws.com/1/q, us-gov-west-1",
    "https://sqs.cn-north-1.amazonaws.com.cn/1/q, cn-north-1",
    "https://sqs-fips.us-east-2.amazonaws.com/1/q, us-east-2",
    "https://sqs.eu-west-3.api.aws/1/q, eu-west-3",
    "https://vpce-0a1b2c-d3e4.sqs.ap-southeast-2.vpce.amazonaws.com/1/q, ap-southeast-2",
    "http://127.0.0.1:9324/1/q, ''",
    "http://localhost:4566/1/q, ''",
    "http://sqs.internal.example.com/1/q, ''",
  })
  void an_address_of_aws_names_its_region_and_no_other_does(URI address, String region) {
    assertEquals(region, AwsClients.namedRegion(address).map(Region::id).orElse(""));
  }
}
