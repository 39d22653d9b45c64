import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.HecReceiver.Settings;
import dev.sightline.stand.ReceivedEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One indexer of the stand as a process of its own: prints its port, and for each line on its input
 * the event ids of the records that it took since the last one. Run from source.
 */
final class Receiver {
  private static final Pattern EVENT_ID = Pattern.compile("\"eventID\":\\s*\"([^\"]+)\"");

  private Receiver() {}

  public static void main(String[] arguments) throws IOException {
    Settings settings =
        Settings.of(arguments[0]).withAckDelay(Duration.ofMillis(Long.parseLong(arguments[1])));
    try (HecReceiver receiver = HecReceiver.start(settings);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println(receiver.endpoint().getPort());
      int told = 0;
      while (in.readLine() != null) {
        List<ReceivedEvent> all = receiver.events();
        List<String> ids =
            all.subList(told, all.size()).stream()
                .filter(event -> "aws:cloudtrail".equals(event.sourcetype()))
                .map(event -> EVENT_ID.matcher(event.event()))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .toList();
        told = all.size();
        System.out.println(String.join(" ", ids));
      }
    }
  }
}
