package dev.sightline.cloudtrail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemberTrimmerTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Names that members have, and those that are trimmed, share letters and prefixes. */
  private static final List<String> NAMES =
      List.of("a", "b", "ab", "tlsDetails", "tlsDetail", "\u00e9");

  private static final List<String> PATHS = List.of("a", "ab.a", "tlsDetails", "b.ab.a", "b.a");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a     | {\"a\":1,\"b\":2}                 | {\"b\":2}",
        "a     | {\"b\":2,\"a\":1}                 | {\"b\":2}",
        "a     | {\"b\":2,\"a\":1,\"c\":3}         | {\"b\":2,\"c\":3}",
        "a     | {\"a\":1}                         | {}",
        "a     | { \"a\" : 1 , \"b\" : 2 }         | { \"b\" : 2 }",
        "a     | {\"a\":1,\"b\":2,\"a\":[{}]}      | {\"b\":2}",
        "a     | {\"\\u0061\":\"}\\\"\",\"b\":2}    | {\"b\":2}",
        "a.b   | {\"a\":{\"b\":1,\"c\":[2]},\"b\":3} | {\"a\":{\"c\":[2]},\"b\":3}",
        "a.b   | {\"a\":{\"b\":1},\"a\":{\"b\":2}}   | {\"a\":{},\"a\":{}}",
        "a.b.c | {\"a\":{\"b\":{\"c\":1,\"d\":2}}}   | {\"a\":{\"b\":{\"d\":2}}}",
      })
  void a_member_goes_with_one_comma_and_the_rest_stays(String path, String record, String rest)
      throws IOException {
    assertEquals(Optional.of(rest), trimmed(record, path));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "c   | {\"a\":1,\"b\":2}",
        "a.c | {\"a\":{\"b\":{\"c\":1}}}",
        "a.b | {\"a\":[{\"b\":1}]}",
        "a.b | {\"a\":\"b\"}",
        "a   | {\"a\":1",
        "a   | {\"a\" 1}",
        "a   | {\"a\":1}}",
        "a   | [\"a\"]",
        "a   | {}",
      })
  void what_has_none_of_them_or_is_not_understood_is_left_alone(String path, String record)
      throws IOException {
    assertEquals(Optional.empty(), trimmed(record, path));
  }

  @Test
  void what_a_record_is_known_by_cannot_be_trimmed() {
    assertTrue(MemberTrimmer.refusal("eventID").orElseThrow().contains("cannot be trimmed"));
    assertTrue(MemberTrimmer.refusal("userIdentity.arn").isPresent());
    assertTrue(MemberTrimmer.refusal("resources{}.ARN").orElseThrow().contains("no name"));
    assertTrue(MemberTrimmer.refusal("").isPresent());
    assertTrue(MemberTrimmer.refusal("userIdentity.sessionContext").isEmpty());
    assertTrue(MemberTrimmer.refusal("tlsDetails").isEmpty());
  }

  @Property(tries = 2_000)
  void the_rest_is_the_tree_without_the_members_and_its_bytes_stood_in_the_record(
      @ForAll("objects") String record) throws IOException {
    byte[] bytes = ("x" + record + "x").getBytes(StandardCharsets.UTF_8);

    Optional<byte[]> trimmed = new MemberTrimmer(PATHS).trimmed(bytes, 1, bytes.length - 2);

    JsonNode expected = JSON.readTree(record);
    boolean some = false;
    for (String path : PATHS) {
      some |= remove(expected, path);
    }
    assertEquals(some, trimmed.isPresent());
    if (trimmed.isPresent()) {
      assertEquals(expected, JSON.readTree(trimmed.get()));
      assertTrue(isSubsequence(trimmed.get(), bytes));
    }
  }

  private static Optional<String> trimmed(String record, String path) throws IOException {
    byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
    return new MemberTrimmer(List.of(path))
        .trimmed(bytes, 0, bytes.length)
        .map(rest -> new String(rest, StandardCharsets.UTF_8));
  }

  private static boolean remove(JsonNode node, String path) {
    int dot = path.indexOf('.');
    if (!(node instanceof ObjectNode object)) {
      return false;
    }
    return dot < 0
        ? object.remove(path) != null
        : object.has(path.substring(0, dot))
            && remove(object.get(path.substring(0, dot)), path.substring(dot + 1));
  }

  private static boolean isSubsequence(byte[] part, byte[] whole) {
    int at = 0;
    for (byte b : whole) {
      at += at < part.length && part[at] == b ? 1 : 0;
    }
    return at == part.length;
  }

  /** Objects without repeated names, of which a tree keeps only one. */
  @Provide
  Arbitrary<String> objects() {
    return object(3);
  }

  private static Arbitrary<String> object(int depth) {
    Arbitrary<String> member =
        Combinators.combine(space(), value(depth), space()).as((a, b, c) -> ":" + a + b + c);
    return Combinators.combine(
            Arbitraries.of(NAMES).list().uniqueElements().ofMaxSize(5),
            member.list().ofSize(5),
            Arbitraries.of(true, false),
            space())
        .as((names, values, escaped, space) -> {
          StringBuilder text = new StringBuilder("{" + space);
          for (int i = 0; i < names.size(); i++) {
            String name = escaped ? names.get(i).replace("a", "\\u0061") : names.get(i);
            text.append(i == 0 ? "" : "," + space).append('"').append(name).append('"');
            text.append(space).append(values.get(i));
          }
          return text.append('}').toString();
        });
  }

  private static Arbitrary<String> value(int depth) {
    Arbitrary<String> scalar =
        Arbitraries.of(
            "1",
            "-0.5e3",
            "true",
            "false",
            "null",
            "\"\"",
            "\"}\"",
            "\"a\\\"]\"",
            "\"\\\\\"",
            "\"\u00e9\"");
    if (depth == 0) {
      return scalar;
    }
    Arbitrary<String> nested = object(depth - 1);
    return Arbitraries.oneOf(scalar, nested, nested.map(one -> "[" + one + " ,\"a\"]"));
  }

  private static Arbitrary<String> space() {
    return Arbitraries.of("", "", " ", "\n\t");
  }
}
