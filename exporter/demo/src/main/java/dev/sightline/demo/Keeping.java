package dev.sightline.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sightline.stand.KvServer;
import java.time.Duration;
import java.util.List;

/** The demo left running: how to use it, and a line for each record that arrives from now on. */
final class Keeping {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final String KEY = "AWSLogs/mine.json";

  private final Demo demo;
  private final Progress progress;

  Keeping(Demo demo, Progress progress) {
    this.demo = demo;
    this.progress = progress;
  }

  /** Returns never: Ctrl-C ends the process, with this exit code, when all is closed. */
  void untilStopped(int exitCode) throws InterruptedException {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("close")
                .unstarted(() -> {
                  demo.close();
                  // Stopped as it should be: the signal's own exit code would say otherwise.
                  Runtime.getRuntime().halt(exitCode);
                }));
    progress.say(instructions());
    int told = demo.cloud().arrivals().size();
    while (true) {
      List<Comparison.Arrival> arrivals = demo.cloud().arrivals();
      arrivals.stream().skip(told).forEach(arrival -> progress.say("arrived: " + said(arrival)));
      told = arrivals.size();
      Thread.sleep(LOOK);
    }
  }

  /** Commands to copy, for those who have AWS's command line and for those who have curl. */
  String instructions() {
    LocalCloud cloud = demo.cloud();
    String record =
        "{\"eventVersion\":\"1.11\",\"eventTime\":\"2026-03-10T15:00:00Z\","
            + "\"eventSource\":\"iam.amazonaws.com\",\"eventName\":\"DeleteUser\","
            + "\"awsRegion\":\"us-east-1\",\"eventID\":\"mine-1\","
            + "\"recipientAccountId\":\"111122223333\"}";
    String message =
        Json.object("s3Bucket", LocalCloud.BUCKET, "s3ObjectKey", Json.array(KEY)).toString();
    return """

    Everything is still running; Ctrl-C ends it.
      health    %1$s/health
      metrics   %1$s/prometheus

    Put another object in, and announce it. With curl:

    curl -sS -X PUT -H 'Content-Type: application/json' '%2$s/%4$s/%5$s' \\
      --data '{"Records":[%6$s]}'
    curl -sS '%3$s' --data Action=SendMessage \\
      --data-urlencode 'QueueUrl=%7$s' --data-urlencode 'MessageBody=%8$s'

    Or with AWS's command line, a log of your own:

    export AWS_ACCESS_KEY_ID=%9$s AWS_SECRET_ACCESS_KEY=%10$s AWS_DEFAULT_REGION=%11$s
    aws s3 cp my-log.json.gz 's3://%4$s/%5$s' --endpoint-url %2$s
    aws sqs send-message --endpoint-url %3$s \\
      --queue-url '%7$s' --message-body '%8$s'

    Prove that nothing is missing, from a checkout, in another shell:

    export AWS_ACCESS_KEY_ID=%9$s AWS_SECRET_ACCESS_KEY=%10$s AWS_REGION=%11$s
    export AWS_ENDPOINT_URL_S3=%2$s AWS_ENDPOINT_URL_CLOUDTRAIL=%12$s
    export SIGHTLINE_SPLUNK_URL=%13$s SIGHTLINE_SPLUNK_TOKEN=%14$s
    ./sightline verify 's3://%4$s/AWSLogs/' --until %15$s --splunk

    An object is carried once: change it, or its name, to see it carried again.
    """
        .formatted(
            demo.address(),
            cloud.s3Endpoint(),
            cloud.sqsEndpoint(),
            LocalCloud.BUCKET,
            KEY,
            record,
            cloud.queueUrl(),
            message,
            LocalCloud.ACCESS_KEY,
            LocalCloud.SECRET_KEY,
            LocalCloud.REGION,
            cloud.cloudTrailEndpoint(),
            demo.inventory().splunkEndpoint(),
            KvServer.TOKEN,
            Proof.end(Story.of(Story.SEED)));
  }

  private static String said(Comparison.Arrival arrival) {
    try {
      JsonNode record = JSON.readTree(arrival.text());
      return "%s %s %s in account %s, sightline_id %s"
          .formatted(
              record.path("eventTime").asText("?"),
              record.path("eventSource").asText("?"),
              record.path("eventName").asText("?"),
              arrival.host(),
              arrival.id());
    } catch (JsonProcessingException e) {
      return "something that is not JSON";
    }
  }
}
