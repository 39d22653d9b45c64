package dev.sightline.catalog;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * The catalog with the outcome of its tests.
 *
 * @param failures of tests, each with its item, its name and its view
 */
public record CatalogReport(List<Entry> items, List<String> failures) {

  /**
   * One item; a test passes where it passes in every view.
   *
   * @param variants forms in which the events of its firing tests were shown to it
   * @param asStated those in which it did what the variant, or the item, says
   */
  public record Entry(
      Item item, List<String> tactics, int tests, int passed, int variants, int asStated) {}

  /** Runs every test of every item. */
  public static CatalogReport of(Catalog catalog) {
    return of(catalog, _ -> {});
  }

  /**
   * Runs every test of every item.
   *
   * @param progress is told how many items are done
   */
  public static CatalogReport of(Catalog catalog, IntConsumer progress) {
    TestRun run = new TestRun(catalog);
    List<Entry> entries = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    for (Item item : catalog.items()) {
      int passed = 0;
      for (ItemTest test : item.tests()) {
        int before = failures.size();
        for (TestRun.View view : TestRun.View.values()) {
          Optional<String> failure = run.failure(item, test, view);
          failure.ifPresent(sentence ->
              failures.add(item.id() + " › " + test.name() + " › " + view + ": " + sentence));
        }
        passed += failures.size() == before ? 1 : 0;
      }
      List<String> tactics =
          item.techniques().stream()
              .flatMap(id -> Optional.ofNullable(catalog.techniques().get(id)).stream())
              .flatMap(technique -> technique.tactics().stream())
              .distinct()
              .sorted()
              .toList();
      Variants variants = Variants.of(run, item);
      failures.addAll(variants.failures());
      entries.add(
          new Entry(
              item,
              tactics,
              item.tests().size(),
              passed,
              variants.shown(),
              variants.shown() - variants.failures().size()));
      progress.accept(entries.size());
    }
    return new CatalogReport(entries, failures);
  }

  /** One JSON object, as the command line prints it. */
  public String json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode array = root.putArray("items");
    for (Entry entry : items) {
      ObjectNode node = array.addObject();
      node.put("id", entry.item().id());
      node.put("kind", entry.item().kind().name().toLowerCase(Locale.ROOT));
      entry.item().eventNames().forEach(node.putArray("event_names")::add);
      entry.tactics().forEach(node.putArray("tactics")::add);
      entry.item().techniques().forEach(node.putArray("techniques")::add);
      node.put("tests", entry.tests());
      node.put("passed", entry.passed());
      node.put("variants", entry.variants());
      node.put("variants_as_stated", entry.asStated());
    }
    return root.toString();
  }
}
