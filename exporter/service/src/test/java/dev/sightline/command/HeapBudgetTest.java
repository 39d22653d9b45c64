package dev.sightline.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.configuration.Settings;
import dev.sightline.hec.HecConfiguration;
import dev.sightline.object.ObjectConfiguration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeapBudgetTest {
  private static final long MEGABYTE = 1_000_000;

  private static List<String> problems(String inFlight, long heapBytes) {
    return problems(inFlight, 500, heapBytes);
  }

  private static List<String> problems(String inFlight, long messages, long heapBytes) {
    Map<String, String> values =
        Map.of(
            "sightline.hec.url",
            "https://splunk.example.com:8088",
            "sightline.hec.token",
            "token",
            "sightline.hec.in-flight-bytes",
            inFlight);
    Settings settings = new Settings(name -> Optional.ofNullable(values.get(name)));
    HecConfiguration hec = HecConfiguration.read(settings);
    ObjectConfiguration objects = ObjectConfiguration.read(settings);
    settings.check();
    HeapBudget.check(settings, hec, 1, objects, messages, heapBytes);
    return settings.problems().stream().map(problem -> problem.sentence()).toList();
  }

  @Test
  void what_fits_is_no_problem_and_one_byte_less_is() {
    long needed = (48 + 8 + 2 * 100) * MEGABYTE;
    assertEquals(List.of(), problems("100MB", needed));
    assertEquals(1, problems("100MB", needed - 1).size());
  }

  @Test
  void the_messages_of_twenty_queues_need_room_too() {
    long needed = (44 + 8 + 80 + 2 * 100) * MEGABYTE;
    assertEquals(List.of(), problems("100MB", 20 * 500, needed));
    assertEquals(1, problems("100MB", 20 * 500, needed - 1).size());
  }

  @Test
  void sixty_four_megabytes_too_little_are_told_with_the_setting_the_limit_and_what_to_do() {
    String said = problems("100MB", (48 + 8 + 2 * 100 - 64) * MEGABYTE).getFirst();
    assertTrue(
        said.startsWith("SIGHTLINE_HEC_IN_FLIGHT_BYTES (sightline.hec.in-flight-bytes): 100 MB"),
        said);
    assertTrue(said.contains("a heap of 256 MB, and this JVM's is 192 MB at most"), said);
    assertTrue(said.contains("-Xmx"), said);
    assertTrue(said.contains("set it to 68MB or less"), said);
  }

  @Test
  void where_no_setting_helps_only_memory_is_asked_for() {
    String said = problems("8MB", 50 * MEGABYTE).getFirst();
    assertTrue(said.contains("give it more"), said);
    assertFalse(said.contains("set it to"), said);
  }
}
