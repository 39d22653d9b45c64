package dev.sightline.stand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sightline.stand.HecReceiver.Settings;
import dev.sightline.stand.HecReceiver.Token;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Splunk's own client for JavaScript against the receiver. It runs where {@code
 * src/test/npm/run.sh} has installed the client.
 */
class SplunkLoggingTest {
  private static final Path CLIENT = Path.of("src", "test", "npm");

  private HecReceiver receiver;

  @BeforeEach
  void start() {
    assumeTrue(
        Boolean.getBoolean("splunk-logging.required")
            || Files.isDirectory(CLIENT.resolve("node_modules")),
        "splunk-logging is not installed: src/test/npm/run.sh installs it and runs this test.");
    receiver =
        HecReceiver.start(
            Settings.of(Token.of(HecSender.TOKEN).withoutAcknowledgment().withIndexes("main")));
  }

  @AfterEach
  void stop() {
    if (receiver != null) {
      receiver.close();
    }
  }

  private List<String> play(String action) throws IOException, InterruptedException {
    Process node =
        new ProcessBuilder(
                List.of("node", "send.js", receiver.endpoint().toString(), HecSender.TOKEN, action))
            .directory(CLIENT.toFile())
            .redirectErrorStream(true)
            .start();
    List<String> said = new ArrayList<>(node.inputReader(StandardCharsets.UTF_8).readAllLines());
    assertEquals(0, node.waitFor(), said.toString());
    return said;
  }

  @Test
  void a_batch_of_splunks_own_client_arrives() throws Exception {
    assertEquals(
        List.of("{\"action\":\"batch\",\"error\":null,\"body\":{\"text\":\"Success\",\"code\":0}}"),
        play("batch"));
    assertEquals(1, receiver.requests(RequestKind.EVENTS));
    assertEquals(3, receiver.count());
    ReceivedEvent event = receiver.events().getLast();
    assertEquals(
        "{\"message\":{\"number\":3,\"text\":\"grün ☃ \uD83D\uDE00\"},\"severity\":\"warn\"}",
        event.event());
    assertEquals(Instant.parse("2026-01-02T03:04:05.500Z"), event.time());
    assertEquals("_json", event.sourcetype());
  }

  @Test
  void splunks_own_client_reads_a_refusal_as_one() throws Exception {
    String said = String.join("\n", play("wrong"));
    assertTrue(said.contains("\"text\":\"Incorrect index\",\"code\":7"), said);
    assertEquals(0, receiver.count());
  }

  @Test
  void splunks_own_client_sends_again_when_an_answer_is_lost() throws Exception {
    receiver.next(new HecFault.Closes(HecFault.Effect.TAKEN));
    assertEquals(
        List.of("{\"action\":\"retry\",\"error\":null,\"body\":{\"text\":\"Success\",\"code\":0}}"),
        play("retry"));
    assertEquals(2, receiver.count());
  }
}
