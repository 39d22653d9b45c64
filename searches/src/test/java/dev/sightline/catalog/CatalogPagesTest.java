package dev.sightline.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogPagesTest {
  private static final Map<String, String> PAGES = CatalogPages.of(CatalogTest.CATALOG);

  @TempDir Path folder = Path.of("");

  @Test
  void every_item_is_on_the_page_of_its_area_with_what_an_analyst_reads() {
    for (Item item : CatalogTest.CATALOG.items()) {
      String page = PAGES.getOrDefault(item.area() + ".md", "");
      assertTrue(page.contains("\n## " + item.id() + "\n"), item.id());
      assertTrue(page.contains("**" + item.title() + ".**"), item.id());
      item.misses().forEach(sentence -> assertTrue(page.contains("- " + sentence), item.id()));
      item.triage().forEach(sentence -> assertTrue(page.contains("- " + sentence), item.id()));
      item.tests().forEach(test -> assertTrue(page.contains(": " + test.name()), item.id()));
    }
  }

  @Test
  void the_index_leads_to_every_item_technique_and_class() {
    String index = PAGES.getOrDefault("README.md", "");
    for (Item item : CatalogTest.CATALOG.items()) {
      assertTrue(index.contains("(" + item.area() + ".md#" + item.id() + ")"), item.id());
      item.techniques().forEach(id -> assertTrue(index.contains("| [" + id + "]("), id));
    }
    assertTrue(index.contains("| watching off |"), index);
  }

  @Test
  void the_class_of_an_item_follows_from_the_calls_that_it_declares() {
    assertEquals(
        Set.of("watching_off"),
        CatalogPages.classes(CatalogTest.CATALOG.item("cloudtrail_stopped").orElseThrow()));
  }

  @Test
  void writing_takes_away_the_page_of_an_area_that_is_gone_and_leaves_what_is_not_ours()
      throws IOException {
    CatalogPages.write(CatalogTest.CATALOG, folder);
    Files.copy(folder.resolve("response.md"), folder.resolve("gone.md"));
    Files.writeString(folder.resolve("notes.md"), "Written by a person.");
    assertEquals(PAGES.size(), CatalogPages.write(CatalogTest.CATALOG, folder));
    assertFalse(Files.exists(folder.resolve("gone.md")));
    assertTrue(Files.exists(folder.resolve("notes.md")));
    for (Map.Entry<String, String> page : PAGES.entrySet()) {
      assertEquals(page.getValue(), Files.readString(folder.resolve(page.getKey())));
    }
  }
}
