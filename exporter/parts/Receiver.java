import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.HecReceiver.Settings;
import dev.sightline.stand.ReceivedEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * One indexer of the stand as a process of its own, for balancers to stand in front of: prints its
 * port, and for each line on its input the ids of the records that it took since the last one. Run
 * from source.
 */
final class Receiver {
  private Receiver() {}

  public static void main(String[] arguments) throws IOException {
    Settings settings =
        Settings.of(arguments[0]).withAckDelay(Duration.ofMillis(Long.parseLong(arguments[1])));
    try (HecReceiver receiver = HecReceiver.start(settings);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println(receiver.endpoint().getPort());
      while (in.readLine() != null) {
        List<String> ids =
            receiver.events().stream()
                .filter(event -> "aws:cloudtrail".equals(event.sourcetype()))
                .map(ReceivedEvent::id)
                .toList();
        receiver.clear();
        System.out.println(String.join(" ", ids));
      }
    }
  }
}
