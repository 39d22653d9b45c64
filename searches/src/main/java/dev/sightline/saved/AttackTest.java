package dev.sightline.saved;

import dev.sightline.catalog.ItemTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Contentctl's tests: a search must find something in recorded data. The data is fetched from
 * nowhere; it runs where it is a file.
 *
 * @param root of the searches
 * @param folder a copy of the data, such as a checkout of attack_data
 */
record AttackTest(Path root, Optional<Path> folder) {
  SearchTest of(
      SavedSearch search, SearchLibrary library, String name, List<SavedSearch.AttackData> data) {
    String manual = data.getFirst().manual();
    if (!manual.isEmpty()) {
      return skipped(search, library, name, data, "a person runs it: " + manual);
    }
    List<EventFile> files = new ArrayList<>();
    for (SavedSearch.AttackData one : data) {
      Optional<Path> file = local(one.data());
      if (file.isEmpty()) {
        return skipped(search, library, name, data, "its data is no file here: " + one.data());
      }
      try {
        files.add(EventFile.read(file.get()));
      } catch (UnreadableSearchesException e) {
        return skipped(search, library, name, data, String.valueOf(e.getMessage()));
      }
    }
    Instant now =
        files.stream()
            .flatMap(file -> file.newest().stream())
            .max(Instant::compareTo)
            .orElse(Instant.EPOCH);
    List<ItemTest.Occurrence> events = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      events.addAll(files.get(i).occurrences(indexed(data.get(i)), now, 0));
    }
    ItemTest test = test(name, data, events, now);
    return new SearchTest(search, library, test, search.file(), Optional.empty());
  }

  private static Map<String, String> indexed(SavedSearch.AttackData data) {
    Map<String, String> indexed = new LinkedHashMap<>();
    if (!data.sourcetype().isEmpty()) {
      indexed.put("sourcetype", data.sourcetype());
    }
    if (!data.source().isEmpty()) {
      indexed.put("source", data.source());
    }
    return indexed;
  }

  private static SearchTest skipped(
      SavedSearch search,
      SearchLibrary library,
      String name,
      List<SavedSearch.AttackData> data,
      String reason) {
    ItemTest test = test(name, data, List.of(), Instant.EPOCH);
    return new SearchTest(search, library, test, search.file(), Optional.of(reason));
  }

  private static ItemTest test(
      String name,
      List<SavedSearch.AttackData> data,
      List<ItemTest.Occurrence> events,
      Instant now) {
    return new ItemTest(
        name,
        data.getFirst().line(),
        now,
        events,
        Map.of(),
        Map.of(),
        Map.of(),
        List.of(),
        Map.of(),
        true);
  }

  /** The file of a URL: by the end of its path below the folder, or of a path as it is. */
  private Optional<Path> local(String data) {
    String path = data.replaceFirst("^\\w+://[^/]+/", "").replaceFirst("[?#].*$", "");
    List<Path> candidates = new ArrayList<>();
    if (!data.contains("://")) {
      candidates.add(root.resolve(path).normalize());
    }
    folder.ifPresent(copy -> {
      for (String rest = path; !rest.isEmpty(); ) {
        Path candidate = copy.resolve(rest).normalize();
        if (candidate.startsWith(copy.normalize())) {
          candidates.add(candidate);
        }
        int slash = rest.indexOf('/');
        rest = slash < 0 ? "" : rest.substring(slash + 1);
      }
    });
    return candidates.stream().filter(Files::isRegularFile).findFirst();
  }
}
