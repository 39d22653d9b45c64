package dev.sightline.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class GlobTest {
  @Test
  void a_star_in_a_key_ends_at_a_slash_and_two_do_not() {
    Glob one = new Glob("logs/*/CloudTrail/*.gz", true);
    assertTrue(one.matches("logs/111122223333/CloudTrail/a.json.gz"));
    assertFalse(one.matches("logs/a/b/CloudTrail/a.json.gz"));
    assertFalse(one.matches("logs/a/CloudTrail/b/a.json.gz"));
    Glob two = new Glob("**/CloudTrail/**", true);
    assertTrue(two.matches("logs/a/b/CloudTrail/b/a.json.gz"));
    assertTrue(two.matches("CloudTrail/a.json.gz"));
    assertFalse(two.matches("logs/NotCloudTrail/a.json.gz"));
    assertFalse(two.matches("logs/CloudTrail-Digest/a.json.gz"));
  }

  @Test
  void a_star_in_a_value_stands_for_anything() {
    Glob glob = new Glob("arn:*/x*", false);
    assertTrue(glob.matches("arn:aws:iam::1:role/a/x"));
    assertFalse(glob.matches("arn:aws:iam::1:role/a/y"));
  }

  @Property(tries = 20_000)
  void a_glob_matches_what_its_regular_expression_matches(@ForAll long seed) {
    Random random = new Random(seed);
    String pattern = text(random, "ab/**", 8) + "*" + text(random, "ab/**", 4);
    String text = text(random, "aab/", 10);
    boolean ofKeys = random.nextBoolean();
    assertEquals(
        Pattern.matches(expression(pattern, ofKeys), text),
        new Glob(pattern, ofKeys).matches(text),
        () -> pattern + " " + text);
  }

  private static String text(Random random, String letters, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most); i > 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }

  private static String expression(String glob, boolean ofKeys) {
    if (!ofKeys) {
      return glob.replace("*", ".*");
    }
    StringBuilder expression = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      if (glob.startsWith("**/", i) && (i == 0 || glob.charAt(i - 1) == '/')) {
        expression.append("(.*/)?");
        i += 2;
      } else if (glob.startsWith("**", i)) {
        expression.append(".*");
        i++;
      } else {
        expression.append(glob.charAt(i) == '*' ? "[^/]*" : glob.charAt(i));
      }
    }
    return expression.toString();
  }
}
