package dev.sightline.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.object.AllowList.Permission;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectRefTest {
  private static ObjectRef object(String bucket, String key) {
    return new ObjectRef(bucket, key, null, null, null, -1);
  }

  @Test
  void a_location_names_bucket_key_and_version() {
    assertEquals("s3://logs/a b/../c+%2B.gz", object("logs", "a b/../c+%2B.gz").location());
    assertEquals(
        "s3://logs/k?versionId=v1", new ObjectRef("logs", "k", "v1", null, null, 5).location());
  }

  @Test
  void a_location_is_one_line_whatever_the_key_is() {
    String location = object("logs", "a\r\nb\u001b[31m\u202e\u2028\ud800é😀").location();
    assertEquals("s3://logs/a\\u{d}\\u{a}b\\u{1b}[31m\\u{202e}\\u{2028}\\u{d800}é😀", location);
    assertTrue(object("logs", "\n".repeat(100_000)).location().length() < 1_600);
  }

  @Test
  void an_entity_tag_is_kept_without_its_quotation_marks() {
    ObjectRef object = new ObjectRef("b", "k", "", "\"abc\"", "1", -7);
    assertEquals("abc", object.eTag());
    assertNull(object.version());
    assertEquals(-1, object.size());
    assertNull(object.withoutETag().eTag());
    assertNull(new ObjectRef("b", "k", "null", "\"\"", null, 0).eTag());
    assertNull(new ObjectRef("b", "k", "null", null, null, 0).version());
  }

  @Test
  void an_object_without_bucket_or_key_is_none() {
    assertThrows(IllegalArgumentException.class, () -> object("", "k"));
    assertThrows(IllegalArgumentException.class, () -> object("b", ""));
  }

  @Test
  void an_empty_list_allows_everything() {
    assertEquals(Permission.ALLOWED, AllowList.of(List.of()).permission(object("any", "key")));
  }

  @Test
  void a_list_allows_its_buckets_and_prefixes_only() {
    AllowList list = AllowList.of(List.of("logs", " other/AWSLogs/o-1/ "));
    assertEquals(Permission.ALLOWED, list.permission(object("logs", "anything")));
    assertEquals(Permission.ALLOWED, list.permission(object("other", "AWSLogs/o-1/x")));
    assertEquals(Permission.OTHER_KEY, list.permission(object("other", "AWSLogs/o-12")));
    assertEquals(Permission.OTHER_KEY, list.permission(object("other", "x/AWSLogs/o-1/x")));
    assertEquals(Permission.OTHER_BUCKET, list.permission(object("logs2", "anything")));
    assertEquals(Permission.OTHER_BUCKET, list.permission(object("LOGS", "anything")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "*", "logs*", "logs/*", "/prefix", "s3://logs", "arn:aws:s3:::logs"})
  void an_entry_that_is_no_bucket_is_refused_with_a_sentence(String entry) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> AllowList.of(List.of(entry)));
    assertTrue(
        String.valueOf(e.getMessage()).endsWith("write the bucket's name, or bucket/prefix."));
  }

  @Test
  void limits_below_a_byte_are_refused() {
    assertThrows(IllegalArgumentException.class, () -> new Limits(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Limits(1, 0));
  }
}
