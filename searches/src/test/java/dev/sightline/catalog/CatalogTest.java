package dev.sightline.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The catalog that ships: every rule of the lint, and every test of every item. */
class CatalogTest {
  static final Catalog CATALOG = Catalog.load(Path.of("catalog"));

  @Test
  void the_catalog_breaks_no_rule() {
    assertEquals(List.of(), Lint.mistakes(CATALOG));
  }

  @TestFactory
  Stream<DynamicNode> every_item_finds_what_its_tests_say_in_every_view() {
    TestRun run = new TestRun(CATALOG);
    return CATALOG.items().stream()
        .map(item ->
            dynamicContainer(
                item.id(),
                item.tests().stream()
                    .flatMap(test ->
                        Arrays.stream(TestRun.View.values())
                            .map(view ->
                                dynamicTest(
                                    item.id() + " › " + test.name() + " › " + view,
                                    () ->
                                        assertEquals(
                                            Optional.empty(), run.failure(item, test, view)))))));
  }

  @TestFactory
  Stream<DynamicNode> every_item_does_with_each_variant_what_is_said_of_it() {
    TestRun run = new TestRun(CATALOG);
    return CATALOG.items().stream()
        .map(item ->
            dynamicTest(
                item.id(), () -> assertEquals(List.of(), Variants.of(run, item).failures())));
  }

  @Test
  void every_variant_is_shown_to_some_item() {
    for (Variant variant : Variant.values()) {
      assertTrue(
          CATALOG.items().stream()
              .flatMap(item -> item.forms().stream())
              .anyMatch(test -> variant.of(test).isPresent()),
          variant::name);
      assertTrue(variant.sentence().length() > 10);
    }
  }

  @Test
  void the_report_names_each_item_with_its_tests_and_those_that_passed() throws IOException {
    JsonNode items = new ObjectMapper().readTree(CatalogReport.of(CATALOG).json()).path("items");
    assertEquals(CATALOG.items().size(), items.size());
    Set<String> ids = new HashSet<>();
    for (JsonNode item : items) {
      assertTrue(ids.add(item.path("id").asText()));
      assertTrue(item.path("tests").asInt() >= 2, item::toString);
      assertEquals(item.path("tests"), item.path("passed"));
    }
  }
}
