package dev.sightline.command;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sightline run}: the service, until it is stopped. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Carries what the queue announces into Splunk, until stopped.",
      "SIGTERM drains: what is in flight is finished, or released to the queue."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  export AWS_REGION=eu-central-1",
      "  export SIGHTLINE_QUEUE_URL=https://sqs.eu-central-1.amazonaws.com/111122223333/trail",
      "  export SIGHTLINE_HEC_URL=https://splunk.example.com:8088",
      "  export SIGHTLINE_HEC_TOKEN_FILE=/run/secrets/hec-token",
      "  sightline run",
      "",
      "Health is at :8080/health, metrics at :8080/prometheus (SIGHTLINE_HTTP_PORT)."
    })
final class RunCommand implements Callable<Integer>, LooksAhead {
  @Mixin private RulesOption rulesOption = new RulesOption();

  @Override
  public void lookAhead() {
    Configurations.lookAhead(rulesOption);
  }

  @Override
  public Integer call() throws InterruptedException {
    Service service = Service.start(rulesOption.properties());
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("drain")
                .unstarted(() -> {
                  service.close();
                  // A drained stop is a success, which the signal's own exit code would hide.
                  Runtime.getRuntime().halt(ExitCode.DONE);
                }));
    new CountDownLatch(1).await();
    return ExitCode.DONE;
  }
}
