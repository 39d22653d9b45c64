package dev.sightline.stand;

import static dev.sightline.stand.HecSender.CHANNEL;
import static dev.sightline.stand.HecSender.TOKEN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sightline.stand.HecReceiver.Acks;
import dev.sightline.stand.HecReceiver.Expiry;
import dev.sightline.stand.HecReceiver.Settings;
import dev.sightline.stand.HecReceiver.Token;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class HecAcknowledgmentTest {
  private static final String EVENT = "{\"event\":1}";
  private static final String OTHER_CHANNEL = "99999999-2222-4333-8444-555555555555";

  private final MovableClock clock = new MovableClock();

  /** What a test does with a receiver. */
  private interface Exchange {
    void with(HecReceiver receiver, HecSender sender) throws Exception;
  }

  private void exchange(Acks acks, Exchange exchange) throws Exception {
    exchange(
        Settings.of(Token.of(TOKEN), Token.of("second").named("second"))
            .withClock(clock)
            .withAcks(acks),
        exchange);
  }

  private static void exchange(Settings settings, Exchange exchange) throws Exception {
    try (HecReceiver receiver = HecReceiver.start(settings);
        HecSender sender = new HecSender(receiver.endpoint())) {
      exchange.with(receiver, sender);
    }
  }

  private static String success(long ackId) {
    return "{\"text\":\"Success\",\"code\":0,\"ackId\":" + ackId + "}";
  }

  private static HecSender.Reply on(HecSender sender, String channel, String path, String body)
      throws Exception {
    return sender.post("/services/collector/" + path, body, "X-Splunk-Request-Channel", channel);
  }

  @Test
  void ids_count_from_zero_on_each_channel() throws Exception {
    exchange(
        Acks.standard(),
        (_, sender) -> {
          assertEquals(success(0), on(sender, CHANNEL, "event", EVENT).body());
          assertEquals(success(1), on(sender, CHANNEL, "event", EVENT).body());
          assertEquals(success(0), on(sender, OTHER_CHANNEL, "event", EVENT).body());
          assertEquals(success(2), on(sender, CHANNEL, "raw", "line").body());
        });
  }

  @Test
  void a_channel_is_the_same_in_upper_case_and_another_with_another_token() throws Exception {
    String channel = "aaaaaaaa-2222-4333-8444-555555555555";
    exchange(
        Acks.standard(),
        (_, sender) -> {
          assertEquals(success(0), on(sender, channel, "event", EVENT).body());
          assertEquals(
              success(1), on(sender, channel.toUpperCase(Locale.ROOT), "event", EVENT).body());
          assertEquals(
              success(0),
              sender
                  .post(
                      "/services/collector",
                      EVENT,
                      "X-Splunk-Request-Channel",
                      channel,
                      "Authorization",
                      "Splunk second")
                  .body());
        });
  }

  @Test
  void an_id_is_true_once_the_delay_is_over_and_only_once() throws Exception {
    exchange(
        new Acks(Duration.ofSeconds(30), Duration.ofMinutes(10), 100, Expiry.REFUSE),
        (receiver, sender) -> {
          sender.send(EVENT);
          sender.send(EVENT);
          clock.forward(Duration.ofSeconds(29));
          assertEquals(
              "{\"acks\":{\"0\":false,\"1\":false}}", sender.acks("{\"acks\":[0,1]}").body());
          assertEquals(2, receiver.pendingAcks());
          clock.forward(Duration.ofSeconds(1));
          assertEquals("{\"acks\":{\"1\":true}}", sender.acks("{\"acks\":[1]}").body());
          assertEquals(
              "{\"acks\":{\"0\":true,\"1\":false,\"7\":false}}",
              sender.acks("{\"acks\":[7,1,0]}").body());
          assertEquals("{\"acks\":{\"0\":false}}", sender.acks("{\"acks\":[0]}").body());
          assertEquals(0, receiver.pendingAcks());
        });
  }

  @Test
  void an_id_asked_for_twice_in_one_question_is_answered_once() throws Exception {
    exchange(
        Acks.standard(),
        (_, sender) -> {
          sender.send(EVENT);
          assertEquals("{\"acks\":{\"0\":true}}", sender.acks("{\"acks\":[0,0]}").body());
          assertEquals("{\"acks\":{}}", sender.acks("{\"acks\":[]}").body());
        });
  }

  @Test
  void another_channel_does_not_know_the_id() throws Exception {
    exchange(
        Acks.standard(),
        (_, sender) -> {
          sender.send(EVENT);
          assertEquals(
              "{\"acks\":{\"0\":false}}",
              on(sender, OTHER_CHANNEL, "ack", "{\"acks\":[0]}").body());
          assertEquals("{\"acks\":{\"0\":true}}", sender.acks("{\"acks\":[0]}").body());
        });
  }

  @Test
  void a_channel_idle_for_too_long_loses_its_acks_and_counts_anew() throws Exception {
    exchange(
        new Acks(Duration.ZERO, Duration.ofMinutes(10), 100, Expiry.REFUSE),
        (_, sender) -> {
          sender.send(EVENT);
          clock.forward(Duration.ofMinutes(10));
          assertEquals(success(1), sender.send(EVENT).body());
          clock.forward(Duration.ofSeconds(601));
          assertEquals("{\"acks\":{\"0\":false}}", sender.acks("{\"acks\":[0]}").body());
          assertEquals(success(0), sender.send(EVENT).body());
        });
  }

  @Test
  void a_channel_warns_from_80_percent_and_refuses_when_full() throws Exception {
    exchange(
        new Acks(Duration.ZERO, Duration.ofMinutes(10), 5, Expiry.REFUSE),
        (receiver, sender) -> {
          for (int ackId = 0; ackId < 4; ackId++) {
            assertEquals(success(ackId), sender.send(EVENT).body());
          }
          assertEquals(
              "{\"text\":\"ACK channel is approaching capacity\",\"code\":25,\"ackId\":4}",
              sender.send(EVENT).body());
          HecSender.Reply refused = sender.send(EVENT);
          assertEquals(429, refused.status());
          assertEquals("{\"text\":\"ACK channel is at capacity\",\"code\":27}", refused.body());
          assertEquals(5, receiver.count());

          sender.acks("{\"acks\":[0,1]}");
          assertEquals(success(5), sender.send(EVENT).body());
        });
  }

  @Test
  void with_eviction_the_oldest_ids_give_way_at_90_percent_and_stay_false() throws Exception {
    exchange(
        new Acks(Duration.ZERO, Duration.ofMinutes(10), 10, Expiry.EVICT_OLDEST),
        (receiver, sender) -> {
          for (int ackId = 0; ackId < 12; ackId++) {
            assertEquals(success(ackId), sender.send(EVENT).body());
          }
          assertEquals(9, receiver.pendingAcks());
          assertEquals(
              "{\"acks\":{\"0\":false,\"2\":false,\"3\":true,\"11\":true}}",
              sender.acks("{\"acks\":[0,2,3,11]}").body());
        });
  }

  @Test
  void an_indexer_that_restarts_forgets_and_counts_from_zero() throws Exception {
    exchange(
        Acks.standard(),
        (receiver, sender) -> {
          sender.send(EVENT);
          receiver.forgetAcks();
          assertEquals("{\"acks\":{\"0\":false}}", sender.acks("{\"acks\":[0]}").body());
          assertEquals(success(0), sender.send(EVENT).body());
        });
  }

  @Test
  void without_stickiness_two_indexers_hand_out_the_same_ids_and_know_only_their_own()
      throws Exception {
    exchange(
        Settings.of(TOKEN).withIndexers(2),
        (receiver, sender) -> {
          HecSender.Reply first = sender.send(EVENT);
          assertEquals(success(0), first.body());
          assertEquals(List.of(), first.cookies());
          assertEquals(success(0), sender.send(EVENT).body());
          assertEquals(success(1), sender.send(EVENT).body());
          assertEquals(
              List.of(0, 1, 0), receiver.events().stream().map(ReceivedEvent::indexer).toList());

          assertEquals(
              "{\"acks\":{\"0\":true,\"1\":false}}",
              sender.acks("{\"acks\":[0,1]}").body(),
              "the second indexer never handed out 1, and its 0 is not the first one's");
          assertEquals(
              "{\"acks\":{\"0\":true,\"1\":true}}", sender.acks("{\"acks\":[0,1]}").body());
        });
  }

  @Test
  void with_stickiness_the_cookie_leads_back_to_its_indexer() throws Exception {
    exchange(
        Settings.of(TOKEN).withIndexers(2).withStickyCookie("AWSALB"),
        (receiver, sender) -> {
          assertEquals(List.of("AWSALB=indexer-0; Path=/; HttpOnly"), sender.send(EVENT).cookies());
          assertEquals(List.of("AWSALB=indexer-1; Path=/; HttpOnly"), sender.send(EVENT).cookies());
          for (int i = 0; i < 3; i++) {
            HecSender.Reply reply =
                sender.post(
                    "/services/collector",
                    EVENT,
                    "X-Splunk-Request-Channel",
                    CHANNEL,
                    "Cookie",
                    "other=1; AWSALB=indexer-1");
            assertEquals(success(i + 1), reply.body());
            assertEquals(List.of(), reply.cookies());
          }
          assertEquals(
              List.of(0, 1, 1, 1, 1),
              receiver.events().stream().map(ReceivedEvent::indexer).toList());
          assertEquals("indexer-1", receiver.requests().getLast().cookie());
          assertEquals(
              List.of("AWSALB=indexer-0; Path=/; HttpOnly"),
              sender
                  .post(
                      "/services/collector",
                      EVENT,
                      "X-Splunk-Request-Channel",
                      CHANNEL,
                      "Cookie",
                      "AWSALB=indexer-7")
                  .cookies(),
              "a cookie of no indexer is replaced");
        });
  }
}
