package dev.sightline.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an item does with the variants of its firing tests.
 *
 * @param shown forms of tests that were shown to its search
 * @param failures where it did otherwise than the variant, or the item, says
 */
record Variants(int shown, List<String> failures) {

  static Variants of(TestRun run, Item item) {
    List<String> failures = new ArrayList<>();
    int shown = 0;
    for (Variant variant : Variant.values()) {
      Map<String, Boolean> found = new LinkedHashMap<>();
      for (ItemTest test : item.forms()) {
        run.finds(item, test, variant).ifPresent(finds -> found.put(test.name(), finds));
      }
      shown += found.size();
      if (item.variants().containsKey(variant)) {
        if (!found.containsValue(!variant.fires())) {
          failures.add(
              item.id()
                  + " › "
                  + variant
                  + ": it does what is expected of every search. Take the reason out of"
                  + " 'variants'.");
        }
      } else {
        found.forEach((test, finds) -> {
          if (finds != variant.fires()) {
            failures.add(unexpected(item, test, variant));
          }
        });
      }
    }
    return new Variants(shown, failures);
  }

  private static String unexpected(Item item, String test, Variant variant) {
    return item.id()
        + " › "
        + test
        + " › "
        + variant
        + ": where "
        + variant.sentence()
        + ", it "
        + (variant.fires() ? "must fire and does not" : "fires and must not")
        + ". Mend the search, or say under 'variants' why that is right.";
  }
}
