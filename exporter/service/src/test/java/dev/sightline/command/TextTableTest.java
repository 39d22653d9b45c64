package dev.sightline.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  private static final List<List<String>> ROWS =
      List.of(
          List.of("DETECTION", "WHAT HAPPENED", "EVENTS"),
          List.of("cloudtrail_stopped", "a trail of the payments account was stopped", "1,234"));

  @Test
  void a_table_is_as_wide_as_its_cells_where_there_is_room() {
    assertEquals(
        List.of(
            "DETECTION           WHAT HAPPENED                                EVENTS",
            "cloudtrail_stopped  a trail of the payments account was stopped   1,234"),
        Terminal.table(ROWS, 200));
  }

  @Test
  void on_a_narrow_terminal_text_goes_on_below_and_names_and_numbers_stay_whole() {
    assertEquals(
        List.of(
            "DETECTION           WHAT HAPPENED     EVENTS",
            "cloudtrail_stopped  a trail of the     1,234",
            "                    payments account",
            "                    was stopped"),
        Terminal.table(ROWS, 44));
  }

  @Test
  void a_word_that_is_too_long_is_broken_behind_a_mark() {
    assertEquals(List.of("arn:aws:", "cloudtrail"), TextLines.ofCell("arn:aws:cloudtrail", 10));
  }
}
